//! The running module in a shadow root, from the first call to the last. Nothing of it remains afterwards.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Map, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlSelectElement, ShadowRoot};
use xpollens_onboarding::bindings::{Handle, start};

use crate::{
    fakes::{
        Network, Watch, bubbling, count, english, find, input, listeners, press, shadow_root, text, timers,
        type_into, until,
    },
    page::good_answers,
};

const START: &str = include_str!("../../contract/fixtures/snapshot.start.json");
const RUNNING: &str = include_str!("../../contract/fixtures/snapshot.running.json");

/// A started module.
pub(crate) struct Module {
    pub(crate) root: ShadowRoot,
    pub(crate) handle: Handle,
    pub(crate) events: Rc<RefCell<Vec<String>>>,
    /// The module's event callback, which must outlive the module.
    _on_event: Closure<dyn FnMut(JsValue)>,
}

impl Module {
    pub(crate) fn start() -> Self {
        Self::with(&[("endpoint", "/api"), ("token", "a-token")], None)
    }

    pub(crate) fn with(options: &[(&str, &str)], get_token: Option<Function>) -> Self {
        let root = shadow_root();
        let events = Rc::new(RefCell::new(Vec::new()));
        let sink = events.clone();
        let on_event = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            let name = |name: &str| event.unchecked_ref::<Map>().get(&name.into()).as_string();
            let words: Vec<_> =
                ["type", "step", "state", "status", "code"].into_iter().filter_map(name).collect();
            sink.borrow_mut().push(words.join(" "));
        });
        let function: &Function = on_event.as_ref().unchecked_ref();
        // As in a browser without channels and locks: this tab leads at once.
        let alone = Function::new_with_args("name, hear", "hear(-1); return () => {}");
        let handle = start(root.clone(), &object(options), english(), get_token, function.clone(), alone)
            .expect("it starts");
        Self { root, handle, events, _on_event: on_event }
    }

    pub(crate) async fn until_shown(&self, selector: &str) {
        until(selector, || count(&self.root, selector) > 0).await;
    }
}

fn object(options: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in options {
        Reflect::set(&object, &(*name).into(), &(*value).into()).unwrap();
    }
    object
}

/// Fills in the details, sheet by sheet, and stops at the check of all answers.
fn fill_profile(root: &ShadowRoot) {
    for (id, value) in good_answers(contract::step::StepId::Profile) {
        let name = id.path();
        if count(root, &format!("[data-field='{name}']")) == 0 {
            press(root, "button[type=submit]");
        }
        if name == "civility" {
            press(root, &format!("input[name=civility][value={value}]"));
        } else if name == "birthDate" {
            type_into(&input(root, "birthDate-day"), value);
        } else if let Ok(select) = find(root, &format!("[id='{name}']")).dyn_into::<HtmlSelectElement>() {
            select.set_value(value);
            select.dispatch_event(&bubbling("change")).unwrap();
        } else {
            type_into(&input(root, name), value);
        }
    }
    press(root, "button[type=submit]");
}

#[wasm_bindgen_test]
async fn the_form_is_filled_in_and_sent_and_the_next_screen_shown() {
    let network = Network::answering(&format!(
        r#"{{
            "GET /api/onboarding": [{{ "body": {START} }}, "held"],
            "GET /api/places": [{{ "body": {{ "places": [] }} }}],
            "PUT /api/onboarding/steps/profile": [{{ "status": 503 }}, {{ "body": {RUNNING} }}]
        }}"#
    ));
    let module = Module::start();
    assert_eq!(text(&module.root, "#heading"), "One moment");
    module.until_shown("form").await;
    until("the next question", || {
        network.asked().iter().any(|route| route.starts_with("GET /api/onboarding?after=1&"))
    })
    .await;
    fill_profile(&module.root);
    press(&module.root, "button[type=submit]");
    until("the failure", || text(&module.root, ".notice:not([role])").contains("on our side")).await;
    assert_eq!(text(&module.root, "[data-value=firstName]"), "Corinne");
    press(&module.root, "button[type=submit]");
    module.until_shown(".confirm").await;
    assert_eq!(text(&module.root, "#heading"), "Approve “Tax details” in your app");
    module.handle.stop();

    let asked = network.asked();
    assert_eq!(asked[0], "GET /api/onboarding");
    assert!(asked.iter().any(|route| route.starts_with("GET /api/onboarding?after=1&")), "{asked:?}");
    assert!(asked.contains(&"GET /api/places?country=FR&postcode=92100".to_owned()), "{asked:?}");
    assert_eq!(asked.iter().filter(|route| route.starts_with("PUT")).count(), 2);
    let events = module.events.borrow();
    assert_eq!(events[..2], ["ready", "status not_started"]);
    assert!(events.contains(&"error unavailable".to_owned()), "{events:?}");
    assert!(events.contains(&"step profile done".to_owned()), "{events:?}");
}

