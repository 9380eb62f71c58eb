//! The customer's details on record. They are shown in fields without typed text and never overwrite it.

use contract::{problem::FieldErrorCode, read_back, reason::Reason, time::Date};

use super::{
    Form,
    fields::fields_in,
    state::{ReadBack, Record},
};
use crate::model::field::{FieldId, Typed};

impl Form {
    pub(super) fn record(&self) -> Option<&Record> {
        match &self.read_back {
            ReadBack::Read(record) => Some(record),
            _ => None,
        }
    }

    /// Whether the customer cannot change the field.
    pub(in crate::model) fn locks(&self, id: FieldId) -> bool {
        self.record().is_some_and(|record| record.locked.contains(&id))
    }

    /// The value that the customer entered, and the provider's value in its place.
    pub(in crate::model) fn correction(&self, id: FieldId) -> Option<(&Typed, &Typed)> {
        let found = self.record()?.corrections.iter().find(|(known, ..)| *known == id);
        found.map(|(_, before, after)| (before, after))
    }

    /// The record is being read. If the server has received what was typed, the record replaces it.
    pub(in crate::model) fn begin_reading(&mut self) {
        if self.is_received {
            self.clear();
            self.is_received = false;
        }
        self.read_back = ReadBack::Reading;
    }

    /// The record is here. If the customer must correct something, `reasons` says why: then the form has only the fields that
    /// the reasons are about, or all that can be changed if they are about none.
    pub(in crate::model) fn take_record(&mut self, record: Box<Record>, reasons: Option<&[Reason]>) {
        self.scope.clear();
        if let Some(reasons) = reasons {
            let paths = reasons.iter().flat_map(|reason| read_back::fields_of(*reason));
            self.scope.extend(paths.filter_map(|path| FieldId::at(path)));
            if self.scope.is_empty() {
                let open = fields_in(self.all_groups()).filter(|id| !record.locked.contains(id));
                self.scope.extend(open);
            }
        }
        self.read_back = ReadBack::Read(record);
        self.open_review();
    }

    /// What the partner knows is here. The customer continues where something is missing or wrong.
    pub(in crate::model) fn take_prefill(&mut self, mut record: Box<Record>, today: Date) {
        record.is_prefill = true;
        self.read_back = ReadBack::Read(record);
        self.open_from(0, today);
    }

    /// Whether the form shows what the customer sent, and not what the partner knew before.
    pub(in crate::model) fn is_of_record(&self) -> bool {
        self.record().is_some_and(|record| !record.is_prefill)
    }

    /// Whether the form asks the customer to correct some fields only.
    pub(in crate::model) fn is_correction(&self) -> bool {
        !self.scope.is_empty()
    }

    /// Whether the form shows the field. It always shows what the customer typed.
    pub(in crate::model) fn is_in_scope(&self, id: FieldId) -> bool {
        let id = if id == FieldId::PhoneCountry { FieldId::PhoneNumber } else { id };
        self.scope.is_empty() || self.scope.contains(&id) || self.typed(id).is_some()
    }

    /// Adds fields with errors to the scope, each with the field that it must agree with: the customer could not correct them
    /// otherwise.
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
