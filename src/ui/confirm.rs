//! A confirmation on the phone: what to confirm, the five minutes until it expires, and sending it again.

use contract::step::StepId;
use web_sys::Element;

use super::{Context, notice::Notice, ring::Ring, waiting::NextButton};
use crate::{
    dom::{Node, Text as DomText, show},
    model::{Message, view::ConfirmView},
    text::Text,
};

pub(super) struct ConfirmScreen {
    node: Node,
    heading: Text,
    intro: DomText,
    ring: Option<Ring>,
    resend: Node,
    notice: Notice,
    edit: Node,
    next: NextButton,
}

impl ConfirmScreen {
    pub(super) fn new(context: &Context, view: &ConfirmView) -> Self {
        let intro_node = Node::new("p[class=text]");
        let intro = intro_node.only_text("");
        let mut ring =
            view.countdown.map(|(left, total)| Ring::new(&context.word("confirm.left"), left, total));
        let notice = Notice::new(context, None);
        let kind = if ring.is_some() { "secondary" } else { "primary" };
        let resend = context.button(kind, "confirm.again", || Message::ResendPressed);
        let edit = edit_answers_button(context);
        let next = NextButton::new(context, "quiet");
        let node = Node::new("div[class=screen confirm]")
            .child(context.heading(&view.heading))
            .child(intro_node)
            .children(ring.as_mut().and_then(Ring::take));
        for part in [notice.element(), resend.element(), next.element(), edit.element()] {
            node.attach(part);
        }
        let mut screen =
            Self { node, heading: view.heading.clone(), intro, ring, resend, notice, edit, next };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &ConfirmView) -> bool {
        if self.heading != view.heading || self.ring.is_some() != view.countdown.is_some() {
            return false;
        }
        self.intro.set(&context.say(&view.intro));
        if let (Some(ring), Some((left, total))) = (&self.ring, view.countdown) {
            ring.set(left, total);
        }
        self.resend.set_busy(view.is_resending);
        show(self.edit.element(), view.can_change_answers);
        self.notice.patch(context, view.notice.as_ref());
        self.next.patch(context, view.next.as_ref());
        true
    }

    pub(super) fn focus_notice(&self) -> bool {
        self.notice.focus();
        true
    }
}

/// The button that leads back to the tax answers.
pub(super) fn edit_answers_button(context: &Context) -> Node {
    context.button("quiet", "tax.edit", || Message::StepChosen(StepId::Tax))
}
