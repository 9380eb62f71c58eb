//! The DOM builder: values own what they create, and text is never markup.

use std::{cell::Cell, rc::Rc};

use js_sys::Object;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, HtmlElement};
use xpollens_onboarding::dom::{Listener, Locale, Node, show, svg};

use crate::fakes::{Watch, english, listeners};

fn counted() -> (Rc<Cell<u32>>, impl Fn(Event) + 'static) {
    let count = Rc::new(Cell::new(0));
    let counter = count.clone();
    (count, move |_| counter.set(counter.get() + 1))
}

#[wasm_bindgen_test]
fn a_dropped_node_receives_no_events() {
    let (count, counts) = counted();
    let node = Node::new("button").on("click", counts);
    let element = node.as_element::<HtmlElement>();
    element.click();
    assert_eq!(count.get(), 1);
    drop(node);
    element.click();
    assert_eq!(count.get(), 1);
}

#[wasm_bindgen_test]
fn dropping_a_parent_removes_the_listeners_of_its_children() {
    let watch = Watch::begin();
    let (count, counts) = counted();
    let child = Node::new("button").on("click", counts);
    let element = child.as_element::<HtmlElement>();
    let mut parent = Node::new("div").child(Node::new("p").child(child));
    assert_eq!(listeners(), 1);
    parent.clear();
    assert_eq!(listeners(), 0);
    assert_eq!(parent.element().child_element_count(), 0);
    element.click();
    assert_eq!(count.get(), 0);
    drop(watch);
}

#[wasm_bindgen_test]
fn a_listener_is_active_until_it_is_dropped() {
    let (count, counts) = counted();
    let node = Node::new("div");
    let event = || Event::new("online").unwrap();
    let listener = Listener::new(node.element(), "online", counts);
    node.element().dispatch_event(&event()).unwrap();
    drop(listener);
    node.element().dispatch_event(&event()).unwrap();
    assert_eq!(count.get(), 1);
}

#[wasm_bindgen_test]
fn text_is_never_read_as_markup() {
    let hostile = "<img src=x onerror=alert(1)>&amp;";
    let node = Node::new("p").text(hostile).attribute("title", "\"><b>");
    assert_eq!(node.element().text_content().unwrap(), hostile);
    let text = node.only_text("<b>");
    text.set("<i>");
    assert_eq!(node.element().child_element_count(), 0);
    assert_eq!(node.element().text_content().unwrap(), "<i>");
    assert_eq!(node.element().get_attribute("title").as_deref(), Some("\"><b>"));
}

#[wasm_bindgen_test]
fn a_text_is_replaced_in_place() {
    let node = Node::new("p");
    let text = node.only_text("one");
    let before = node.element().first_child().unwrap();
    text.set("two");
    assert_eq!(node.element().text_content().as_deref(), Some("two"));
    assert!(node.element().first_child().unwrap().is_same_node(Some(&before)));
}

/// What a translator does to the only text node of an element: it is removed, or moved, or has others beside it.
const TRANSLATIONS: [fn(&Element); 4] = [
    |element| element.set_inner_html("<font><font>eins</font></font>"),
    |element| {
        let font = Node::new("font");
        font.element().append_child(&element.first_child().unwrap()).unwrap();
        element.append_child(font.element()).unwrap();
    },
    |element| element.append_child(Node::new("font").text("eins").element()).map(drop).unwrap(),
    |element| element.set_text_content(None),
];

#[wasm_bindgen_test]
fn a_translated_text_is_replaced_only_by_another_text() {
    for translate in TRANSLATIONS {
        let node = Node::new("p");
        let text = node.only_text("one");
        translate(node.element());
        let translated = node.element().inner_html();
        text.set("one");
        assert_eq!(node.element().inner_html(), translated);
        text.set("two");
        assert_eq!(node.element().inner_html(), "two");
        text.set("");
        assert_eq!(node.element().inner_html(), "");
        text.set("one");
        assert_eq!(node.element().inner_html(), "one");
    }
}

#[wasm_bindgen_test]
fn hidden_elements_have_the_hidden_attribute() {
    let node = Node::new("p");
    for (is_shown, is_hidden) in [(false, true), (false, true), (true, false), (true, false)] {
        show(node.element(), is_shown);
        assert_eq!(node.element().has_attribute("hidden"), is_hidden);
    }
}

#[wasm_bindgen_test]
fn drawings_are_svg() {
    let drawing = svg("svg").child(svg("path"));
    let path = drawing.element().first_element_child().unwrap();
    assert_eq!(path.namespace_uri().as_deref(), Some("http://www.w3.org/2000/svg"));
}

/// Codes and names of the options in a list.
fn listed(locale: &Locale, codes: &str) -> Vec<(String, String)> {
    let list = Node::new("select");
    locale.add_countries(&list.as_element(), codes);
    let options = list.element().children();
    let option = |index| options.item(index).expect("an option");
    let code = |option: &Element| option.get_attribute("value").unwrap_or_default();
    (0..options.length())
        .map(option)
        .map(|option| (code(&option), option.text_content().unwrap_or_default()))
        .collect()
}

#[wasm_bindgen_test]
fn countries_are_sorted_as_the_language_sorts() {
    // French in Québec sorts like French in France. The different tag keeps this list apart from that of other tests.
    let countries = listed(&Locale::new("fr-CA", Object::new().into()), "ZW FR US EG ET SE ZZZZ");
    let codes: Vec<_> = countries.iter().map(|(code, _)| code.as_str()).collect();
    // France is frequent. Égypte, États-Unis, Éthiopie, Suède, Zimbabwe: accented letters do not come after Z.
    assert_eq!(codes, ["FR", "EG", "US", "ET", "SE", "ZW", "ZZZZ"], "{countries:?}");
    assert_eq!(countries[1].1, "Égypte");
}

#[wasm_bindgen_test]
fn every_inhabited_country_of_the_contract_has_a_name() {
    let locale = Locale::new("en", english());
    let countries = listed(&locale, contract::country::CODES);
    assert_eq!(countries.len(), 249 - 5, "five territories where nobody lives are left out");
    for (code, name) in &countries {
        assert_ne!(code, name);
        assert_eq!(locale.country(code), *name);
    }
}

#[wasm_bindgen_test]
fn each_list_has_its_own_countries() {
    let locale = Locale::new("en", english());
    let first = listed(&locale, contract::country::CODES);
    assert_eq!(listed(&locale, contract::country::CODES), first, "the options were moved, not copied");
}

#[wasm_bindgen_test]
fn a_missing_text_is_replaced_by_its_key() {
    let locale = Locale::new("en", english());
    assert_eq!(locale.text("confirm.again"), "Send again");
    assert_eq!(locale.text("confirm.later"), "confirm.later");
}
