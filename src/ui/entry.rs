//! The value of a field on the page, and how much of it the model knows.
//!
//! Password managers, scripts and restored pages fill fields without an `input` event, some without any event. So the page
//! is read before each decision, and a value that was not read yet is never overwritten.

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
    /// The control, or the group of several controls.
    control: Element,
    /// The inputs of a date.
    date: Option<DateInputs>,
    /// The value on the page when it was last read or written.
    read: RefCell<String>,
    /// The value in the model, as last sent to it or received from it.
    known: RefCell<String>,
    /// Whether it was edited since the model last validated it.
    is_edited: Cell<bool>,
}

impl Entry {
    pub(super) fn new(view: &FieldView, field: &Element, control: &Element) -> Self {
        let entry = Self {
            id: view.spec.id,
            kind: view.spec.control,
            field: field.clone(),
            // A job title is chosen in another input than it is typed in.
            control: match view.spec.control {
                Control::Occupation => field.query_selector("[type=hidden]").ok().flatten(),
                _ => None,
            }
            .unwrap_or_else(|| control.clone()),
            date: (view.spec.control == Control::Date).then(|| DateInputs::of(control)),
            read: RefCell::default(),
            known: RefCell::default(),
            is_edited: Cell::new(false),
        };
        entry.put(&view.value);
        entry
    }

    /// The current value on the page.
    fn held(&self) -> String {
        match self.kind {
            Control::Date => self.date.as_ref().map(DateInputs::value).unwrap_or_default(),
            Control::Radio(_) => self.checked().map(|button| button.value()).unwrap_or_default(),
            Control::Checkbox if self.control.unchecked_ref::<HtmlInputElement>().checked() => "true".into(),
            // Not answered, or the answer was removed.
            Control::Checkbox if self.read.borrow().is_empty() => String::new(),
            Control::Checkbox => "false".into(),
            Control::Input(_) => composed(self.control.unchecked_ref()),
            Control::Country | Control::Occupation | Control::Select(_) => {
                self.control.unchecked_ref::<FormControl>().value()
            }
        }
    }

    fn checked(&self) -> Option<FormControl> {
        let checked = self.control.query_selector("input:checked").ok().flatten();
        checked.map(JsCast::unchecked_into)
    }

    /// The edit that was not sent to the model yet, if any. `may_grow`: the customer may be in the middle of a word.
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

    /// The message to send when the customer has finished with the field: only once after an edit.
    pub(super) fn finished(&self) -> Option<Message> {
        self.is_edited.replace(false).then_some(Message::FieldFinished(self.id))
    }

    /// Whether each change of the control completes an edit of this field, and not only leaving the field.
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

    /// Writes a value that the model filled in, unless the page has a value that was not read yet.
    pub(super) fn write(&self, value: &str) {
        if *self.known.borrow() == value || *self.read.borrow() != self.held() {
            return;
        }
        self.put(value);
        // If a town arrives for a field that the customer is about to type in, the typed text replaces it.
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
            Control::Input(_) | Control::Country | Control::Occupation | Control::Select(_) => {
                self.control.unchecked_ref::<FormControl>().set_value(value);
            }
        }
        self.known.replace(value.into());
        // The value is not compared: a control may hold it in another form, or be empty if it has no such option.
        self.read.replace(value.into());
        self.read.replace(self.held());
    }
}
