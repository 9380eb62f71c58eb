//! A transfer to make: the account on a card like a bank's, a copy button for each line, and the code for a banking app.

use web_sys::Element;

use super::{Context, figures::grouped, form::reasons, symbol::symbol};
use crate::{
    dom::{Node, Text as DomText},
    model::{Message, Payment, PaymentField, view::TransferView},
    text::Text,
};

/// Width of a module of the code, in pixels: about 265 px in all.
const MODULE_PX: usize = 5;

pub(super) struct TransferScreen {
    node: Node,
    shown: TransferView,
    note: DomText,
}

impl TransferScreen {
    pub(super) fn new(context: &Context, view: &TransferView) -> Self {
        let payment = &*view.payment;
        let note_node = Node::new("p[class=text muted]");
        let note = note_node.only_text("");
        let fields = PaymentField::ALL.into_iter().filter(|field| !payment.value(*field).is_empty());
        let amount = line(context, &Text::new("transfer.amount"))
            .child(context.says("span[class=account-value]", &view.limits));
        let card = Node::new("div[class=account]")
            .children(fields.map(|field| field_line(context, payment, field)))
            .child(amount)
            .child(note_node);
        let code = payment.symbol.as_ref().map(|code| {
            let label = context.word("transfer.symbol");
            Node::new("div[class=account-code]")
                .child(context.words("p[class=text]", "transfer.scan"))
                .child(symbol(code.modules, &code.path, &label, MODULE_PX))
        });
        let pay = payment.url().map(|url| {
            context
                .link(url, context.word("transfer.pay"))
                .class("button primary")
                .attribute("part", "button")
        });
        let kind = if pay.is_some() { "secondary" } else { "primary" };
        let sentences = ["transfer.next1", "transfer.next2", "transfer.next3"];
        let steps = sentences.map(|key| context.words("li", key));
        let node = Node::new("div[class=screen transfer]")
            .child(context.heading(&Text::new("transfer.heading")))
            .child(context.paragraph(&view.intro))
            .children(reasons(context, &view.reasons))
            .child(card)
            .children(code)
            .child(context.words("h3[class=legend]", "transfer.next"))
            .child(Node::new("ol[class=instructions]").children(steps))
            .children(pay)
            .child(context.button(kind, "transfer.made", || Message::ContinuePressed));
        let mut screen = Self { node, shown: view.clone(), note };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &TransferView) -> bool {
        self.note.set(&view.copy_note.as_ref().map(|note| context.say(note)).unwrap_or_default());
        self.shown.payment == view.payment && self.shown.reasons == view.reasons
    }
}

fn line(context: &Context, label: &Text) -> Node {
    Node::new("div[class=account-line]").child(context.says("span[class=account-label]", label))
}

fn field_line(context: &Context, payment: &Payment, field: PaymentField) -> Node {
    // A name is laid out in the direction of its own script; numbers and references run from left to right.
    let value = match field {
        PaymentField::Beneficiary => "span[class=account-value][translate=no][dir=auto]",
        _ => "span[class=account-value][translate=no][dir=ltr]",
    };
    let value = if field == PaymentField::Iban {
        grouped(value, payment.iban_groups())
    } else {
        Node::new(value).text(payment.value(field))
    };
    let label = field.label();
    let copy = context
        .silent_button("quiet", &Text::new("transfer.copy"))
        .on("click", context.sends(move || Message::PaymentCopyPressed(field)))
        .child(Node::new("span[class=hidden]").text(&[" ", &context.say(&label)].concat()));
    line(context, &label).child(value).child(copy)
}
