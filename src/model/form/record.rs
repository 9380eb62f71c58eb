//! What is on record of the customer's details: it stands under what is typed, which it never overwrites.

use contract::{problem::FieldErrorCode, read_back, reason::Reason};

use super::{Form, fields::fields_of};
use crate::{
    error::Failure,
    model::field::{FieldId, Typed},
};

/// What the server answered to a read-back ([`contract::read_back::ProfileResponse`]), field by field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// What is on record; a field that is not named is empty.
    pub values: Vec<(FieldId, Typed)>,
    /// What cannot be changed (any more).
    pub locked: Vec<FieldId>,
    /// Field, what was entered, what the provider made of it.
    pub corrections: Vec<(FieldId, Typed, Typed)>,
}

/// How far a read-back is.
#[derive(Clone)]
pub(in crate::model) enum ReadBack {
    /// None was asked for.
    None,
    /// It is on its way.
    Reading,
    /// It did not come.
    Failed(Failure),
    /// It is here.
    Read(Box<Record>),
}

impl Record {
    pub(super) fn value(&self, id: FieldId) -> &str {
        self.values.iter().find(|(known, _)| *known == id).map_or("", |(_, value)| value)
    }
}

impl Form {
    pub(super) fn record(&self) -> Option<&Record> {
        match &self.read_back {
            ReadBack::Read(record) => Some(record),
            _ => None,
        }
    }

    /// Whether the field cannot be changed (any more).
    pub(in crate::model) fn locks(&self, id: FieldId) -> bool {
        self.record().is_some_and(|record| record.locked.contains(&id))
    }

    /// What was entered, and what the provider made of it.
    pub(in crate::model) fn correction(&self, id: FieldId) -> Option<(&Typed, &Typed)> {
        let found = self.record()?.corrections.iter().find(|(known, ..)| *known == id);
        found.map(|(_, before, after)| (before, after))
    }

    /// Waits for what is on record. What the server has received is its to tell from now on.
    pub(in crate::model) fn begin_reading(&mut self) {
        if self.is_received {
            self.clear();
            self.is_received = false;
        }
        self.read_back = ReadBack::Reading;
    }

    /// Takes over what is on record. `reasons` tell why the customer must look again, where that is so: then the form
    /// has only the fields that they are about, or all that can be changed.
    pub(in crate::model) fn take_record(&mut self, record: Box<Record>, reasons: Option<&[Reason]>) {
        self.scope.clear();
        if let Some(reasons) = reasons {
            let paths = reasons.iter().flat_map(|reason| read_back::fields_of(*reason));
            self.scope.extend(paths.filter_map(|path| FieldId::at(path)));
            if self.scope.is_empty() {
                self.scope = fields_of(self.step, self.residences);
                self.scope.retain(|id| !record.locked.contains(id));
            }
        }
        self.read_back = ReadBack::Read(record);
    }

    /// Whether the customer was asked to look at some fields only.
    pub(in crate::model) fn is_correction(&self) -> bool {
        !self.scope.is_empty()
    }

    /// Whether the field is to be looked at; what was typed meanwhile always is.
    pub(super) fn is_in_scope(&self, id: FieldId) -> bool {
        let id = if id == FieldId::PhoneCountry { FieldId::PhoneNumber } else { id };
        self.scope.is_empty() || self.scope.contains(&id) || self.typed(id).is_some()
    }

    /// Takes wrong fields into the scope, each with what it must agree with: they could not be mended otherwise.
    pub(super) fn widen(&mut self, errors: &[(FieldId, FieldErrorCode)]) {
        if self.scope.is_empty() {
            return;
        }
        for (id, _) in errors {
            self.scope.push(*id);
            self.scope.extend(match id {
                FieldId::City => Some(FieldId::ZipCode),
                FieldId::ZipCode => Some(FieldId::City),
                FieldId::BirthCity => Some(FieldId::BirthZipCode),
                FieldId::BirthZipCode => Some(FieldId::BirthCity),
                _ => None,
            });
        }
    }
}
