//! Text that the customer types or that programs fill in: it is read with or without events, and its keys do not
//! trigger the page's shortcuts.

use std::{cell::Cell, rc::Rc};

use contract::{
    diligence::DiligenceState,
    step::{
        DocumentKind,
        StepId::{Declarative, Profile, Tax, Terms},
    },
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, KeyboardEventInit};
use xpollens_onboarding::{
    dom::{Listener, Node},
    model::{FieldId, Message},
};

use crate::{
    fakes::{bubbling, find, input, press, type_into},
    page::Page,
    server::Server,
    ui::Screen,
};

/// A field of each kind of control: its form, how a program fills it in, and the text that the model has to receive.
type Filled = (contract::step::StepId, FieldId, fn(&Screen), &'static str);

const FILLED: [Filled; 7] = [
    (
        Profile,
        FieldId::BirthDate,
        |screen| input(&screen.root, "birthDate-day").set_value("06/12/1965"),
        "1965-12-06",
    ),
    (Profile, FieldId::FirstName, |screen| input(&screen.root, "firstName").set_value("Zoé"), "Zoé"),
    (Profile, FieldId::City, |screen| input(&screen.root, "address.city").set_value("Brest"), "Brest"),
    (Profile, FieldId::Nationality, |screen| select(screen, "nationality").set_value("BE"), "BE"),
    (
        Profile,
        FieldId::Civility,
        |screen| find(&screen.root, "[value=mrs]").unchecked_into::<HtmlInputElement>().set_checked(true),
        "mrs",
    ),
    (
        Declarative,
        FieldId::EconomicActivity,
        |screen| find(&screen.root, "[type=hidden]").unchecked_into::<HtmlInputElement>().set_value("38"),
        "38",
    ),
    (Terms, FieldId::AcceptCard, |screen| input(&screen.root, "card").set_checked(true), "true"),
];

/// The form of a step, on the sheet with a field.
fn on_form(step: contract::step::StepId, id: FieldId) -> Page {
    let mut page = Page::at(&Server::start().order(&[(step, &[])]));
    page.turn_to(id);
    page
}

fn select(screen: &Screen, name: &str) -> HtmlSelectElement {
    find(&screen.root, &format!("[id='{name}']")).unchecked_into()
}

/// The control of a field, or the first of several.
fn control(screen: &Screen, id: FieldId) -> HtmlElement {
    let selector = format!("[name='{0}'], [name='{0}-day']", id.path());
    find(&screen.root, &selector).unchecked_into()
}

#[wasm_bindgen_test]
fn filled_in_text_is_read_with_any_event_or_none() {
    for (step, id, fill, value) in FILLED {
        let page = on_form(step, id);
        let read = Message::FieldEdited(id, value.into());
        for name in ["input", "change", "focusout"] {
            let screen = Screen::of(&page.view());
            fill(&screen);
            control(&screen, id).dispatch_event(&bubbling(name)).unwrap();
            let sent = screen.sent();
            assert_eq!(sent.first(), Some(&read), "{name}, {}", id.path());
            control(&screen, id).dispatch_event(&bubbling("input")).unwrap();
            assert_eq!(screen.sent(), [], "the value is read once");
        }
        let screen = Screen::of(&page.view());
        fill(&screen);
        assert_eq!(screen.ui.unread(), std::slice::from_ref(&read));
        assert_eq!(screen.ui.unread(), []);

        let screen = Screen::of(&page.view());
        fill(&screen);
        press(&screen.root, "button[type=submit]");
        assert_eq!(screen.sent(), [read, Message::SubmitPressed]);
    }
}

#[wasm_bindgen_test]
fn text_that_was_not_read_yet_is_not_overwritten() {
    for (step, id, fill, value) in FILLED {
        let mut page = on_form(step, id);
        let mut screen = Screen::of(&page.view());
        fill(&screen);
        page.submit();
        screen.ui.render(&page.view());
        assert_eq!(screen.ui.unread(), [Message::FieldEdited(id, value.into())], "{}", id.path());
        page.edit(id, value);
        screen.ui.render(&page.view());
        assert_eq!(screen.ui.unread(), []);
    }
}

#[wasm_bindgen_test]
fn text_from_the_model_is_written_once_the_control_was_read() {
    let mut page = Page::on_sheet_of(FieldId::City);
    let mut screen = Screen::of(&page.view());
    page.edit(FieldId::City, "Brest");
    screen.ui.render(&page.view());
    assert_eq!(input(&screen.root, "address.city").value(), "Brest");
    assert_eq!(screen.ui.unread(), []);
}

#[wasm_bindgen_test]
fn a_field_is_checked_once_when_it_is_left_after_an_edit() {
    let screen = Screen::of(&Page::on_sheet_of(FieldId::Email).view());
    let email = input(&screen.root, "email");
    email.focus().unwrap();
    email.blur().unwrap();
    assert_eq!(screen.sent(), [], "nothing was typed");
    email.focus().unwrap();
    email.set_value("corinne");
    email.dispatch_event(&bubbling("input")).unwrap();
    email.blur().unwrap();
    email.focus().unwrap();
    email.blur().unwrap();
    let edited = Message::FieldEdited(FieldId::Email, "corinne".into());
    assert_eq!(screen.sent(), [edited, Message::FieldFinished(FieldId::Email)]);
}

#[wasm_bindgen_test]
fn a_group_of_radio_buttons_is_left_only_with_the_focus_outside_it() {
    let screen = Screen::of(&Page::at(&Server::start().order(&[(Tax, &[])])).view());
    let button =
        |value: &str| find(&screen.root, &format!("[value='{value}']")).unchecked_into::<HtmlElement>();
    button("false").click();
    button("false").focus().unwrap();
    button("true").focus().unwrap();
    assert_eq!(screen.sent(), [Message::FieldEdited(FieldId::IsUsPerson, "false".into())]);
    input(&screen.root, "residences.0.tin").focus().unwrap();
    assert_eq!(screen.sent(), [Message::FieldFinished(FieldId::IsUsPerson)]);
}

#[wasm_bindgen_test]
fn the_text_of_a_document_is_read_without_an_event() {
    let documents = [(DocumentKind::Other, DiligenceState::Expected)];
    let server = Server::bound().step(Declarative, contract::step::StepState::Done).documents(&documents);
    let screen = Screen::of(&Page::at(&server).view());
    let text = find(&screen.root, "#justification");
    text.unchecked_ref::<HtmlInputElement>();
    js_sys::Reflect::set(&text, &"value".into(), &"I study in Lille.".into()).unwrap();
    let read = Message::JustificationEdited("I study in Lille.".into());
    assert_eq!(screen.ui.unread(), std::slice::from_ref(&read));
    js_sys::Reflect::set(&text, &"value".into(), &"".into()).unwrap();
    text.dispatch_event(&bubbling("change")).unwrap();
    assert_eq!(screen.sent(), [Message::JustificationEdited("".into())]);
}

/// Whether the page receives a key that is pressed on an element.
fn reaches_page(target: &web_sys::Element, name: &str, options: &KeyboardEventInit) -> bool {
    options.set_bubbles(true);
    options.set_composed(true);
    let page: web_sys::Document = target.owner_document().unwrap();
    let count = Rc::new(Cell::new(0));
    let counter = count.clone();
    let listener = Listener::new(&page, "keydown", move |_| counter.set(counter.get() + 1));
    target.dispatch_event(&KeyboardEvent::new_with_keyboard_event_init_dict(name, options).unwrap()).unwrap();
    drop(listener);
    count.get() > 0
}

#[wasm_bindgen_test]
fn typed_keys_stay_in_the_field_and_shortcuts_reach_the_page() {
    let profile = Screen::of(&Page::at(&Server::start()).view());
    let birth = Screen::of(&Page::on_sheet_of(FieldId::Nationality).view());
    let contact = Screen::of(&Page::on_sheet_of(FieldId::Email).view());
    let situation = Screen::of(&Page::at(&Server::start().order(&[(Declarative, &[])])).view());
    let key = |key: &str| {
        let options = KeyboardEventInit::new();
        options.set_key(key);
        options
    };
    let with = |name: &str, set: fn(&KeyboardEventInit)| {
        let options = key(name);
        set(&options);
        options
    };
    let alt_graph = |options: &KeyboardEventInit| {
        options.set_ctrl_key(true);
        options.set_alt_key(true);
    };
    let fields = [
        find(&profile.root, "[id=firstName]"),
        find(&contact.root, "[id=email]"),
        find(&birth.root, "[id=nationality]"),
        find(&profile.root, "[value=mrs]"),
        find(&situation.root, "[id=economicActivity]"),
    ];
    for field in &fields {
        for name in [
            "e",
            "/",
            "?",
            "é",
            "5",
            " ",
            "Enter",
            "Backspace",
            "ArrowLeft",
            "Home",
            "Dead",
            "Process",
            "Unidentified",
        ] {
            assert!(!reaches_page(field, "keydown", &key(name)), "{name}");
        }
        for options in [
            with("@", alt_graph),
            with("€", |options| options.set_alt_key(true)),
            with("E", |options| options.set_shift_key(true)),
        ] {
            assert!(!reaches_page(field, "keydown", &options));
        }
        for options in [
            key("Escape"),
            key("Tab"),
            key("F1"),
            with("k", |options| options.set_ctrl_key(true)),
            with("k", |options| options.set_meta_key(true)),
            with("1", |options| options.set_alt_key(true)),
        ] {
            assert!(reaches_page(field, "keydown", &options));
        }
    }
    let button = find(&profile.root, "button[type=submit]");
    for (name, reaches) in [("Enter", false), (" ", false), ("e", true), ("/", true)] {
        assert_eq!(reaches_page(&button, "keydown", &key(name)), reaches, "{name}");
    }
    assert!(reaches_page(&find(&profile.root, "#heading"), "keydown", &key("/")), "nothing is typed there");
}

#[wasm_bindgen_test]
fn autofill_key_events_without_a_key_cause_no_error() {
    let screen = Screen::of(&Page::at(&Server::start()).view());
    let field = input(&screen.root, "firstName");
    let count = Rc::new(Cell::new(0));
    let counter = count.clone();
    let outside = Node::new("div");
    outside.element().append_child(&screen.root.host()).unwrap();
    let listener = Listener::new(outside.element(), "keydown", move |_| counter.set(counter.get() + 1));
    field.dispatch_event(&bubbling("keydown")).unwrap();
    drop(listener);
    assert_eq!(count.get(), 0);
}

/// The inputs of the date of birth: day, month, year.
fn date(screen: &Screen) -> [HtmlInputElement; 3] {
    ["birthDate-day", "birthDate-month", "birthDate-year"].map(|id| input(&screen.root, id))
}

fn parts(screen: &Screen) -> [String; 3] {
    date(screen).map(|input| input.value())
}

fn born(value: &str) -> Message {
    Message::FieldEdited(FieldId::BirthDate, value.into())
}

#[wasm_bindgen_test]
fn a_whole_date_in_any_of_the_three_inputs_is_distributed() {
    for (pasted, day, month, year) in [
        ("06/12/1965", "06", "12", "1965"),
        ("1965-12-06", "06", "12", "1965"),
        ("6 décembre 1965", "6", "12", "1965"),
        ("6.12.65", "6", "12", "65"),
        ("06121965", "06", "12", "1965"),
    ] {
        for index in 0..3 {
            for event in ["input", "change", "focusout"] {
                let screen = Screen::of(&Page::on_sheet_of(FieldId::BirthDate).view());
                let part = &date(&screen)[index];
                part.set_value(pasted);
                part.dispatch_event(&bubbling(event)).unwrap();
                assert_eq!(parts(&screen), [day, month, year], "{pasted}, {event}");
                assert_eq!(screen.sent().first(), Some(&born(&format!("{year}-{month}-{day}"))));
            }
        }
    }
}

#[wasm_bindgen_test]
fn a_date_is_not_distributed_while_it_is_being_typed() {
    let screen = Screen::of(&Page::on_sheet_of(FieldId::BirthDate).view());
    let [day, ..] = date(&screen);
    let typed = web_sys::InputEventInit::new();
    typed.set_bubbles(true);
    typed.set_input_type("insertText");
    for text in ["6/12/1", "6/12/19", "6/12/196"] {
        day.set_value(text);
        let event = web_sys::InputEvent::new_with_event_init_dict("input", &typed).unwrap();
        day.dispatch_event(&event).unwrap();
        screen.ui.unread();
        assert_eq!(parts(&screen), [text, "", ""]);
    }
    day.set_value("6/12/1965");
    let event = web_sys::InputEvent::new_with_event_init_dict("input", &typed).unwrap();
    day.dispatch_event(&event).unwrap();
    assert_eq!(parts(&screen), ["6", "12", "1965"]);
}

#[wasm_bindgen_test]
fn an_incomplete_date_names_the_missing_part_once_it_is_left() {
    let mut page = Page::on_sheet_of(FieldId::BirthDate);
    let mut screen = Screen::of(&page.view());
    let [day, month, year] = date(&screen);
    day.focus().unwrap();
    type_into(&day, "6");
    day.dispatch_event(&bubbling("change")).unwrap();
    month.focus().unwrap();
    type_into(&month, "12");
    assert_eq!(screen.sent(), [born("--6"), born("-12-6")], "the date is not left yet");
    input(&screen.root, "birthCity").focus().unwrap();
    assert_eq!(screen.sent(), [Message::FieldFinished(FieldId::BirthDate)]);

    page.edit(FieldId::BirthDate, "-12-6");
    page.send(Message::FieldFinished(FieldId::BirthDate));
    screen.ui.render(&page.view());
    assert_eq!(screen.text("[id='birthDate-error']"), "Enter the year as well, for example 1965.");
    let wrong = |input: &HtmlInputElement| input.get_attribute("aria-invalid").is_some();
    assert_eq!([&day, &month, &year].map(wrong), [false, false, true]);
    assert_eq!(year.get_attribute("aria-describedby").as_deref(), Some("birthDate-error"));
    screen.ui.focus(xpollens_onboarding::model::Focus::Field(FieldId::BirthDate), true);
    assert_eq!(screen.focused(), "birthDate-year");
    page.edit(FieldId::BirthDate, "1965-12-6");
    screen.ui.render(&page.view());
    assert_eq!([&day, &month, &year].map(wrong), [false; 3]);
}

#[wasm_bindgen_test]
fn each_field_has_its_input_mode_and_autocomplete() {
    let sheets = [FieldId::FirstName, FieldId::BirthDate, FieldId::Email, FieldId::City];
    let sheets = sheets.map(|id| Screen::of(&Page::on_sheet_of(id).view()));
    let attribute = |id: &str, name: &str| {
        let found = sheets.iter().find_map(|sheet| sheet.root.get_element_by_id(id));
        found.unwrap().get_attribute(name).unwrap_or_default()
    };
    for (id, autocomplete, mode, capitals) in [
        ("firstName", "given-name", "", "words"),
        ("lastName", "family-name", "", "words"),
        ("birthDate-day", "bday-day", "numeric", ""),
        ("birthDate-month", "bday-month", "numeric", ""),
        ("birthDate-year", "bday-year", "numeric", ""),
        ("birthZipCode", "off", "numeric", ""),
        ("email", "email", "", "off"),
        ("phoneNumber", "tel", "", ""),
        ("address.street", "address-line1", "", ""),
        ("address.zipCode", "postal-code", "", "characters"),
        ("address.city", "address-level2", "", "words"),
    ] {
        let told = ["autocomplete", "inputmode", "autocapitalize"].map(|name| attribute(id, name));
        assert_eq!(told, [autocomplete, mode, capitals], "{id}");
        assert_eq!(attribute(id, "spellcheck"), "false");
        assert_eq!(attribute(id, "autocorrect"), "off");
    }
}
