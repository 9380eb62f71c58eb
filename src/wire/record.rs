//! The messages that are only texts by path: recorded details, the towns of a postcode, drafts. They are read directly into
//! the fields of the form. The types of the contract would add kilobytes for the same fields.

use contract::message::Value;
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::model::{FieldId, Record, Typed};

/// Reads `contract::read_back::ProfileResponse`; `None` if it has no profile.
pub(super) fn read_record<V: Value>(answer: &V) -> Option<Record> {
    let profile = answer.member("profile").filter(Value::is_object)?;
    let locked = items(answer, "locked").into_iter().filter_map(|path| FieldId::at(&path.text()?));
    let corrections = items(answer, "corrections").into_iter().filter_map(|correction| {
        let id = FieldId::at(&correction.member("field")?.text()?)?;
        Some((id, text_at(&correction, "originalValue")?, text_at(&correction, "newValue")?))
    });
    Some(Record {
        values: texts_of(&profile),
        is_prefill: false,
        locked: locked.collect(),
        corrections: corrections.collect(),
    })
}

/// Reads the names in `contract::place::PlacesResponse`; `None` if it has no list of places.
pub(super) fn read_towns(answer: &impl Value) -> Option<Vec<Typed>> {
    let places = answer.member("places")?;
    let towns = places.items()?.filter_map(|town| text_at(&town, "city"));
    Some(towns.collect())
}

/// Reads a draft; `None` if it is not an object.
pub(super) fn read_draft(answer: &impl Value) -> Option<Vec<(FieldId, Typed)>> {
    answer.is_object().then(|| texts_of(answer))
}

/// A draft to write.
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

/// The text of every field that has one.
fn texts_of(object: &impl Value) -> Vec<(FieldId, Typed)> {
    FieldId::all().filter_map(|id| Some((id, text_at(object, id.path())?))).collect()
}

/// The text of the member of that name (a draft), or at a path whose members are joined by dots (a profile).
#[inline(never)]
fn text_at<V: Value>(object: &V, path: &str) -> Option<Typed> {
    let at_path = || {
        let mut names = path.split('.');
        let first = object.member(names.next()?)?;
        names.try_fold(first, |object, name| object.member(name))
    };
    let value = object.member(path).or_else(at_path)?;
    value.text().map(Typed::from)
}

/// The items of a list; none if there is no list.
fn items<V: Value>(object: &V, name: &str) -> Vec<V> {
    object.member(name).and_then(|list| list.items().map(Iterator::collect)).unwrap_or_default()
}
