//! A form, drawn from its view. Its inputs are created once: only errors, hints and states are patched.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusEvent, HtmlElement, Node as DomNode};

use super::{Context, entry::Entry, field::Field, icon, notice::Notice, summary::Summary};
use crate::{
    dom::{Node, Text as DomText, is_keystroke, show},
    model::{
        FieldId, Message,
        view::{FieldView, FormView, GroupView},
    },
    text::Text,
};

/// The fields that can be changed.
type Entries = Rc<[Rc<Entry>]>;

pub(super) struct FormScreen {
    node: Node,
    heading: Text,
    reasons: Vec<Text>,
    documents: Vec<Option<String>>,
    summary: Summary,
    groups: Vec<Node>,
    fields: Vec<Field>,
    entries: Entries,
    notice: Notice,
    add: Option<Node>,
    remove: Node,
    foot: Node,
    submit: Node,
    submit_label: DomText,
    back: Node,
}

/// The screen without its form.
fn screen_node(context: &Context, view: &FormView) -> Node {
    Node::new("div[class=screen]")
        .attribute("data-step", view.step.as_str())
        .children(view.position.as_ref().map(|text| context.says("p[class=caption][id=position]", text)))
        .child(
            context
                .heading(&view.heading)
                .attribute_if("aria-describedby", view.position.as_ref().map(|_| "position")),
        )
        .children(view.intro.as_ref().map(|intro| context.paragraph(intro)))
        .children(reasons(context, &view.reasons))
}

impl FormScreen {
    pub(super) fn new(context: &Context, view: &FormView) -> Self {
        let mut fields = Vec::new();
        let groups = fieldsets(context, view, &mut fields);
        let notice = Notice::new(context, None);
        let add =
            view.can_add_residence.map(|_| context.button("quiet", "tax.add", || Message::ResidenceAdded));
        let remove = context.button("quiet", "tax.remove", || Message::ResidenceRemoved);
        let submit = Node::new("button[class=button primary][type=submit][part=button]");
        let submit_label = submit.only_text("");
        let entries: Entries = fields.iter().filter_map(Field::entry).cloned().collect();
        let form = form_element(context, &entries);
        let foot = Node::new("div[class=foot]");
        foot.attach(submit.element());
        let parts = groups.iter().map(Node::element).chain(add.iter().map(Node::element));
        let back = context.button("quiet", "form.back", || Message::BackPressed);
        for part in parts.chain([remove.element(), notice.element(), foot.element(), back.element()]) {
            form.attach(part);
        }
        let summary = Summary::new();
        let node = screen_node(context, view);
        node.attach(summary.element());
        let mut screen = Self {
            node: node.child(form),
            summary,
            heading: view.heading.clone(),
            reasons: view.reasons.clone(),
            documents: documents(view).cloned().collect(),
            groups,
            fields,
            entries,
            notice,
            add,
            remove,
            foot,
            submit,
            submit_label,
            back,
        };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &FormView) -> bool {
        let is_same = self.heading == view.heading
            && self.reasons == view.reasons
            && self.documents.iter().eq(documents(view))
            && self.fields.iter().map(Field::id).eq(view.fields().map(|field| field.spec.id));
        if !is_same {
            return false;
        }
        for (field, view) in self.fields.iter_mut().zip(view.fields()) {
            field.patch(context, view);
        }
        self.summary.patch(context, &view.errors, &self.fields);
        for group in &self.groups {
            let _ = group.element().toggle_attribute_with_force("disabled", view.is_sending);
        }
        if let (Some(add), Some(can_add)) = (&self.add, view.can_add_residence) {
            show(add.element(), can_add);
        }
        show(self.remove.element(), view.can_remove_residence);
        self.notice.patch(context, view.notice.as_ref());
        show(self.foot.element(), view.can_submit);
        show(self.back.element(), view.can_go_back);
        self.submit.set_busy(view.is_sending);
        self.submit_label.set(&context.say(&view.submit_label));
        true
    }

    /// Values on the page that the model does not know yet.
    pub(super) fn unread(&self) -> Vec<Message> {
        unread(&self.entries, true)
    }

    /// Focuses a field; `false` if the form has no field with that id.
    pub(super) fn focus_field(&self, id: FieldId) -> bool {
        let field = self.fields.iter().find(|field| field.id() == id);
        field.map(|field| field.target().focus()).is_some()
    }

    pub(super) fn focus_errors(&self) -> bool {
        self.summary.focus();
        true
    }

    pub(super) fn focus_notice(&self) -> bool {
        self.notice.focus();
        true
    }
}

/// `may_grow`: the customer may be in the middle of a word.
fn unread(entries: &Entries, may_grow: bool) -> Vec<Message> {
    entries.iter().filter_map(|entry| entry.unread(may_grow)).collect()
}

