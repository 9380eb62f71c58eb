//! The towns of a postcode: the customer can choose one, or type another.

use contract::{
    country::is_french,
    postcode::{normalise_birth_postcode, normalise_postcode},
};

use super::Form;
use crate::model::{
    call::Call,
    field::{FieldId, Typed},
};

impl Form {
    /// The call that looks up the towns after an edit, if the French postcode is complete. One call at a time.
    pub(in crate::model) fn ask_towns(&mut self, edited: FieldId, is_asking: bool) -> Option<Call> {
        let (town, country, postcode) = match edited {
            FieldId::Country | FieldId::ZipCode => (FieldId::City, FieldId::Country, FieldId::ZipCode),
            FieldId::BirthCountry | FieldId::BirthZipCode => {
                (FieldId::BirthCity, FieldId::BirthCountry, FieldId::BirthZipCode)
            }
            _ => return None,
        };
        self.towns.offered.retain(|(known, _)| *known != town);
        if self.towns.asked == Some(town) {
            self.towns.asked = None;
        }
        if is_asking && self.towns.asked.is_some() {
            self.towns.waiting = Some(edited);
            return None;
        }
        let country = self.value(country);
        let typed = self.value(postcode);
        let postcode = match town {
            FieldId::City => normalise_postcode(country, typed),
            _ => normalise_birth_postcode(country, typed),
        };
        let is_whole = postcode.len() == 5 && postcode.bytes().all(|byte| byte.is_ascii_digit());
        let call = (is_whole && is_french(country))
            .then(|| Call::FetchPlaces { country: country.into(), postcode })?;
        self.towns.asked = Some(town);
        Some(call)
    }

    /// The call that waited for the answer.
    pub(in crate::model) fn ask_waiting_towns(&mut self) -> Option<Call> {
        let edited = self.towns.waiting.take()?;
        self.ask_towns(edited, false)
    }

    /// Offers the towns in the answer. If there is only one, it goes into an empty field. Returns whether it did.
    pub(in crate::model) fn take_towns(&mut self, towns: Vec<Typed>) -> bool {
        let Some(town) = self.towns.asked.take() else { return false };
        let is_filled = match towns.as_slice() {
            [only] if self.value(town).is_empty() && !self.locks(town) => {
                self.edit(town, only.clone());
                true
            }
            _ => false,
        };
        self.towns.offered.push((town, towns));
        is_filled
    }
}
