//! A long grouped list with a search field above it that filters it. The search text stays here: only the choice is an answer.

use std::{cell::Cell, rc::Rc};

use contract::decimal::decimal;
use js_sys::JsString;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::{
    Context,
    control::{common, option},
};
use crate::{
    dom::{FormControl, Node, key_of},
    model::{
        FieldId, Message,
        view::{FieldView, narrowed},
    },
    text::Text,
};

/// An option, and the words that find it.
struct Item {
    number: u8,
    words: String,
    found_by: JsString,
}

/// Options under one label.
struct Group {
    label: String,
    items: Vec<Item>,
}

/// The list on the page. Options that do not match are removed and not hidden: some browsers show hidden options.
struct List {
    select: FormControl,
    choose: String,
    groups: Vec<Group>,
}

impl List {
    /// Shows the options that contain all words of `wanted`, and always the chosen one. Returns how many match.
    fn narrow(&self, wanted: &str) -> usize {
        let wanted: Vec<String> = wanted.split_whitespace().map(folded).collect();
        let chosen = self.select.value();
        self.select.set_text_content(None);
        let _ = self.select.append_child(option("", &self.choose).element());
        let mut found = 0;
        for group in &self.groups {
            let node = Node::new("optgroup").attribute("label", &group.label);
            let mut is_empty = true;
            for item in &group.items {
                let is_found = wanted.iter().all(|word| item.found_by.includes(word, 0));
                let value = decimal(item.number.into());
                if is_found || value == chosen {
                    let _ = node.element().append_child(option(&value, &item.words).element());
                    is_empty = false;
                }
                found += usize::from(is_found);
            }
            if !is_empty {
                let _ = self.select.append_child(node.element());
            }
        }
        self.select.set_value(&chosen);
        found
    }
}

/// A text for searching: in lower case and without accents.
fn folded(text: &str) -> String {
    let apart = String::from(JsString::from(text).normalize("NFD").to_lower_case());
    apart.chars().filter(|mark| !matches!(mark, '\u{300}'..='\u{36f}')).collect()
}

fn groups(context: &Context, id: FieldId, numbers: &[u8]) -> Vec<Group> {
    let family = [id.text_name(), "."].concat();
    let group_family = [id.text_name(), ".group."].concat();
    let group = |numbers: &[u8]| {
        let label = context.say(&Text::numbered(&group_family, numbers.first()? / 10));
        let item = |number: &u8| {
            let words = context.say(&Text::numbered(&family, *number));
            Item { number: *number, found_by: folded(&[&words, " ", &label].concat()).into(), words }
        };
        Some(Group { items: numbers.iter().map(item).collect(), label })
    };
    numbers.chunk_by(|left, right| left / 10 == right / 10).filter_map(group).collect()
}

/// The search input.
fn search_input(id: &str, note_id: &str) -> Node {
    Node::new("input[class=control search][part=control]")
        .attribute("id", id)
        .attribute("type", "search")
        .attribute("autocomplete", "off")
        .attribute("autocorrect", "off")
        .attribute("enterkeyhint", "search")
        .attribute("spellcheck", "false")
        .attribute("aria-describedby", note_id)
        // In a form, this key would submit it.
        .on("keydown", |event| {
            if key_of(&event) == "Enter" {
                event.prevent_default();
            }
        })
}

/// The field, and its list, which takes the focus and the state.
pub(super) fn field(context: &Context, view: &FieldView, numbers: &[u8]) -> (Node, Element) {
    let id = view.spec.id;
    let name = id.path();
    let search_id = [name, "-search"].concat();
    let note_id = [name, "-matches"].concat();
    let control = common(view, "select");
    let element = control.element().clone();
    let list = List {
        select: control.as_element(),
        choose: context.word("field.choose"),
        groups: groups(context, id, numbers),
    };
    list.narrow("");
    let note = Node::new("p[class=hint]").attribute("id", &note_id);
    let note_text = note.only_text("");
    let last = Rc::new(Cell::new(usize::MAX));
    let narrows = {
        let context = context.clone();
        move |event: Event| {
            let Some(input) = event.target() else { return };
            let wanted = input.unchecked_ref::<FormControl>().value();
            let found = list.narrow(&wanted);
            let is_searching = !wanted.trim().is_empty();
            note_text.set(&if is_searching { context.say(&narrowed(found)) } else { String::new() });
            // Announced once for each change, not for each key.
            if last.replace(found) != found && is_searching {
                context.send(Message::OptionsNarrowed(found));
            }
        }
    };
    let search = search_input(&search_id, &note_id).on("input", narrows);
    let label = |target: &str, text: &Text| {
        Node::new("label[class=label]").attribute("for", target).text(&context.say(text))
    };
    let node = Node::new("div[class=field]")
        .attribute("data-field", name)
        .child(label(&search_id, &Text::new("search.label")))
        .child(search)
        .child(note)
        .child(label(name, &view.label))
        .child(control);
    (node, element)
}
