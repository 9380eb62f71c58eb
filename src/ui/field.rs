//! One field: label, hint, control, error. The control is made once and never re-created while it is typed in.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::{Context, icon};
use crate::{
    dom::{Node, Text as DomText, show},
    model::{Control, FieldId, Message, Options, view::FieldView},
    text::Text,
};

pub(super) struct Field {
    id: FieldId,
    node: Node,
    /// What takes the focus and carries the state: the input, or the first of several.
    control: Element,
    optional: Node,
    error: Node,
    error_text: DomText,
    has_hint: bool,
}

impl Field {
    pub(super) fn new(context: &Context, view: &FieldView) -> Self {
        let id = view.spec.id;
        let name = id.path();
        let optional = Node::new("span").class("optional").text(&context.word("field.optional"));
        let hint = view.hint.as_ref().map(|hint| {
            Node::new("p").class("hint").attribute("id", &hint_id(name)).text(&context.say(hint))
        });
        let mut error = Node::new("p").class("error").attribute("id", &error_id(name)).child(icon::warning());
        let mut error_words = Node::new("span");
        let error_text = error_words.push_text("");
        error.push(error_words);
        let (node, control) = match view.spec.control {
            Control::Radio(options) => radios(context, view, options, &optional, hint),
            Control::Checkbox => checkbox(context, view),
            Control::Input(kind) => labelled(context, view, input(context, view, kind), &optional, hint),
            Control::Country => labelled(context, view, countries(context, view), &optional, hint),
            Control::Select(options) => {
                labelled(context, view, select(context, view, options), &optional, hint)
            }
        };
        let _ = node.element().append_child(error.element());
        let mut field =
            Self { id, node, control, optional, error, error_text, has_hint: view.hint.is_some() };
        field.patch(context, view);
        field
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
        let described = [hint.as_str(), error.as_str()].join(" ");
        set_or_remove(&self.control, "aria-describedby", described.trim());
        set_or_remove(&self.control, "aria-invalid", if view.error.is_some() { "true" } else { "" });
    }

    pub(super) fn focus(&self) {
        let target = if self.control.has_attribute("role") {
            // A group of radio buttons: the focus goes to the checked one, else to the first.
            let checked = self.control.query_selector("input:checked").ok().flatten();
            checked.or_else(|| self.control.query_selector("input").ok().flatten())
        } else {
            Some(self.control.clone())
        };
        if let Some(target) = target {
            let _ = target.unchecked_ref::<HtmlElement>().focus();
        }
    }
}

fn hint_id(name: &str) -> String {
    [name, "-hint"].concat()
}

fn error_id(name: &str) -> String {
    [name, "-error"].concat()
}

fn set_or_remove(element: &Element, name: &str, value: &str) {
    if value.is_empty() {
        let _ = element.remove_attribute(name);
    } else if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}

/// What a listener does to send the value of the control that the event is of.
fn sends_value(
    context: &Context,
    id: FieldId,
    read: fn(&Event) -> Option<String>,
) -> impl Fn(Event) + 'static {
    let context = context.clone();
    move |event| {
        if let Some(value) = read(&event) {
            context.send(Message::FieldEdited(id, value.into()));
        }
    }
}

fn input_value(event: &Event) -> Option<String> {
    Some(event.target()?.dyn_into::<HtmlInputElement>().ok()?.value())
}

fn select_value(event: &Event) -> Option<String> {
    Some(event.target()?.dyn_into::<HtmlSelectElement>().ok()?.value())
}

fn checked_value(event: &Event) -> Option<String> {
    let is_checked = event.target()?.dyn_into::<HtmlInputElement>().ok()?.checked();
    Some(if is_checked { "true" } else { "false" }.into())
}

/// A field with its label above the control.
fn labelled(
    context: &Context,
    view: &FieldView,
    control: Node,
    optional: &Node,
    hint: Option<Node>,
) -> (Node, Element) {
    let id = view.spec.id;
    let element = control.element().clone();
    let label = Node::new("label").class("label").attribute("for", id.path()).text(&context.say(&view.label));
    let _ = label.element().append_child(optional.element());
    let node = Node::new("div")
        .class("field")
        .attribute("data-field", id.path())
        .child(label)
        .children(hint)
        .child(control);
    (node, element)
}

fn common(view: &FieldView, tag: &str) -> Node {
    let name = view.spec.id.path();
    let autocomplete = if view.spec.autocomplete.is_empty() { "off" } else { view.spec.autocomplete };
    Node::new(tag)
        .class("control")
        .attribute("part", "control")
        .attribute("id", name)
        .attribute("name", name)
        .attribute("autocomplete", autocomplete)
}

