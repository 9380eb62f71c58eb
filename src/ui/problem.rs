//! The customer must act before anything can continue: what happened, what was kept, and one button.

use web_sys::Element;

use super::{Context, notice::Notice};
use crate::{
    dom::Node,
    model::{Message, view::ProblemView},
    text::Text,
};

pub(super) struct ProblemScreen {
    node: Node,
    notice: Notice,
    heading: Text,
}

impl ProblemScreen {
    pub(super) fn new(context: &Context, view: &ProblemView) -> Self {
        let notice = Notice::new(context, Some(&view.notice));
        let node = Node::new("div[class=screen problem]").child(context.heading(&view.heading));
        node.attach(notice.element());
        let again = context.button("primary", "problem.again", || Message::RetryPressed);
        let back = view.can_go_back.then(|| context.button("quiet", "form.back", || Message::BackPressed));
        Self { node: node.child(again).children(back), notice, heading: view.heading.clone() }
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &ProblemView) -> bool {
        self.notice.patch(context, Some(&view.notice));
        self.heading == view.heading
    }
}
