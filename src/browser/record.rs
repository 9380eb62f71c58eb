//! Reads the answers that are no more than texts by path: what is on record, and the towns of a postcode. The contract's
//! own types would do it too, and weigh kilobytes for texts that go field by field into the form all the same.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::model::{FieldId, Record, Typed};

/// Reads `contract::read_back::ProfileResponse`; `None` where it has no profile.
pub fn read_record(body: &str) -> Option<Record> {
    let answer = JSON::parse(body).ok()?;
    let profile = member(&answer, "profile").filter(JsValue::is_object)?;
    let values = FieldId::all().filter_map(|id| Some((id, text_at(&profile, id.path())?)));
    let locked = items(&answer, "locked").filter_map(|path| FieldId::at(&path.as_string()?));
    let corrections = items(&answer, "corrections").filter_map(|correction| {
        let id = FieldId::at(&member(&correction, "field")?.as_string()?)?;
        Some((id, text_at(&correction, "originalValue")?, text_at(&correction, "newValue")?))
    });
    Some(Record { values: values.collect(), locked: locked.collect(), corrections: corrections.collect() })
}

/// Reads the names in `contract::place::PlacesResponse`; `None` where it has no places.
pub fn read_towns(body: &str) -> Option<Vec<Typed>> {
    let answer = JSON::parse(body).ok()?;
    member(&answer, "places")?;
    Some(items(&answer, "places").filter_map(|place| text_at(&place, "city")).collect())
}

/// A member that a message itself has: a prototype that the page changed adds nothing.
pub(super) fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    let own = Reflect::get_own_property_descriptor(object.unchecked_ref::<Object>(), &name.into()).ok()?;
    // Looked at first: a call that throws where a value would come leaves its place in wasm-bindgen's table taken for ever,
    // and most members of a message are absent.
    own.is_object().then(|| Reflect::get(&own, &"value".into()).ok())?
}

/// The text at a path of members, joined by dots.
fn text_at(object: &JsValue, path: &str) -> Option<Typed> {
    let value = path.split('.').try_fold(object.clone(), |object, name| member(&object, name))?;
    value.as_string().map(Typed::from)
}

/// The items of a list; none where there is no list.
fn items(object: &JsValue, name: &str) -> impl Iterator<Item = JsValue> {
    let list = member(object, name).and_then(|list| list.dyn_into::<Array>().ok()).unwrap_or_default();
    (0..list.length()).map(move |index| list.get(index))
}
