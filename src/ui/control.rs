//! The controls of the fields, created once from a view. `field` adds label, hint and error; `entry` reads and writes the
//! values.

use contract::decimal::decimal;
use web_sys::Element;

use super::Context;
use crate::{
    dom::Node,
    model::{Control, FieldId, Options, view::FieldView},
    text::Text,
};

/// Id of the suggestion list of a field.
pub(super) fn list_id(id: FieldId) -> String {
    [id.path(), "-list"].concat()
}

/// A field with its label above the control.
pub(super) fn labelled(
    context: &Context,
    view: &FieldView,
    control: Node,
    optional: &Node,
    hint: Option<Node>,
) -> (Node, Element) {
    let id = view.spec.id;
    let element = control.element().clone();
    let words = [&context.say(&view.label), " "].concat();
    let label = Node::new("label[class=label]").attribute("for", id.path()).text(&words);
    label.attach(optional.element());
    let node = Node::new("div[class=field]")
        .attribute("data-field", id.path())
        .child(label)
        .children(hint)
        .child(control);
    (node, element)
}

pub(super) fn common(view: &FieldView, tag: &str) -> Node {
    let name = view.spec.id.path();
    let autocomplete = if view.spec.autocomplete.is_empty() { "off" } else { view.spec.autocomplete };
    Node::new(tag)
        .class("control")
        .attribute("part", "control")
        .attribute("id", name)
        .attribute("name", name)
        .attribute("autocomplete", autocomplete)
}

pub(super) fn input(view: &FieldView, kind: &str) -> Node {
    let id = view.spec.id;
    let (mode, capitals) = (view.spec.input_mode, view.spec.capitals);
    common(view, "input")
        .attribute("type", kind)
        .attribute_if("inputmode", (!mode.is_empty()).then_some(mode))
        .attribute("spellcheck", "false")
        .attribute("autocorrect", "off")
        .attribute_if("autocapitalize", (!capitals.is_empty()).then_some(capitals))
        .attribute_if("list", view.suggestions.as_ref().map(|_| list_id(id)).as_deref())
}

pub(super) fn option(value: &str, words: &str) -> Node {
    Node::new("option").attribute("value", value).text(words)
}

fn select_with(context: &Context, view: &FieldView, options: impl Iterator<Item = Node>) -> Node {
    common(view, "select").child(option("", &context.word("field.choose"))).children(options)
}

pub(super) fn countries(context: &Context, view: &FieldView) -> Node {
    let control = select_with(context, view, std::iter::empty());
    context.add_countries(&control.as_element());
    control
}

pub(super) fn select(context: &Context, view: &FieldView, options: Options) -> Node {
    let name = view.spec.id.text_name();
    let family = [name, "."].concat();
    let numbered =
        |number: u8| option(&decimal(number.into()), &context.say(&Text::numbered(&family, number)));
    match options {
        Options::Words(words) => {
            select_with(context, view, words.iter().map(|word| option(word, &choice(context, name, word))))
        }
        Options::Brackets(last) => select_with(context, view, (1..=last).map(numbered)),
    }
}

/// A field that finds job titles. The suggestions are a script of their own, loaded when they are needed; what is chosen is in
/// a hidden input.
pub(super) fn occupation(
    context: &Context,
    view: &FieldView,
    optional: &Node,
    hint: Option<Node>,
) -> (Node, Element) {
    let (node, element) = labelled(context, view, input(view, "text"), optional, hint);
    let chosen = Node::new("input[type=hidden]");
    context.add_occupations(&element, chosen.element());
    (node.child(chosen), element)
}

/// The text of an option that is a word.
pub(super) fn choice(context: &Context, name: &str, word: &str) -> String {
    context.say(&Text::joined(&[name, ".", word]))
}

pub(super) fn radios(
    context: &Context,
    view: &FieldView,
    options: Options,
    optional: &Node,
    hint: Option<Node>,
) -> (Node, Element) {
    let name = view.spec.id.path();
    let Options::Words(words) = options else { return checkbox(context, view) };
    let buttons = words.iter().map(|word| {
        let button = Node::new("input[type=radio]").attribute("name", name).attribute("value", word);
        let words = Node::new("span").text(&choice(context, name, word));
        Node::new("label[class=choice]").child(button).child(words)
    });
    let group = Node::new("div[class=choices][role=radiogroup]").children(buttons);
    grouped(context, view, group, optional, hint)
}

/// A field of several controls, with its label above the group.
pub(super) fn grouped(
    context: &Context,
    view: &FieldView,
    group: Node,
    optional: &Node,
    hint: Option<Node>,
) -> (Node, Element) {
    let name = view.spec.id.path();
    let label_id = [name, "-label"].concat();
    let words = [&context.say(&view.label), " "].concat();
    let label = Node::new("p[class=label]").attribute("id", &label_id).text(&words);
    label.attach(optional.element());
    let group = group.attribute("aria-labelledby", &label_id);
    let element = group.element().clone();
    let node =
        Node::new("div[class=field]").attribute("data-field", name).child(label).children(hint).child(group);
    (node, element)
}

pub(super) fn checkbox(context: &Context, view: &FieldView) -> (Node, Element) {
    let name = view.spec.id.path();
    let control = Node::new("input[type=checkbox]").attribute("id", name).attribute("name", name);
    let element = control.element().clone();
    let label = Node::new("label[class=choice]").child(control).child(context.says("span", &view.label));
    let document = view.document_url.as_ref().map(|url| {
        let key: Text = Text::joined(&["document.", name]);
        context.link(url, context.say(&key)).class("document")
    });
    let node = Node::new("div[class=field]").attribute("data-field", name).children(document).child(label);
    (node, element)
}

/// A value that cannot be changed here, as text: it can be focused and read.
pub(super) fn told(name: &str) -> Node {
    Node::new("div[class=answer][role=group][tabindex=-1][dir=auto]")
        .attribute("id", name)
        .attribute("data-value", name)
}

/// A value in the customer's words: the name of a country, a date written out, the text of an option.
pub(super) fn words_of(context: &Context, view: &FieldView, value: &str) -> String {
    let words = match view.spec.control {
        Control::Country => Some(context.country(value)),
        Control::Date => Some(context.day(value)).filter(|words| !words.is_empty()),
        Control::Radio(_) => Some(choice(context, view.spec.id.text_name(), value)),
        _ => None,
    };
    words.unwrap_or_else(|| value.into())
}
