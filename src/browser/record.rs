//! Reads the answers that are no more than texts by path: what is on record, and the towns of a postcode. The contract's
//! own types would do it too, and weigh kilobytes for texts that go field by field into the form all the same.

use js_sys::{Array, JSON, Object, Reflect};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use wasm_bindgen::{JsCast, JsValue};

use crate::model::{FieldId, Record, Typed};

/// Reads `contract::read_back::ProfileResponse`; `None` where it has no profile.
pub fn read_record(body: &str) -> Option<Record> {
    let answer = JSON::parse(body).ok()?;
    let profile = member(&answer, "profile").filter(JsValue::is_object)?;
    let locked = items(&answer, "locked").filter_map(|path| FieldId::at(&path.as_string()?));
    let corrections = items(&answer, "corrections").filter_map(|correction| {
        let id = FieldId::at(&member(&correction, "field")?.as_string()?)?;
        Some((id, text_at(&correction, "originalValue")?, text_at(&correction, "newValue")?))
    });
    Some(Record { values: texts_of(&profile), locked: locked.collect(), corrections: corrections.collect() })
}

/// Reads the names in `contract::place::PlacesResponse`; `None` where it has no places.
pub fn read_towns(body: &str) -> Option<Vec<Typed>> {
    let answer = JSON::parse(body).ok()?;
    member(&answer, "places")?;
    Some(items(&answer, "places").filter_map(|place| text_at(&place, "city")).collect())
}

/// Reads a draft; `None` where it is no object.
pub fn read_draft(body: &str) -> Option<Vec<(FieldId, Typed)>> {
    JSON::parse(body).ok().filter(JsValue::is_object).map(|draft| texts_of(&draft))
}

/// The text of every field that has one.
fn texts_of(object: &JsValue) -> Vec<(FieldId, Typed)> {
    FieldId::all().filter_map(|id| Some((id, text_at(object, id.path())?))).collect()
}

/// A draft, to be written.
pub(super) struct Typing<'a>(pub(super) &'a [(FieldId, Typed)]);

impl Serialize for Typing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("", self.0.len())?;
        for (id, text) in self.0 {
            members.serialize_field(id.path(), &**text)?;
        }
        members.end()
    }
}

/// A member that a message itself has: a prototype that the page changed adds nothing.
pub(super) fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    let own = Reflect::get_own_property_descriptor(object.unchecked_ref::<Object>(), &name.into()).ok()?;
    // Looked at first: a call that throws where a value would come leaves its place in wasm-bindgen's table taken for ever,
    // and most members of a message are absent.
    own.is_object().then(|| Reflect::get(&own, &"value".into()).ok())?
}

/// The text of the member of that name, or at a path of members, joined by dots.
#[inline(never)]
fn text_at(object: &JsValue, path: &str) -> Option<Typed> {
    let at_path = || path.split('.').try_fold(object.clone(), |object, name| member(&object, name));
    let value = member(object, path).or_else(at_path)?;
    value.as_string().map(Typed::from)
}

/// The items of a list; none where there is no list.
fn items(object: &JsValue, name: &str) -> impl Iterator<Item = JsValue> {
    let list = member(object, name).and_then(|list| list.dyn_into::<Array>().ok()).unwrap_or_default();
    (0..list.length()).map(move |index| list.get(index))
}
