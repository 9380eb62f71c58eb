//! The ways to prove the customer's identity: what each requires, which one is in use, and the one possible change.

use web_sys::Element;

use super::{Context, notice::Notice, waiting::check};
use crate::{
    dom::Node,
    model::{
        Message,
        view::{OptionsView, ProgressRow},
    },
    text::Text,
};

pub(super) struct OptionsScreen {
    node: Node,
    list: Node,
    rows: Vec<ProgressRow>,
    take: Node,
    notice: Notice,
}

impl OptionsScreen {
    pub(super) fn new(context: &Context, view: &OptionsView) -> Self {
        let list = Node::new("ul[class=checks]");
        let notice = Notice::new(context, None);
        let take = context.button("primary", &Text::new("option.take"), || Message::AlternativePressed);
        let node = Node::new("div[class=screen options]")
            .child(context.heading(&Text::new("option.heading")))
            .child(context.paragraph(&Text::new("option.intro")));
        for part in [list.element(), notice.element(), take.element()] {
            let _ = node.element().append_child(part);
        }
        let back = context.button("quiet", &Text::new("option.keep"), || Message::ContinuePressed);
        let mut screen = Self { node: node.child(back), list, rows: Vec::new(), take, notice };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &OptionsView) -> bool {
        if self.rows != view.rows {
            self.list.clear();
            for row in &view.rows {
                self.list.push(check(context, row));
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
