//! The state of a form besides the typed values: how many edits the server has saved, its record, the towns offered, the sheet
//! on the screen.

use crate::{
    error::Failure,
    model::field::{DETAILS, FieldId, Typed},
};

/// How many of the edits the server has saved.
#[derive(Clone, Default)]
pub(in crate::model) struct Draft {
    /// Whether the page has read what the server keeps, or knows that it keeps nothing: only then may it be replaced.
    pub(in crate::model) is_read: bool,
    /// Grows with each edit.
    pub(in crate::model) edits: u32,
    /// How many of the edits the server has.
    pub(in crate::model) saved: u32,
}

/// What the server answered to a read-back ([`contract::read_back::ProfileResponse`]), field by field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The values on record; a field that is missing is empty.
    pub values: Vec<(FieldId, Typed)>,
    /// Whether it is what the partner knew before the customer sent anything.
    pub is_prefill: bool,
    /// The fields that the customer cannot change.
    pub locked: Vec<FieldId>,
    /// The field, the entered value, and the provider's value in its place.
    pub corrections: Vec<(FieldId, Typed, Typed)>,
}

/// How far the record is read.
#[derive(Clone)]
pub(in crate::model) enum ReadBack {
    /// It was not asked for.
    None,
    /// It was asked for.
    Reading,
    /// It could not be read.
    Failed(Failure),
    /// It is here.
    Read(Box<Record>),
}

impl Record {
    /// The value of a field on record.
    pub(super) fn value(&self, id: FieldId) -> &str {
        self.values.iter().find(|(known, _)| *known == id).map_or("", |(_, value)| value)
    }
}

/// The towns offered for each town field, and the field that the call in progress is for.
#[derive(Clone, Default)]
pub(in crate::model) struct Towns {
    pub(super) asked: Option<FieldId>,
    /// The other town field, if it was edited meanwhile: it is looked up after the answer.
    pub(super) waiting: Option<FieldId>,
    pub(super) offered: Vec<(FieldId, Vec<Typed>)>,
    /// The towns that were filled in for the customer.
    pub(super) filled: Vec<(FieldId, Typed)>,
}

impl Towns {
    /// The towns offered for `town`; `None` for a field that holds no town.
    pub(in crate::model) fn of(&self, town: FieldId) -> Option<Vec<Typed>> {
        matches!(town, FieldId::City | FieldId::BirthCity).then(|| {
            let offered = self.offered.iter().find(|(known, _)| *known == town);
            offered.map(|(_, towns)| towns.clone()).unwrap_or_default()
        })
    }
}

/// How many parts the long form has, without the review.
pub(in crate::model) const SHEETS: usize = DETAILS.len();

/// Where the customer is in a form that comes in sheets.
#[derive(Clone, Copy, Default)]
pub(super) struct Sheet {
    /// The group on the screen; after the last one, the review.
    pub(super) at: usize,
    /// Whether it was opened from the review: the way back leads there.
    pub(super) is_change: bool,
}
