//! The end: opened, refused or expired. An expired onboarding offers a new start if one is possible.

use contract::snapshot::OnboardingStatus;
use web_sys::Element;

use super::{Context, icon, notice::Notice};
use crate::{
    dom::{Node, absolute},
    model::{Message, view::OutcomeView},
};

pub(super) struct OutcomeScreen {
    node: Node,
    status: OnboardingStatus,
    notice: Notice,
    restart: Option<Node>,
    /// The button that downloads the tax self-certification, if there is one.
    download: Option<Node>,
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
            .map(|_| context.button("primary", "expired.restart", || Message::RestartPressed));
        let download = view
            .certificate
            .as_ref()
            .map(|_| context.button("secondary", "opened.download", || Message::DownloadPressed));
        let node = Node::new("div")
            .class(&["screen outcome ", name].concat())
            .child(Node::new("div[class=emblem]").child(icon::drawing(drawing)))
            .child(context.heading(&view.heading))
            .child(context.paragraph(&view.intro));
        let done = view.done_url.as_ref().map(|url| {
            Node::new("a[class=button primary][part=button]")
                .attribute("href", &absolute(url))
                .text(&context.word("opened.done"))
        });
        let node = node.children(done);
        let buttons = restart.iter().chain(&download).map(Node::element);
        for part in std::iter::once(notice.element()).chain(buttons) {
            node.attach(part);
        }
        let mut screen = Self { node, status: view.status, notice, restart, download };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &OutcomeView) -> bool {
        let (restart, certificate) = (view.restart.as_ref(), view.certificate.as_ref());
        if let Some(button) = &self.restart {
            button.set_busy(restart.is_some_and(|restart| restart.is_sending));
        }
        if let Some(button) = &self.download {
            button.set_busy(certificate.is_some_and(|certificate| certificate.is_loading));
        }
        let notice = restart.and_then(|restart| restart.notice.as_ref());
        let notice = notice.or_else(|| certificate.and_then(|certificate| certificate.notice.as_ref()));
        self.notice.patch(context, notice);
        self.status == view.status
            && self.restart.is_some() == restart.is_some()
            && self.download.is_some() == certificate.is_some()
    }

    pub(super) fn focus_notice(&self) -> bool {
        self.notice.focus();
        true
    }
}
