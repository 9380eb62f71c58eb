//! The steps: a list beside the panel, or in a narrow window one line and a bar above it.

use contract::decimal::decimal;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{Context, icon};
use crate::{
    dom::{Node, Text, show},
    model::{
        Message,
        view::{RailItem, View},
    },
};

pub(super) struct Rail {
    node: Node,
    position: Text,
    bar: Node,
    list: Node,
    items: Vec<RailItem>,
}

impl Rail {
    pub(super) fn new(context: &Context) -> Self {
        let line = Node::new("p[class=position]");
        let position = line.only_text("");
        let bar = Node::new("progress[class=bar][aria-hidden=true]");
        let list = Node::new("ol[class=steps]");
        let node =
            Node::new("nav[class=rail]").attribute("aria-label", &context.word("rail.label")).child(line);
        node.attach(bar.element());
        node.attach(list.element());
        Self { node, position, bar, list, items: Vec::new() }
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    /// `focused` is the focused element in the module: a button that is drawn again keeps the focus.
    pub(super) fn patch(&mut self, context: &Context, view: &View, focused: Option<&Element>) {
        show(self.node.element(), !view.rail.is_empty());
        self.position.set(&view.position.as_ref().map(|text| context.say(text)).unwrap_or_default());
        let (done, count) = view.progress;
        let _ = self.bar.element().set_attribute("max", &decimal(count.max(1) as u64));
        let _ = self.bar.element().set_attribute("value", &decimal(done as u64));
        if self.items != view.rail {
            let focused = focused.filter(|focused| self.list.element().contains(Some(focused)));
            let focused = focused.and_then(|focused| focused.closest("[data-step]").ok().flatten());
            let focused = focused.and_then(|item| item.get_attribute("data-step"));
            self.list.clear();
            for step in &view.rail {
                self.list.push(item(context, step));
            }
            self.items = view.rail.clone();
            if let Some(step) = focused {
                self.focus(&step);
            }
        }
    }

    /// Focuses a step: its button, or its text if it no longer has a button.
    fn focus(&self, step: &str) {
        let selector = ["[data-step=", step, "] > *"].concat();
        let target = self.list.element().query_selector(&selector).ok().flatten();
        if let Some(target) = target {
            let _ = target.unchecked_into::<HtmlElement>().focus();
        }
    }
}

fn item(context: &Context, view: &RailItem) -> Node {
    let label = context.says("span[class=step-label]", &view.label);
    let state = context.says("span[class=step-state]", &view.state);
    let words = Node::new("span[class=step-words]").child(label).text(" ").child(state);
    let mark = Node::new("span[class=step-mark]").child(icon::mark(view.mark));
    let content = if view.can_open {
        let step = view.step;
        Node::new("button[class=step-button][type=button]")
            .on("click", context.sends(move || Message::StepChosen(step)))
    } else {
        Node::new("div[class=step-rest][tabindex=-1]")
    };
    Node::new("li[class=step]")
        .attribute("data-mark", icon::mark_name(view.mark))
        .attribute("data-step", view.step.as_str())
        .attribute_if("aria-current", view.is_current.then_some("step"))
        .child(content.child(mark).child(words))
}
