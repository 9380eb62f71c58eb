//! What a field of the page holds, and how much of it the model knows.
//!
//! Password managers, scripts and restored pages fill fields without an `input` event, some without any event. So the page
//! is read before each decision, and what was not read yet is never overwritten.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, Node as DomNode};

use super::{composed::composed, date::DateInputs};
use crate::{
    dom::FormControl,
    model::{Control, DateTexts, FieldId, Message, view::FieldView},
};

pub(super) struct Entry {
    id: FieldId,
    kind: Control,
    /// The whole field, with its label.
    field: Element,
    /// The control, or the group of several.
    control: Element,
    /// The inputs of a date.
    date: Option<DateInputs>,
    /// What the page held when it was last read or written.
    read: RefCell<String>,
    /// What the model holds, as far as it was told or told us.
    known: RefCell<String>,
    /// Whether it was edited since the model last checked it.
    is_edited: Cell<bool>,
}

impl Entry {
    pub(super) fn new(view: &FieldView, field: &Element, control: &Element) -> Self {
        let entry = Self {
            id: view.spec.id,
            kind: view.spec.control,
            field: field.clone(),
            control: control.clone(),
            date: (view.spec.control == Control::Date).then(|| DateInputs::of(control)),
            read: RefCell::default(),
            known: RefCell::default(),
            is_edited: Cell::new(false),
        };
        entry.put(&view.value);
        entry
    }

    /// What the page holds now.
    fn held(&self) -> String {
        match self.kind {
            Control::Date => self.date.as_ref().map(DateInputs::value).unwrap_or_default(),
            Control::Radio(_) => self.checked().map(|button| button.value()).unwrap_or_default(),
            Control::Checkbox if self.control.unchecked_ref::<HtmlInputElement>().checked() => "true".into(),
            // Not answered, or taken back.
            Control::Checkbox if self.read.borrow().is_empty() => String::new(),
            Control::Checkbox => "false".into(),
            Control::Input(_) => composed(self.control.unchecked_ref()),
            Control::Country | Control::Select(_) => self.control.unchecked_ref::<FormControl>().value(),
        }
    }

    fn checked(&self) -> Option<FormControl> {
        let checked = self.control.query_selector("input:checked").ok().flatten();
        checked.map(JsCast::unchecked_into)
    }

    /// The edit that the model has not been told of, if any. `may_grow`: the customer may be in the middle of a word.
    pub(super) fn unread(&self, may_grow: bool) -> Option<Message> {
        if let Some(date) = &self.date {
            date.spread(may_grow);
        }
        let held = self.held();
        if *self.read.borrow() == held {
            return None;
        }
        self.read.replace(held.clone());
        self.known.replace(held.clone());
        self.is_edited.set(true);
        Some(Message::FieldEdited(self.id, held.into()))
    }

    /// What to send where the customer has finished with the field: once after an edit.
    pub(super) fn finished(&self) -> Option<Message> {
        self.is_edited.replace(false).then_some(Message::FieldFinished(self.id))
    }

    /// Whether an edit of this field is finished with each change of its control, not only when the field is left.
    pub(super) fn is_one_text(&self) -> bool {
        matches!(self.kind, Control::Input(_))
    }

    /// The inputs of a date.
    pub(super) fn date(&self) -> Option<&DateInputs> {
        self.date.as_ref()
    }

    pub(super) fn contains(&self, node: Option<&DomNode>) -> bool {
        node.is_some() && self.field.contains(node)
    }

    /// Writes what the model filled in by itself, unless the page holds something that was not read yet.
    pub(super) fn write(&self, value: &str) {
        if *self.known.borrow() == value || *self.read.borrow() != self.held() {
            return;
        }
        self.put(value);
        // A town came for a field that the customer is about to type in: what they type takes its place.
        if self.is_one_text() && self.control.matches(":focus").unwrap_or_default() {
            self.control.unchecked_ref::<HtmlInputElement>().select();
        }
    }

    fn put(&self, value: &str) {
        match self.kind {
            Control::Date => self.date.iter().for_each(|date| date.write(&DateTexts::of(value))),
            Control::Radio(_) => {
                let buttons = self.control.query_selector(&["[value='", value, "']"].concat());
                if let Some(button) = buttons.ok().flatten() {
                    button.unchecked_ref::<HtmlInputElement>().set_checked(true);
                }
            }
            Control::Checkbox => {
                self.control.unchecked_ref::<HtmlInputElement>().set_checked(value == "true");
            }
            Control::Input(_) | Control::Country | Control::Select(_) => {
                self.control.unchecked_ref::<FormControl>().set_value(value);
            }
        }
        self.known.replace(value.into());
        // Not the value: a control may hold it in another form, or hold none where it has no such option.
        self.read.replace(value.into());
        self.read.replace(self.held());
    }
}