#[wasm_bindgen_test]
async fn the_record_fills_the_form_after_a_reload() {
    let correcting = START.replace(
        r#""id": "profile", "state": "todo""#,
        r#""id": "profile", "state": "action_required", "reasons": ["first_name_mismatch"]"#,
    );
    let record = include_str!("../../contract/fixtures/profile.response.json");
    let network = Network::answering(&format!(
        r#"{{
            "GET /api/onboarding": [{{ "body": {correcting} }}, "held"],
            "GET /api/onboarding/profile": [{{ "status": 503 }}, {{ "body": {record} }}]
        }}"#
    ));
    let module = Module::start();
    module.until_shown(".problem").await;
    press(&module.root, ".problem > button");
    module.until_shown("form").await;
    assert_eq!(text(&module.root, "#heading"), "Correct your details");
    assert_eq!(input(&module.root, "firstName").value(), "Corinne");
    assert_eq!(count(&module.root, "[data-field]"), 1, "only what differs");
    module.handle.stop();
    drop(network);
}

#[wasm_bindgen_test]
async fn an_expired_onboarding_can_be_started_again() {
    let expired = include_str!("../../contract/fixtures/snapshot.expired.json");
    let network = Network::answering(&format!(
        r#"{{
            "GET /api/onboarding": [{{ "body": {expired} }}, "held"],
            "POST /api/onboarding/restart": [{{ "body": {START} }}]
        }}"#
    ));
    let module = Module::start();
    module.until_shown(".outcome").await;
    press(&module.root, ".outcome button");
    module.until_shown("form").await;
    assert_eq!(network.asked()[..2], ["GET /api/onboarding", "POST /api/onboarding/restart"]);
    module.handle.stop();
}

