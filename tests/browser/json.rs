//! Messages of the contract through the browser's own parser: as serde_json reads and writes them, and no more.

use contract::{
    activation::ActivationResponse, problem::Problem, snapshot::Snapshot, submission::Submission,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;
use xpollens_onboarding::browser::json::{self, Readable};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../contract/fixtures/", $name, ".json"))
    };
}

fn assert_read<T: Readable + DeserializeOwned + PartialEq>(text: &str) {
    let expected: T = serde_json::from_str(text).unwrap();
    assert!(json::read::<T>(text) == Some(expected), "{text}");
}

fn parsed<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn assert_written(submission: &Submission, text: &str) {
    let written: Value = serde_json::from_str(&json::write(submission).unwrap()).unwrap();
    assert_eq!(written, serde_json::from_str::<Value>(text).unwrap());
}

#[wasm_bindgen_test]
fn every_example_of_the_contract_is_read() {
    assert_read::<Snapshot>(fixture!("snapshot.start"));
    assert_read::<Snapshot>(fixture!("snapshot.running"));
    assert_read::<Snapshot>(fixture!("snapshot.transfer"));
    assert_read::<Snapshot>(fixture!("snapshot.documents"));
    assert_read::<Snapshot>(fixture!("snapshot.opened"));
    assert_read::<Snapshot>(fixture!("snapshot.expired"));
    assert_read::<ActivationResponse>(fixture!("activation"));
    assert_read::<Problem>(fixture!("problem.validation"));
}

#[wasm_bindgen_test]
fn every_submission_is_written_as_the_contract_has_it() {
    let profile = Submission::Profile(Box::new(parsed(fixture!("profile"))));
    assert_written(&profile, fixture!("profile"));
    assert_written(&Submission::Declarative(parsed(fixture!("declarative"))), fixture!("declarative"));
    assert_written(&Submission::Tax(parsed(fixture!("tax"))), fixture!("tax"));
    assert_written(&Submission::Terms(parsed(fixture!("terms"))), fixture!("terms"));
}

/// The example of a running snapshot with one part in place of another.
fn running(part: &str, other: &str) -> Option<Snapshot> {
    let text = fixture!("snapshot.running");
    assert!(text.contains(part), "{part}");
    json::read(&text.replace(part, other))
}

#[wasm_bindgen_test]
fn members_and_words_of_a_later_version_are_passed_over() {
    let snapshot = running("\"revision\": 17", "\"revision\": 17, \"mood\": { \"good\": [1] }").unwrap();
    assert!(Some(snapshot) == running("\"selfie\"", "\"selfie\""));
    let snapshot = running("\"selfie\"", "\"palm\"").unwrap();
    assert_eq!(snapshot.diligences[1].kind.as_str(), "other");
}

#[wasm_bindgen_test]
fn what_does_not_fit_is_refused() {
    for (part, other) in [
        ("\"revision\": 17", "\"revision\": -1"),
        ("\"revision\": 17", "\"revision\": 1.5"),
        ("\"revision\": 17", "\"revision\": 4294967296"),
        ("\"revision\": 17", "\"revision\": \"17\""),
        ("\"revision\": 17", "\"revision\": null"),
        ("\"revision\": 17", "\"version\": 17"),
        ("\"now\": \"2026-11-23T09:12:00Z\"", "\"now\": \"soon\""),
        ("{ \"state\": \"bound\", \"issue\": 1, \"canReport\": true }", "[]"),
        ("\"diligences\": [", "\"diligences\": {}, \"others\": ["),
        ("\"step\": \"tax\"", "\"step\": 5"),
    ] {
        assert!(running(part, other).is_none(), "{other}");
    }
    for text in ["", "null", "[]", "17", "{", "<html>"] {
        assert!(json::read::<Snapshot>(text).is_none(), "{text}");
    }
}

#[wasm_bindgen_test]
fn what_the_page_adds_to_every_object_is_not_read() {
    let prototype = js_sys::Object::get_prototype_of(&js_sys::Object::new());
    let name = "prospectExpiresAt".into();
    js_sys::Reflect::set(&prototype, &name, &"2027-02-21T09:00:00Z".into()).unwrap();
    let snapshot = json::read::<Snapshot>(fixture!("snapshot.start"));
    js_sys::Reflect::delete_property(&prototype, &name).unwrap();
    assert_eq!(snapshot.unwrap().prospect_expires_at, None);
}