/// The form without its parts. It listens to the events of all its controls.
fn form_element(context: &Context, entries: &Entries) -> Node {
    // A press takes the focus from the current field: its error would then appear and move the button away from
    // under the pointer, and the press would be lost. So the focus moves only after the press.
    let form = Node::new("form[class=form][novalidate]").on("mousedown", |event| {
        if button_of(&event).is_some() {
            event.prevent_default();
        }
    });
    let reads = |finishes| reads(context, entries, finishes);
    let sends = sends(context, entries);
    let submits = sends.clone();
    // Pressing the button sends the form, and so does Enter in a field, because it presses the button. The submit event alone
    // is not enough: a frame that is sandboxed without `allow-forms` has none.
    let form = form.on("click", move |event| {
        if let Some(button) = button_of(&event) {
            let _ = button.focus();
            if button.get_attribute("type").as_deref() == Some("submit") {
                sends(event);
            }
        }
    });
    // A script that calls `requestSubmit` presses no button.
    form.on("submit", submits)
        .on("input", reads(|_, _| false))
        .on("change", reads(|entry, event| entry.is_one_text() && entry.contains(target(event).as_ref())))
        .on(
            "focusout",
            reads(|entry, event| {
                entry.contains(target(event).as_ref()) && !entry.contains(next(event).as_ref())
            }),
        )
}

/// A listener that reads the fields, then has those checked that `finishes` selects.
fn reads(
    context: &Context,
    entries: &Entries,
    finishes: fn(&Entry, &Event) -> bool,
) -> impl Fn(Event) + use<> + 'static {
    let (context, entries) = (context.clone(), entries.clone());
    move |event| {
        unread(&entries, is_keystroke(&event)).into_iter().for_each(|message| context.send(message));
        let finished = entries.iter().filter(|entry| finishes(entry, &event));
        finished.filter_map(|entry| entry.finished()).for_each(|message| context.send(message));
    }
}

/// A listener that reads the fields and sends the form instead of the browser.
fn sends(context: &Context, entries: &Entries) -> impl Fn(Event) + Clone + use<> + 'static {
    let (context, entries) = (context.clone(), entries.clone());
    move |event| {
        event.prevent_default();
        unread(&entries, false).into_iter().for_each(|message| context.send(message));
        context.send(Message::SubmitPressed);
    }
}

fn target(event: &Event) -> Option<DomNode> {
    event.target().map(JsCast::unchecked_into)
}

/// The element that gets the focus.
fn next(event: &Event) -> Option<DomNode> {
    event.unchecked_ref::<FocusEvent>().related_target().map(JsCast::unchecked_into)
}

/// The button that is pressed, if the event comes from one.
fn button_of(event: &Event) -> Option<HtmlElement> {
    let pressed: Element = event.target()?.unchecked_into();
    Some(pressed.closest("button").ok()??.unchecked_into())
}

/// The address of the document to read for each field, if any.
fn documents(view: &FormView) -> impl Iterator<Item = &Option<String>> {
    view.fields().map(|field| &field.document_url)
}

fn fieldsets(context: &Context, view: &FormView, fields: &mut Vec<Field>) -> Vec<Node> {
    let groups = view.groups.iter().enumerate();
    groups.map(|(at, group)| fieldset(context, view, at, group, fields)).collect()
}

/// A group of the form. `at` is its number.
fn fieldset(
    context: &Context,
    form: &FormView,
    at: usize,
    view: &GroupView,
    fields: &mut Vec<Field>,
) -> Node {
    let mut set = Node::new("fieldset[class=group]");
    let legend = view.legend.as_ref().map(|legend| context.say(legend)).unwrap_or_default();
    if !legend.is_empty() {
        set.push(Node::new("legend[class=legend]").text(&legend));
    }
    // Answers that are only shown are on a card.
    let mut card = Node::new(if form.is_review { "div[class=account]" } else { "div[class=group]" });
    for field in view.fields.iter().map(|field: &FieldView| Field::new(context, field)) {
        card.attach(field.element().unchecked_ref());
        fields.push(field);
    }
    if form.is_review && view.can_change {
        let change = context.silent_button("quiet", &Text::new("form.change"));
        let words = Node::new("span[class=hidden]").text(&[" ", &legend].concat());
        card.push(change.on("click", context.sends(move || Message::ChangePressed(at))).child(words));
    }
    set.child(card)
}

/// Why the customer is asked again, if there is a reason.
pub(super) fn reasons(context: &Context, reasons: &[Text]) -> Option<Node> {
    (!reasons.is_empty()).then(|| {
        let reason = |reason| Node::new("li").child(icon::warning()).child(context.says("span", reason));
        Node::new("ul[class=reasons]").children(reasons.iter().map(reason))
    })
}