#[wasm_bindgen_test]
async fn invalid_answers_are_marked_and_not_sent() {
    let network =
        Network::answering(&format!(r#"{{ "GET /api/onboarding": [{{ "body": {START} }}, "held"] }}"#));
    let module = Module::start();
    module.until_shown("form").await;
    press(&module.root, "button[type=submit]");
    assert_eq!(count(&module.root, "[data-field] [aria-invalid=true]"), 4, "civility and three names");
    let active = module.root.active_element().unwrap();
    assert_eq!(active.get_attribute("aria-labelledby").as_deref(), Some("errors"), "the list of errors");
    assert!(network.asked().iter().all(|route| route.starts_with("GET")));
    module.handle.stop();
}

#[wasm_bindgen_test]
async fn invalid_responses_let_the_customer_continue() {
    for answer in [r#"{ "status": 500 }"#, r#"{ "body": [] }"#, r#""thrown""#] {
        let network = Network::answering(&format!(
            r#"{{ "GET /api/onboarding": [{answer}, {{ "body": {START} }}, "held"] }}"#
        ));
        let module = Module::start();
        module.until_shown(".problem button").await;
        press(&module.root, ".problem button");
        module.until_shown("form").await;
        module.handle.stop();
        drop(network);
    }
}

#[wasm_bindgen_test]
async fn a_customer_elsewhere_on_the_page_hears_of_a_new_screen_and_keeps_the_focus() {
    let network = Network::answering(r#"{ "GET /api/onboarding": [{ "status": 500 }, "held"] }"#);
    let document = web_sys::window().unwrap().document().unwrap();
    let elsewhere: HtmlElement = document.create_element("input").unwrap().unchecked_into();
    document.body().unwrap().append_child(&elsewhere).unwrap();
    elsewhere.focus().unwrap();
    let module = Module::start();
    module.until_shown(".problem").await;
    let said = text(&module.root, "[aria-live]");
    assert!(said.contains(&text(&module.root, "#heading")), "{said}");
    assert_eq!(document.active_element().as_ref(), Some(elsewhere.as_ref()));
    elsewhere.remove();
    module.handle.stop();
    drop(network);
}

#[wasm_bindgen_test]
async fn a_refused_token_is_renewed_once_and_the_customer_sees_nothing() {
    let network = Network::answering(&format!(
        r#"{{ "GET /api/onboarding": [{{ "status": 401 }}, {{ "body": {START} }}, "held"] }}"#
    ));
    let get_token = Function::new_no_args("return Promise.resolve('another')");
    let module = Module::with(&[("endpoint", "/api"), ("token", "old")], Some(get_token));
    module.until_shown("form").await;
    assert_eq!(network.asked()[..2], ["GET /api/onboarding", "GET /api/onboarding"]);
    module.handle.stop();
}

#[wasm_bindgen_test]
async fn an_ended_session_is_shown() {
    let network = Network::answering(r#"{ "GET /api/onboarding": [{ "status": 401 }] }"#);
    let module = Module::start();
    until("the end of the session", || text(&module.root, "#heading") == "Your session has ended").await;
    assert!(module.events.borrow().contains(&"error session_expired".to_owned()));
    module.handle.stop();
    drop(network);
}

/// The first snapshot of a backend that stores drafts, and has one of each of these steps.
fn keeping(steps: &str) -> String {
    START.replace("\"pollAfterMs\"", &format!("\"drafts\": [{steps}], \"pollAfterMs\""))
}

#[wasm_bindgen_test]
async fn the_last_draft_is_saved_when_the_module_leaves_the_page() {
    let start = keeping("");
    let network = Network::answering(&format!(
        r#"{{
            "GET /api/onboarding": [{{ "body": {start} }}, "held"],
            "PUT /api/onboarding/drafts/profile": [{{ "status": 204 }}]
        }}"#
    ));
    let module = Module::start();
    module.until_shown("form").await;
    type_into(&input(&module.root, "firstName"), "Zoé");
    module.handle.stop();
    until("the draft is sent", || {
        let asked = network.asked();
        asked.iter().any(|route| {
            route.starts_with("PUT /api/onboarding/drafts/profile?page=") && route.ends_with("&order=1")
        })
    })
    .await;
    assert!(!module.events.borrow().iter().any(|event| event.starts_with("error")));
}

#[wasm_bindgen_test]
async fn a_draft_is_restored_and_announced_and_a_failure_to_load_it_is_not() {
    let start = keeping("\"profile\"");
    for (answer, expected) in [
        (r#"{ "body": { "firstName": "Corinne", "civility": "miss" } }"#, "Corinne"),
        (r#"{ "status": 501, "body": "" }"#, ""),
        (r#"{ "status": 404, "body": "" }"#, ""),
    ] {
        let network = Network::answering(&format!(
            r#"{{
                "GET /api/onboarding": [{{ "body": {start} }}, "held"],
                "GET /api/onboarding/drafts/profile": [{answer}]
            }}"#
        ));
        let module = Module::start();
        module.until_shown("form").await;
        let is_said = || text(&module.root, "[aria-live]").contains("We’ve filled in your earlier answers");
        until("the answer", || input(&module.root, "firstName").value() == expected).await;
        until("the message", || is_said() != expected.is_empty()).await;
        if expected.is_empty() {
            // The server stores no drafts after all, so it is neither asked for one again nor sent one.
            type_into(&input(&module.root, "firstName"), "Zoé");
            until("the first call ends", || network.asked().iter().any(|route| route.contains("drafts")))
                .await;
        }
        module.handle.stop();
        let drafts = network.asked().iter().filter(|route| route.contains("/drafts/")).count();
        assert_eq!(drafts, 1, "{answer}");
        assert!(!module.events.borrow().iter().any(|event| event.starts_with("error")), "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_change_of_language_keeps_the_typed_text() {
    let network =
        Network::answering(&format!(r#"{{ "GET /api/onboarding": [{{ "body": {START} }}, "held"] }}"#));
    let module = Module::start();
    module.until_shown("form").await;
    type_into(&input(&module.root, "firstName"), "Zoé");
    let french = js_sys::JSON::parse(include_str!("../../www/locales/fr.json")).unwrap();
    module.handle.speak("fr", french);
    assert_eq!(find(&module.root, ".root").get_attribute("lang").as_deref(), Some("fr"));
    assert_eq!(input(&module.root, "firstName").value(), "Zoé");
    assert_eq!(count(&module.root, ".root"), 1);
    module.handle.stop();
    drop(network);
}

#[wasm_bindgen_test]
fn an_invalid_option_is_named() {
    let never = Function::new_no_args("");
    let refused = start(shadow_root(), &object(&[("colour", "red")]), english(), None, never.clone(), never);
    let error = refused.err().and_then(|error| error.as_string()).unwrap();
    assert!(error.starts_with("Option \"colour\" is not known"), "{error}");
}

#[wasm_bindgen_test]
async fn a_hundred_modules_leave_nothing_behind() {
    let network = Network::answering(&format!(r#"{{ "GET /api/onboarding": [{{ "body": {START} }}] }}"#));
    let watch = Watch::begin();
    for round in 0..100 {
        let module = Module::start();
        // Some end before the first answer, others with a form and a running call or timer.
        if round % 4 == 0 {
            module.until_shown("form").await;
            assert!(listeners() > 10);
        }
        module.handle.stop();
        module.handle.stop();
        assert_eq!(module.root.child_nodes().length(), 0, "round {round}");
        assert_eq!(listeners(), 0, "round {round}");
        until("no timer", || timers() == 0).await;
    }
    drop(watch);
    drop(network);
}
