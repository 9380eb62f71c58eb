//! The end: opened, refused or expired; after the last, a new start where one can be made.

use contract::snapshot::OnboardingStatus;
use web_sys::Element;

use super::{Context, icon, notice::Notice};
use crate::{
    dom::Node,
    model::{Message, view::OutcomeView},
    text::Text,
};

pub(super) struct OutcomeScreen {
    node: Node,
    status: OnboardingStatus,
    notice: Notice,
    restart: Option<Node>,
}

impl OutcomeScreen {
    pub(super) fn new(context: &Context, view: &OutcomeView) -> Self {
        let (name, drawing) = match view.status {
            OnboardingStatus::Validated => ("opened", "M5 12.5l4.5 4.5L19 7.5"),
            OnboardingStatus::Expired => ("expired", "M12 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14M12 8v4l2.5 2.5"),
            _ => ("refused", "M7 12h10"),
        };
        let notice = Notice::new(context, None);
        let restart = view
            .restart
            .as_ref()
            .map(|_| context.button("primary", &Text::new("expired.restart"), || Message::RestartPressed));
        let node = Node::new("div")
            .class(&["screen outcome ", name].concat())
            .child(Node::new("div").class("emblem").child(icon::drawing(drawing)))
            .child(context.heading(&view.heading))
            .child(context.paragraph(&view.intro));
        for part in std::iter::once(notice.element()).chain(restart.iter().map(Node::element)) {
            let _ = node.element().append_child(part);
        }
        let mut screen = Self { node, status: view.status, notice, restart };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &OutcomeView) -> bool {
        if let (Some(button), Some(restart)) = (&self.restart, &view.restart) {
            button.set_busy(restart.is_sending);
            self.notice.patch(context, restart.notice.as_ref());
        }
        self.status == view.status && self.restart.is_some() == view.restart.is_some()
    }

    pub(super) fn focus_notice(&self) -> bool {
        self.notice.focus();
        true
    }
}
