//! JSON as the browser parses it gives the same messages as serde_json.

#[path = "../../contract/tests/answers/mod.rs"]
mod answers;

use contract::{
    activation::ActivationResponse,
    message::{self, Read},
    problem::Problem,
    snapshot::Snapshot,
};
use serde::de::DeserializeOwned;
use wasm_bindgen_test::wasm_bindgen_test;
use xpollens_onboarding::browser::Json;

use answers::{ACTIVATION, INVALID_MEMBERS, NO_OBJECTS, PROBLEM, SNAPSHOTS};

fn read<T: Read>(text: &str) -> Result<T, String> {
    message::read(Json::parse(text))
}

fn assert_read<T: Read + DeserializeOwned + PartialEq>(text: &str) {
    assert!(read::<T>(text) == Ok(serde_json::from_str(text).unwrap()), "{text}");
}

#[wasm_bindgen_test]
fn every_example_of_the_contract_is_read() {
    SNAPSHOTS.into_iter().for_each(assert_read::<Snapshot>);
    assert_read::<ActivationResponse>(ACTIVATION);
    assert_read::<Problem>(PROBLEM);
}

#[wasm_bindgen_test]
fn an_invalid_member_is_named_by_its_path() {
    for (part, other, path) in INVALID_MEMBERS {
        let text = answers::running(part, other);
        assert_eq!(read::<Snapshot>(&text).err().as_deref(), Some(path), "{other}");
    }
    for text in NO_OBJECTS {
        assert_eq!(read::<Snapshot>(text).err().as_deref(), Some(""), "{text}");
    }
}

#[wasm_bindgen_test]
fn members_that_the_page_adds_to_every_object_are_not_read() {
    let prototype = js_sys::Object::get_prototype_of(&js_sys::Object::new());
    let name = "prospectExpiresAt".into();
    js_sys::Reflect::set(&prototype, &name, &"2027-02-21T09:00:00Z".into()).unwrap();
    let snapshot = read::<Snapshot>(SNAPSHOTS[0]);
    js_sys::Reflect::delete_property(&prototype, &name).unwrap();
    assert_eq!(snapshot.unwrap().prospect_expires_at, None);
}
