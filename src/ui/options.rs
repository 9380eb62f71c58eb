//! The ways to prove the customer's identity: what each requires, which one is in use, and the one possible change, which is
//! asked for once more because there is no way back.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{Context, icon::mark_name, notice::Notice};
use crate::{
    dom::{Node, show},
    model::{
        Message,
        view::{Mark, OptionsView, ProgressRow},
    },
    text::Text,
};

pub(super) struct OptionsScreen {
    node: Node,
    choices: Node,
    rows: Vec<ProgressRow>,
    take: Node,
    notice: Notice,
}

impl OptionsScreen {
    pub(super) fn new(context: &Context, view: &OptionsView) -> Self {
        let choices = Node::new("div[class=choices][role=radiogroup][aria-labelledby=heading]");
        let notice = Notice::new(context, None);
        let take = context.button("primary", "option.take", || Message::AlternativePressed);
        let question = context.words("p[class=text][tabindex=-1]", "option.confirm");
        let confirm = Node::new("div[class=column]").child(question);
        show(confirm.element(), false);
        let node = Node::new("div[class=screen options]")
            .child(context.heading(&Text::new("option.heading")))
            .child(context.paragraph(&Text::new("option.intro")));
        for part in [notice.element(), take.element()] {
            confirm.attach(part);
        }
        node.attach(choices.element());
        let next = next_button(context, choices.element(), confirm.element());
        let back = context.button("quiet", "option.keep", || Message::ContinuePressed);
        let node = node.child(next).child(confirm).child(back);
        let mut screen = Self { node, choices, rows: Vec::new(), take, notice };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &OptionsView) -> bool {
        if self.rows != view.rows {
            self.choices.clear();
            for row in &view.rows {
                self.choices.push(choice(context, row));
            }
            self.rows = view.rows.clone();
        }
        self.take.set_busy(view.is_sending);
        self.notice.patch(context, view.notice.as_ref());
        true
    }

    pub(super) fn focus_notice(&self) -> bool {
        self.notice.focus();
        true
    }
}

/// The button under the choices: it asks once more if the customer chose another way.
fn next_button(context: &Context, choices: &Element, confirm: &Element) -> Node {
    let (choices, confirm, sender) = (choices.clone(), confirm.clone(), context.clone());
    context.silent_button("primary", &Text::new("form.next")).on("click", move |event| {
        let other = choices.query_selector("[data-mark=todo] > :checked");
        if !matches!(other, Ok(Some(_))) {
            sender.send(Message::ContinuePressed);
            return;
        }
        let Some(button) = event.current_target() else { return };
        show(&choices, false);
        show(button.unchecked_ref(), false);
        show(&confirm, true);
        let question = confirm.first_element_child();
        let _ = question.map(|question| question.unchecked_into::<HtmlElement>().focus());
    })
}

/// One way, with what it requires.
fn choice(context: &Context, row: &ProgressRow) -> Node {
    let button = Node::new("input[type=radio][name=proof]")
        .attribute_if("checked", (row.mark == Mark::Done).then_some(""))
        .attribute_if("disabled", (row.mark == Mark::Neutral).then_some(""));
    let words = Node::new("span[class=check-words]")
        .child(context.says("span[class=check-label]", &row.label))
        .text(" ")
        .child(context.says("span[class=check-state]", &row.state))
        .text(" ")
        .children(row.detail.as_ref().map(|detail| context.says("span[class=check-detail]", detail)));
    Node::new("label[class=choice]").attribute("data-mark", mark_name(row.mark)).child(button).child(words)
}
