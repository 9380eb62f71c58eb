//! The draft of a form: the values that the server keeps before the form is sent, and how they are restored.

use contract::{draft::MAX_TEXT, time::Date};

use super::Form;
use crate::model::field::{FieldId, Typed};

impl Form {
    /// The values to keep. A text that is longer than any field accepts is left out.
    pub(in crate::model) fn to_keep(&self) -> Vec<(FieldId, Typed)> {
        let mut kept = Vec::new();
        for (id, value) in &self.values {
            if value.len() <= MAX_TEXT {
                kept.push((*id, value.clone()));
            }
        }
        kept
    }

    /// Restores the values typed earlier, except where the customer has typed since. A form that waits to be sent again is not
    /// changed. A customer who has typed nothing yet continues where something is missing. Returns whether any value was restored.
    pub(in crate::model) fn take_draft(&mut self, values: Vec<(FieldId, Typed)>, today: Date) -> bool {
        let is_untouched = self.is_untouched();
        let mut has_come_back = false;
        for (id, value) in values {
            if self.press.is_bound() || self.typed(id).is_some() {
                continue;
            }
            if let FieldId::ResidenceCountry(index) | FieldId::Tin(index) = id {
                self.residences = self.residences.max(index + 1);
            }
            has_come_back |= !value.is_empty();
            self.set(id, value);
        }
        if is_untouched && has_come_back && !self.is_of_record() {
            self.open_from(0, today);
        }
        has_come_back
    }
}
