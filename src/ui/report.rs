//! The report that somebody else used the code: the question with its consequences, or the confirmation that it was sent.

use web_sys::Element;

use super::{Context, notice::Notice, waiting::NextButton};
use crate::{
    dom::Node,
    model::{Message, view::ReportView},
    text::Text,
};

pub(super) struct ReportScreen {
    node: Node,
    is_reported: bool,
    confirm: Node,
    notice: Notice,
    next: NextButton,
}

impl ReportScreen {
    pub(super) fn new(context: &Context, view: &ReportView) -> Self {
        let [heading, intro, first, second, third] = if view.is_reported {
            ["report.told_heading", "report.told_intro", "report.told1", "report.told2", "report.told3"]
        } else {
            ["report.heading", "report.intro", "report.does1", "report.does2", "report.does3"]
        };
        let notice = Notice::new(context, None);
        let confirm = context.button("primary", "report.confirm", || Message::ReportPressed);
        let next = NextButton::new(context, "secondary");
        let list = Node::new("ol[class=instructions]");
        let node = Node::new("div[class=screen report]")
            .child(context.heading(&Text::new(heading)))
            .child(context.words("p[class=text]", intro))
            .child(list.children([first, second, third].map(|key| context.words("li", key))));
        node.attach(notice.element());
        let node = if view.is_reported {
            let help = view.help_url.as_ref();
            node.children(help.map(|url| context.link(url, context.word("report.help")).class("store")))
        } else {
            node.attach(confirm.element());
            node.child(context.button("quiet", "report.keep", || Message::ContinuePressed))
        };
        node.attach(next.element());
        let mut screen = Self { node, is_reported: view.is_reported, confirm, notice, next };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &ReportView) -> bool {
        self.confirm.set_busy(view.is_sending);
        self.notice.patch(context, view.notice.as_ref());
        self.next.patch(context, view.next.as_ref());
        self.is_reported == view.is_reported
    }

    pub(super) fn focus_notice(&self) -> bool {
        self.notice.focus();
        true
    }
}
