//! JSON as the browser parses it gives the same messages as serde_json.

use contract::{
    activation::ActivationResponse,
    message::{self, Read},
    problem::Problem,
    snapshot::Snapshot,
};
use serde::de::DeserializeOwned;
use wasm_bindgen_test::wasm_bindgen_test;
use xpollens_onboarding::browser::Json;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../contract/fixtures/", $name, ".json"))
    };
}

fn read<T: Read>(text: &str) -> Result<T, String> {
    message::read(Json::parse(text))
}

fn assert_read<T: Read + DeserializeOwned + PartialEq>(text: &str) {
    assert!(read::<T>(text) == Ok(serde_json::from_str(text).unwrap()), "{text}");
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
fn an_invalid_member_is_named_by_its_path() {
    for (part, other, path) in [
        ("\"revision\": 17", "\"revision\": -1", "revision"),
        ("\"revision\": 17", "\"revision\": 1.5", "revision"),
        ("\"revision\": 17", "\"revision\": 4294967296", "revision"),
        ("\"revision\": 17", "\"revision\": \"17\"", "revision"),
        ("\"diligences\": [", "\"diligences\": {}, \"others\": [", "diligences"),
        ("\"selfie\"", "7", "diligences.1.kind"),
        ("\"canReport\": true", "\"canReport\": 1", "activation.canReport"),
    ] {
        let text = fixture!("snapshot.running");
        assert!(text.contains(part), "{part}");
        assert_eq!(read::<Snapshot>(&text.replacen(part, other, 1)).err().as_deref(), Some(path), "{other}");
    }
    for text in ["", "null", "17", "{", "<html>"] {
        assert_eq!(read::<Snapshot>(text).err().as_deref(), Some(""), "{text}");
    }
}

#[wasm_bindgen_test]
fn members_that_the_page_adds_to_every_object_are_not_read() {
    let prototype = js_sys::Object::get_prototype_of(&js_sys::Object::new());
    let name = "prospectExpiresAt".into();
    js_sys::Reflect::set(&prototype, &name, &"2027-02-21T09:00:00Z".into()).unwrap();
    let snapshot = read::<Snapshot>(fixture!("snapshot.start"));
    js_sys::Reflect::delete_property(&prototype, &name).unwrap();
    assert_eq!(snapshot.unwrap().prospect_expires_at, None);
}
