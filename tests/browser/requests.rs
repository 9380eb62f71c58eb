//! Requests in the page around the module: the page's own `fetch`, its console, and the connections that its windows
//! share.

use js_sys::Function;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    app::Module,
    fakes::{Network, hide_locks, restore_prototype, show_locks, spoil_prototype, text, until},
};

const START: &str = include_str!("../../contract/fixtures/snapshot.start.json");

/// A network that answers the status call with this JSON.
fn answering(status: &str) -> Network {
    Network::answering(&format!(r#"{{ "GET /api/onboarding": [{status}] }}"#))
}

#[wasm_bindgen_test]
async fn a_call_reads_no_option_from_the_prototype_of_all_objects() {
    let network = answering(&format!(r#"{{ "body": {START} }}, "held""#));
    spoil_prototype();
    let module = Module::start();
    until("the form", || text(&module.root, "#heading") == "Your name").await;
    until("the next call", || network.asked().len() > 1).await;
    module.handle.stop();
    restore_prototype();
}

/// The only warning that a repeated status call causes.
async fn warning_of(status: &str, get_token: Option<Function>) -> String {
    let network = answering(status);
    let options: &[_] = match get_token {
        Some(_) => &[("endpoint", "/api")],
        None => &[("endpoint", "/api"), ("token", "a-token")],
    };
    let module = Module::with(options, get_token);
    until("the warning", || !network.warnings().is_empty()).await;
    module.until_shown(".problem").await;
    let failures = || module.events.borrow().iter().filter(|event| event.starts_with("error")).count();
    until("the first failure", || failures() > 0).await;
    let before = failures();
    crate::fakes::press(&module.root, ".problem > button");
    until("the second failure", || failures() > before).await;
    assert!(!text(&module.root, ".problem").contains("Check your answers"));
    module.handle.stop();
    let warnings = network.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    warnings[0].clone()
}

#[wasm_bindgen_test]
async fn the_console_names_an_invalid_member_once() {
    let malformed = START.replace("\"revision\": 1", "\"revision\": \"one\"");
    let warning = warning_of(&format!(r#"{{ "body": {malformed} }}"#), None).await;
    assert!(warning.contains("GET ") && warning.contains("/api/onboarding"), "{warning}");
    assert!(warning.ends_with("does not fit the contract at \"revision\""), "{warning}");
    let warning = warning_of(r#"{ "body": "<!doctype html>" }"#, None).await;
    assert!(warning.ends_with("answered no JSON of the contract"), "{warning}");
}

#[wasm_bindgen_test]
async fn the_console_names_the_status_and_the_path_of_a_wrong_address_once() {
    for status in [404, 403, 405, 501] {
        let warning = warning_of(&format!(r#"{{ "status": {status}, "body": "<html>" }}"#), None).await;
        assert!(warning.ends_with(&format!("/api/onboarding answered {status}")), "{warning}");
    }
}

#[wasm_bindgen_test]
async fn the_console_names_what_get_token_did_once() {
    for (body, cause) in [
        ("throw new Error('a secret')", "getToken threw an error"),
        ("return Promise.reject(new Error('a secret'))", "the promise of getToken was rejected"),
        ("return Promise.reject()", "the promise of getToken was rejected"),
        ("", "getToken answered no token"),
        ("return Promise.resolve(null)", "getToken answered no token"),
        ("return ''", "getToken answered no token"),
        ("return { token: 'a secret' }", "getToken answered no token"),
    ] {
        let warning = warning_of(r#""held""#, Some(Function::new_no_args(body))).await;
        assert_eq!(warning, format!("xpollens-onboarding: {cause}"), "{body}");
    }
}

/// How many of `modules` modules on this page have a status call that the server may hold.
async fn held_of(modules: usize) -> usize {
    let network = answering(&format!(r#"{}"held""#, format!(r#"{{ "body": {START} }},"#).repeat(modules)));
    let modules: Vec<_> = (0..modules).map(|_| Module::start()).collect();
    let asked = |part: &str| network.asked().iter().filter(|route| route.contains(part)).count();
    until("the second call of each", || asked("?after=") >= modules.len()).await;
    for module in &modules {
        module.handle.stop();
    }
    asked("&waitSeconds=25")
}

#[wasm_bindgen_test]
async fn at_most_two_calls_of_an_origin_are_held_at_a_time() {
    assert_eq!(held_of(1).await, 1);
    assert_eq!(held_of(9).await, 2);
    assert_eq!(held_of(2).await, 2, "the locks were released");
}

#[wasm_bindgen_test]
async fn without_web_locks_no_call_is_held() {
    hide_locks();
    let held = held_of(3).await;
    show_locks();
    assert_eq!(held, 0);
}
