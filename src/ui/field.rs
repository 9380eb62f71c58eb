//! One field: label, hint, control, correction, error. The control is created once and is never replaced while the customer
//! types in it. See `control` for each kind, and `entry` for the value.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{Context, control, date, entry::Entry, icon};
use crate::{
    dom::{Node, Text as DomText, show},
    model::{Control, FieldId, Message, Typed, view::FieldView},
};

pub(super) struct Field {
    id: FieldId,
    node: Node,
    /// The element that takes the focus and carries the state: the input, or the first of several.
    control: Element,
    /// The value that can be typed or chosen; `None` if it is shown as text.
    entry: Option<Rc<Entry>>,
    told: Option<DomText>,
    optional: Node,
    error: Node,
    error_text: DomText,
    has_hint: bool,
    has_correction: bool,
    list: Option<Node>,
    suggestions: Vec<Typed>,
}

fn error_line(name: &str) -> (Node, DomText) {
    let words = Node::new("span");
    let text = words.only_text("");
    let line = Node::new("p[class=error]").attribute("id", &error_id(name)).child(icon::warning());
    (line.child(words), text)
}

fn hint(context: &Context, view: &FieldView) -> Option<Node> {
    let text = context.say(view.hint.as_ref()?);
    Some(Node::new("p[class=hint]").attribute("id", &hint_id(view.spec.id.path())).text(&text))
}

/// The customer's entry, and the provider's correction of it.
fn correction(context: &Context, view: &FieldView) -> Option<Node> {
    let (before, after) = view.correction.as_ref()?;
    let words = |value: &Typed| control::words_of(context, view, value);
    let values = [("before", words(before)), ("after", words(after))];
    let node = Node::new("p[class=hint]").attribute("id", &correction_id(view.spec.id.path()));
    Some(context.mark(node, &context.word("record.changed"), &values))
}

/// The button that takes over the last name. It stays, so that the focus does.
fn same(context: &Context, view: &FieldView) -> Option<Node> {
    let button = context.silent_button("quiet", view.same.as_ref()?);
    Some(button.on("click", context.sends(|| Message::SameNamePressed)))
}

fn suggestion_list(view: &FieldView) -> Option<Node> {
    view.suggestions.as_ref()?;
    Some(Node::new("datalist").attribute("id", &control::list_id(view.spec.id)))
}

/// The control with its label and hint, the element of its state, and the words of a value that is shown as text.
fn labelled_control(
    context: &Context,
    view: &FieldView,
    optional: &Node,
) -> (Node, Element, Option<DomText>) {
    let hint = hint(context, view);
    let labelled = |control, hint| control::labelled(context, view, control, optional, hint);
    let mut told = None;
    let (node, control) = match view.spec.control {
        _ if view.is_told => {
            let value = control::told(view.spec.id.path());
            told = Some(value.only_text(""));
            control::grouped(context, view, value, optional, hint)
        }
        Control::Date => control::grouped(context, view, date::group(context, view), optional, hint),
        Control::Radio(options) => control::radios(context, view, options, optional, hint),
        Control::Checkbox => control::checkbox(context, view),
        Control::Input(kind) => labelled(control::input(view, kind), hint),
        Control::Country => labelled(control::countries(context, view), hint),
        Control::Occupation => control::occupation(context, view, optional, hint),
        Control::Select(options) => labelled(control::select(context, view, options), hint),
    };
    (node, control, told)
}

impl Field {
    pub(super) fn new(context: &Context, view: &FieldView) -> Self {
        let id = view.spec.id;
        let name = id.path();
        let optional = context.words("span[class=optional]", "field.optional");
        let (error, error_text) = error_line(name);
        let (node, control, told) = labelled_control(context, view, &optional);
        let node = node.children(correction(context, view)).children(same(context, view));
        let list = suggestion_list(view);
        if let Some(list) = &list {
            node.attach(list.element());
        }
        node.attach(error.element());
        let entry = (!view.is_told).then(|| Rc::new(Entry::new(view, node.element(), &control)));
        let mut field = Self {
            id,
            entry,
            told,
            node,
            control,
            optional,
            error,
            error_text,
            has_hint: view.hint.is_some(),
            has_correction: view.correction.is_some(),
            list,
            suggestions: Vec::new(),
        };
        field.patch(context, view);
        field
    }

    pub(super) fn entry(&self) -> Option<&Rc<Entry>> {
        self.entry.as_ref()
    }

    pub(super) fn id(&self) -> FieldId {
        self.id
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &FieldView) {
        show(self.node.element(), view.is_shown);
        show(self.optional.element(), view.is_optional);
        show(self.error.element(), view.error.is_some());
        self.error_text.set(&view.error.as_ref().map(|error| context.say(error)).unwrap_or_default());
        let name = self.id.path();
        let hint = if self.has_hint { hint_id(name) } else { String::new() };
        let error = if view.error.is_some() { error_id(name) } else { String::new() };
        let correction = if self.has_correction { correction_id(name) } else { String::new() };
        let hint_and_correction = [&hint, " ", &correction].concat();
        let described = [&hint_and_correction, " ", &error].concat();
        match self.entry.as_ref().and_then(|entry| entry.date()) {
            // The group has the hint, so that it is read once. Each wrong input has the error.
            Some(date) => {
                set_or_remove(&self.control, "aria-describedby", hint_and_correction.trim());
                for (input, is_wrong) in date.states(view.wrong_part) {
                    let is_wrong = is_wrong && view.error.is_some();
                    set_or_remove(input, "aria-describedby", if is_wrong { &error } else { "" });
                    set_or_remove(input, "aria-invalid", if is_wrong { "true" } else { "" });
                }
            }
            None => {
                set_or_remove(&self.control, "aria-describedby", described.trim());
                let is_wrong = view.error.is_some() && self.entry.is_some();
                set_or_remove(&self.control, "aria-invalid", if is_wrong { "true" } else { "" });
            }
        }
        if let Some(entry) = &self.entry {
            entry.write(&view.value);
        }
        if let Some(told) = &self.told {
            told.set(&control::words_of(context, view, &view.value));
        }
        self.offer(view);
    }

    fn offer(&mut self, view: &FieldView) {
        if let (Some(list), Some(suggestions)) = (&mut self.list, &view.suggestions)
            && self.suggestions != *suggestions
        {
            list.clear();
            for suggestion in suggestions {
                list.push(Node::new("option").attribute("value", suggestion));
            }
            self.suggestions.clone_from(suggestions);
        }
    }

    /// What takes the focus of the field.
    pub(super) fn target(&self) -> Target {
        Target(self.control.clone())
    }
}

/// What takes the focus of a field: the input, or a group of several.
pub(super) struct Target(Element);

impl Target {
    pub(super) fn focus(&self) {
        let target = if self.0.has_attribute("role") {
            // In a group, the focus goes to the checked button or the wrong part, otherwise to the first.
            let checked = self.0.query_selector("input:checked, [aria-invalid]").ok().flatten();
            checked.or_else(|| self.0.query_selector("input").ok().flatten())
        } else {
            None
        };
        let target = target.as_ref().unwrap_or(&self.0);
        let _ = target.unchecked_ref::<HtmlElement>().focus();
    }
}

fn hint_id(name: &str) -> String {
    [name, "-hint"].concat()
}

fn error_id(name: &str) -> String {
    [name, "-error"].concat()
}

fn correction_id(name: &str) -> String {
    [name, "-correction"].concat()
}

fn set_or_remove(element: &Element, name: &str, value: &str) {
    if value.is_empty() {
        let _ = element.remove_attribute(name);
    } else if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}
