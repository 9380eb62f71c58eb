//! The messages that are no more than texts by path: what is on record, the towns of a postcode, drafts. They are read into
//! the fields of the form, and not by the contract's types, which would weigh kilobytes on the way to the same fields.

use contract::json::Value;
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::model::{FieldId, Record, Typed};

/// Reads `contract::read_back::ProfileResponse`; `None` where it has no profile.
pub(super) fn read_record(body: &str) -> Option<Record> {
    let answer = Value::parse(body)?;
    let profile = answer.member("profile").filter(|profile| profile.is_object())?;
    let locked = items(answer, "locked").filter_map(|path| FieldId::at(&path.text()?));
    let corrections = items(answer, "corrections").filter_map(|correction| {
        let id = FieldId::at(&correction.member("field")?.text()?)?;
        Some((id, text_at(correction, "originalValue")?, text_at(correction, "newValue")?))
    });
    Some(Record { values: texts_of(profile), locked: locked.collect(), corrections: corrections.collect() })
}

/// Reads the names in `contract::place::PlacesResponse`; `None` where it has no list of places.
pub(super) fn read_towns(body: &str) -> Option<Vec<Typed>> {
    let towns = Value::parse(body)?.member("places")?.items()?;
    Some(towns.filter_map(|town| text_at(town, "city")).collect())
}

/// Reads a draft; `None` where it is no object.
pub(super) fn read_draft(body: &str) -> Option<Vec<(FieldId, Typed)>> {
    Value::parse(body).filter(|draft| draft.is_object()).map(texts_of)
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

/// The text of every field that has one.
fn texts_of(object: Value<'_>) -> Vec<(FieldId, Typed)> {
    FieldId::all().filter_map(|id| Some((id, text_at(object, id.path())?))).collect()
}

/// The text of the member of that name (a draft), or at a path of members joined by dots (a profile).
#[inline(never)]
fn text_at(object: Value<'_>, path: &str) -> Option<Typed> {
    let at_path = || path.split('.').try_fold(object, Value::member);
    let value = object.member(path).or_else(at_path)?;
    value.text().map(Typed::from)
}

/// The items of a list; none where there is no list.
fn items<'a>(object: Value<'a>, name: &str) -> impl Iterator<Item = Value<'a>> {
    object.member(name).and_then(Value::items).into_iter().flatten()
}
