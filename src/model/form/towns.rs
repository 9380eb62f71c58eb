//! The towns of a postcode: the customer can choose one, or type another.

use contract::{country::is_french, postcode::normalise_postcode};

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
        // Of a birth too: the first digits of a postcode that is being typed are no department yet.
        let postcode = normalise_postcode(country, self.value(postcode));
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

    /// Offers the towns in the answer. If there is only one, it goes into an empty field. A town that was filled in follows a
    /// correction of the postcode. Returns whether a town was filled in.
    pub(in crate::model) fn take_towns(&mut self, towns: Vec<Typed>) -> bool {
        let Some(town) = self.towns.asked.take() else { return false };
        let value = self.value(town);
        let is_ours = self.towns.filled.iter().any(|(known, filled)| *known == town && **filled == *value);
        let is_empty = value.is_empty();
        // A postcode of birth in 000 may stand for the department, as people write it, and their town is another one.
        let is_vague =
            town == FieldId::BirthCity && self.value(FieldId::BirthZipCode).trim().ends_with("000");
        let only = if let [only] = towns.as_slice() { Some(only.clone()) } else { None };
        let only = only.filter(|_| !is_vague);
        let is_new = only.as_ref().is_none_or(|only| **only != *value);
        self.towns.offered.push((town, towns));
        let may_fill = if is_empty { only.is_some() } else { is_ours && is_new };
        if !may_fill || self.locks(town) {
            return false;
        }
        let text = only.unwrap_or_default();
        let is_filled = !text.is_empty();
        self.towns.filled.retain(|(known, _)| *known != town);
        self.towns.filled.push((town, text.clone()));
        self.edit(town, text);
        is_filled
    }
}
