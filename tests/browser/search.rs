//! The search above the occupations: what it finds, what it keeps, what it announces.

use contract::step::StepId::Declarative;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlSelectElement;
use xpollens_onboarding::model::{FieldId, Message};

use crate::{
    fakes::{bubbling, count, find, input, text, type_into},
    page::Page,
    server::Server,
    ui::Screen,
};

const LIST: &str = "[id=economicActivity]";

fn page() -> Page {
    Page::at(&Server::start().order(&[(Declarative, &[])]))
}

fn list(screen: &Screen) -> HtmlSelectElement {
    find(&screen.root, LIST).unchecked_into()
}

fn search(screen: &Screen, words: &str) {
    type_into(&input(&screen.root, "economicActivity-search"), words);
}

/// The values of the options that can be chosen.
fn options(screen: &Screen) -> Vec<String> {
    let select = list(screen);
    (1..select.length()).map(|index| select.item(index).unwrap().get_attribute("value").unwrap()).collect()
}

#[wasm_bindgen_test]
fn without_a_search_all_occupations_are_listed_in_their_groups() {
    let screen = Screen::of(&page().view());
    assert_eq!((options(&screen).len(), count(&screen.root, "optgroup")), (42, 8));
    assert_eq!(screen.text("[id=economicActivity-matches]"), "");
    assert_eq!(text(&screen.root, "label[for=economicActivity-search]"), "Search for your occupation");
}

#[wasm_bindgen_test]
fn a_search_ignores_accents_and_case() {
    let screen = Screen::of(&page().view());
    search(&screen, "ÉNGINEER téch");
    assert_eq!(options(&screen), ["38"]);
    assert_eq!(count(&screen.root, "optgroup"), 1, "a group without options is hidden");
    assert!(screen.text("[id=economicActivity-matches]").starts_with("One occupation matches."));
    assert_eq!(screen.sent(), [Message::OptionsNarrowed(1)]);
    search(&screen, "");
    assert_eq!(options(&screen).len(), 42);
    assert_eq!(screen.text("[id=economicActivity-matches]"), "");
}

#[wasm_bindgen_test]
fn a_group_is_found_by_its_name() {
    let screen = Screen::of(&page().view());
    search(&screen, "retired");
    assert!(options(&screen).contains(&"77".to_owned()), "{:?}", options(&screen));
}

#[wasm_bindgen_test]
fn a_search_without_results_shows_advice_and_keeps_the_choice() {
    let mut page = page();
    page.edit(FieldId::EconomicActivity, "38");
    let screen = Screen::of(&page.view());
    assert_eq!(list(&screen).value(), "38");
    search(&screen, "astronaut");
    assert_eq!((options(&screen), list(&screen).value()), (vec!["38".to_owned()], "38".to_owned()));
    let note = screen.text("[id=economicActivity-matches]");
    assert!(note.starts_with("No occupation matches. Try another word"), "{note}");
    search(&screen, "");
    assert_eq!(list(&screen).value(), "38");
    assert_eq!(
        screen.sent(),
        [Message::OptionsNarrowed(0), Message::OptionsNarrowed(42)][..1],
        "the choice was not touched"
    );
}

#[wasm_bindgen_test]
fn a_found_occupation_can_be_chosen() {
    let screen = Screen::of(&page().view());
    search(&screen, "driver");
    assert_eq!(options(&screen), ["64"]);
    let select = list(&screen);
    select.set_value("64");
    select.dispatch_event(&bubbling("change")).unwrap();
    assert_eq!(
        screen.sent(),
        [Message::OptionsNarrowed(1), Message::FieldEdited(FieldId::EconomicActivity, "64".into())]
    );
}

#[wasm_bindgen_test]
fn the_enter_key_in_the_search_submits_no_form() {
    let screen = Screen::of(&page().view());
    let key = js_sys::Function::new_with_args(
        "field",
        "const key = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }); \
         return field.dispatchEvent(key);",
    );
    let goes_on =
        key.call1(&wasm_bindgen::JsValue::UNDEFINED, &input(&screen.root, "economicActivity-search"));
    assert_eq!(goes_on.unwrap().as_bool(), Some(false), "the browser's default action is prevented");
}