fn input(context: &Context, view: &FieldView, kind: &str) -> Node {
    let id = view.spec.id;
    let mode = view.spec.input_mode;
    let control = common(view, "input")
        .attribute("type", kind)
        .attribute_if("inputmode", (!mode.is_empty()).then_some(mode))
        .attribute_if("spellcheck", (kind != "date").then_some("false"))
        .on("input", sends_value(context, id, input_value))
        .on("change", context.sends(move || Message::FieldFinished(id)));
    control.as_element::<HtmlInputElement>().set_value(&view.value);
    control
}

fn option(value: &str, words: &str) -> Node {
    Node::new("option").attribute("value", value).text(words)
}

fn select_with(context: &Context, view: &FieldView, options: impl Iterator<Item = Node>) -> Node {
    let id = view.spec.id;
    let control = common(view, "select")
        .child(option("", &context.word("field.choose")))
        .children(options)
        .on("change", sends_value(context, id, select_value));
    control.as_element::<HtmlSelectElement>().set_value(&view.value);
    control
}

fn countries(context: &Context, view: &FieldView) -> Node {
    select_with(context, view, context.countries().iter().map(|(code, name)| option(code, name)))
}

fn select(context: &Context, view: &FieldView, options: Options) -> Node {
    let name = view.spec.id.text_name();
    let family = [name, "."].concat();
    let numbered = |number: u8| option(&number.to_string(), &context.say(&Text::numbered(&family, number)));
    match options {
        Options::Words(words) => {
            select_with(context, view, words.iter().map(|word| option(word, &choice(context, name, word))))
        }
        Options::Brackets(last) => select_with(context, view, (1..=last).map(numbered)),
        Options::Grouped(numbers) => {
            let group_family = [name, ".group."].concat();
            let groups = numbers.chunk_by(|left, right| left / 10 == right / 10).filter_map(|group| {
                let label = context.say(&Text::numbered(&group_family, group.first()? / 10));
                let options = group.iter().copied().map(numbered);
                Some(Node::new("optgroup").attribute("label", &label).children(options))
            });
            select_with(context, view, groups)
        }
    }
}

/// The words of an option that is a word.
fn choice(context: &Context, name: &str, word: &str) -> String {
    context.say(&Text { key: [name, ".", word].concat().into(), parameters: Vec::new() })
}

fn radios(
    context: &Context,
    view: &FieldView,
    options: Options,
    optional: &Node,
    hint: Option<Node>,
) -> (Node, Element) {
    let id = view.spec.id;
    let name = id.path();
    let Options::Words(words) = options else { return checkbox(context, view) };
    let label_id = [name, "-label"].concat();
    let label = Node::new("p").class("label").attribute("id", &label_id).text(&context.say(&view.label));
    let _ = label.element().append_child(optional.element());
    let buttons = words.iter().map(|word| {
        let button = Node::new("input")
            .attribute("type", "radio")
            .attribute("name", name)
            .attribute("value", word)
            .on("change", sends_value(context, id, input_value));
        button.as_element::<HtmlInputElement>().set_checked(*view.value == **word);
        let words = Node::new("span").text(&choice(context, name, word));
        Node::new("label").class("choice").child(button).child(words)
    });
    let group = Node::new("div")
        .class("choices")
        .attribute("role", "radiogroup")
        .attribute("aria-labelledby", &label_id)
        .children(buttons);
    let element = group.element().clone();
    let node = Node::new("div")
        .class("field")
        .attribute("data-field", name)
        .child(label)
        .children(hint)
        .child(group);
    (node, element)
}

fn checkbox(context: &Context, view: &FieldView) -> (Node, Element) {
    let id = view.spec.id;
    let name = id.path();
    let control = Node::new("input")
        .attribute("type", "checkbox")
        .attribute("id", name)
        .attribute("name", name)
        .on("change", sends_value(context, id, checked_value));
    control.as_element::<HtmlInputElement>().set_checked(*view.value == *"true");
    let element = control.element().clone();
    let label = Node::new("label")
        .class("choice")
        .child(control)
        .child(Node::new("span").text(&context.say(&view.label)));
    let document = view.document_url.as_ref().map(|url| {
        let key: Text = Text { key: ["document.", name].concat().into(), parameters: Vec::new() };
        context.link(url, context.say(&key)).class("document")
    });
    let node = Node::new("div").class("field").attribute("data-field", name).children(document).child(label);
    (node, element)
}
