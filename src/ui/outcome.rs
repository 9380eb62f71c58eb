//! The end: opened, refused or expired.

use contract::snapshot::OnboardingStatus;
use web_sys::Element;

use super::{Context, icon, notice::Notice, waiting::set_busy};
use crate::{
    dom::Node,
    model::{Message, view::OutcomeView},
    text::Text,
};

pub(super) struct OutcomeScreen {
    node: Node,
    /// Fetches the tax self-certification, where there is one.
    download: Option<Node>,
    notice: Notice,
}

impl OutcomeScreen {
    pub(super) fn new(context: &Context, view: &OutcomeView) -> Self {
        let (name, drawing) = match view.status {
            OnboardingStatus::Validated => ("opened", "M5 12.5l4.5 4.5L19 7.5"),
            OnboardingStatus::Expired => ("expired", "M12 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14M12 8v4l2.5 2.5"),
            _ => ("refused", "M7 12h10"),
        };
        let node = Node::new("div")
            .class(&["screen outcome ", name].concat())
            .child(Node::new("div").class("emblem").child(icon::drawing(drawing)))
            .child(context.heading(&view.heading))
            .child(context.paragraph(&view.intro));
        let notice = Notice::new(context, None);
        let download = view
            .certificate
            .as_ref()
            .map(|_| context.button("secondary", &Text::new("opened.download"), || Message::DownloadPressed));
        let _ = node.element().append_child(notice.element());
        if let Some(download) = &download {
            let _ = node.element().append_child(download.element());
        }
        let mut screen = Self { node, download, notice };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &OutcomeView) -> bool {
        let certificate = view.certificate.as_ref();
        if let Some(download) = &self.download {
            set_busy(download, certificate.is_some_and(|certificate| certificate.is_loading));
        }
        self.notice.patch(context, certificate.and_then(|certificate| certificate.notice.as_ref()));
        self.download.is_some() == certificate.is_some()
    }

    pub(super) fn focus_notice(&self) -> bool {
        self.notice.focus();
        true
    }
}
