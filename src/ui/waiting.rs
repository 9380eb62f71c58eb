//! The wait: what is in progress, how long it takes, until when the place is kept, and what the customer can do meanwhile.

use contract::step::StepId;
use web_sys::Element;

use super::{Context, icon, notice::Notice};
use crate::{
    dom::{Node, Text as DomText, show},
    model::{
        Message,
        view::{ProgressRow, WaitingView},
    },
    text::Text,
};

pub(super) struct WaitingScreen {
    node: Node,
    heading: Text,
    intro: DomText,
    list: Node,
    rows: Vec<ProgressRow>,
    details: Option<Text>,
    closable: Node,
    kept: Option<Text>,
    notice: Notice,
    new_check: Option<Node>,
    resend: Option<Node>,
    next: NextButton,
    change: Node,
}

fn new_check_button(context: &Context, view: &WaitingView) -> Option<Node> {
    let button = || context.button("primary", "waiting.new_check", || Message::NewCheckPressed);
    view.new_check.is_some().then(button)
}

fn resend_button(context: &Context, view: &WaitingView) -> Option<Node> {
    view.new_check.as_ref()?.resend?;
    Some(context.button("secondary", "confirm.again", || Message::ResendPressed))
}

fn details_button(context: &Context, view: &WaitingView) -> Option<Node> {
    let button = context.silent_button("quiet", view.details.as_ref()?);
    Some(button.on("click", context.sends(|| Message::StepChosen(StepId::Profile))))
}

impl WaitingScreen {
    pub(super) fn new(context: &Context, view: &WaitingView) -> Self {
        let intro_node = Node::new("p[class=text]");
        let intro = intro_node.only_text("");
        let list = Node::new("ul[class=checks]");
        let next = NextButton::new(context, "primary");
        let notice = Notice::new(context, None);
        let new_check = new_check_button(context, view);
        let resend = resend_button(context, view);
        let node =
            Node::new("div[class=screen waiting]").child(context.heading(&view.heading)).child(intro_node);
        node.attach(list.element());
        let closable = context.words("p[class=text muted]", "waiting.close");
        node.attach(closable.element());
        let kept = view.kept.as_ref().map(|kept| context.paragraph(kept).class("text muted"));
        let node = node.children(kept);
        let change = change_button(context);
        let buttons = new_check.iter().chain(&resend).map(Node::element);
        let parts = std::iter::once(notice.element()).chain(buttons);
        for part in parts.chain([next.element(), change.element()]) {
            node.attach(part);
        }
        let mut screen = Self {
            node: node.children(details_button(context, view)),
            heading: view.heading.clone(),
            intro,
            list,
            rows: Vec::new(),
            details: view.details.clone(),
            closable,
            kept: view.kept.clone(),
            notice,
            new_check,
            resend,
            next,
            change,
        };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &WaitingView) -> bool {
        let is_same = self.heading == view.heading
            && self.details == view.details
            && self.kept == view.kept
            && self.new_check.is_some() == view.new_check.is_some()
            && self.resend.is_some() == view.new_check.as_ref().is_some_and(|check| check.resend.is_some());
        if !is_same {
            return false;
        }
        self.intro.set(&context.say(&view.intro));
        self.next.patch(context, view.next.as_ref());
        if let (Some(button), Some(check)) = (&self.new_check, &view.new_check) {
            button.set_busy(check.is_sending);
            self.notice.patch(context, check.notice.as_ref());
            if let (Some(button), Some(is_resending)) = (&self.resend, check.resend) {
                button.set_busy(is_resending);
            }
        }
        show(self.closable.element(), view.can_close);
        show(self.change.element(), view.can_change_proof);
        show(self.list.element(), !view.rows.is_empty());
        if self.rows != view.rows {
            self.list.clear();
            for row in &view.rows {
                self.list.push(check(context, row));
            }
            self.rows = view.rows.clone();
        }
        true
    }

    pub(super) fn focus_notice(&self) -> bool {
        self.notice.focus();
        true
    }
}

/// The button to the other ways to prove the customer's identity.
pub(super) fn change_button(context: &Context) -> Node {
    context.button("quiet", "option.ask", || Message::OptionsPressed)
}

/// One check in progress, as a list item.
pub(super) fn check(context: &Context, row: &ProgressRow) -> Node {
    let words = Node::new("div[class=check-words]")
        .child(context.says("span[class=check-label]", &row.label))
        .children(row.detail.as_ref().map(|detail| context.says("span[class=check-detail]", detail)));
    Node::new("li[class=check]")
        .attribute("data-mark", icon::mark_name(row.mark))
        .child(Node::new("span[class=step-mark]").child(icon::mark(row.mark)))
        .child(words)
        .child(context.says("span[class=check-state]", &row.state))
}

/// The button to what the customer can do meanwhile; hidden while there is nothing.
pub(super) struct NextButton {
    node: Node,
    label: DomText,
}

impl NextButton {
    pub(super) fn new(context: &Context, kind: &str) -> Self {
        let node = context.button(kind, "waiting.next", || Message::ContinuePressed);
        let label = node.only_text("");
        Self { node, label }
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&self, context: &Context, label: Option<&Text>) {
        show(self.node.element(), label.is_some());
        if let Some(label) = label {
            self.label.set(&context.say(label));
        }
    }
}
