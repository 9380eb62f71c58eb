//! The form of one step: the typed values, the server's record, the errors, and its sending. `fields` says what it asks for,
//! `submission` what it sends, `draft` what is kept until then, `record` and `towns` what comes from the server.

mod draft;
mod fields;
mod record;
mod sheet;
mod state;
mod submission;
mod towns;

use contract::{
    phone::{certain_country, normalise_phone_number},
    problem::{FieldError, FieldErrorCode},
    step::StepId,
    tax,
    time::Date,
};

pub use self::state::Record;
use self::{
    fields::fields_in,
    state::{Draft, Sheet},
};
pub(super) use self::{
    fields::{Group, has_form},
    state::{ReadBack, SHEETS, Towns},
};
use super::{
    field::{FieldId, Typed, asks_birth_postcode},
    press::Press,
};

/// The form of one step. It outlives its screen: a customer who comes back finds what they typed.
#[derive(Clone)]
pub(super) struct Form {
    pub(super) step: StepId,
    pub(super) residences: u8,
    pub(super) errors: Vec<(FieldId, FieldErrorCode)>,
    /// The fields on the screen that were wrong when it was last checked, if there were several.
    pub(super) listed: Vec<FieldId>,
    /// The sending of the form. After an edit, the next try has a new idempotency key.
    pub(super) press: Press,
    /// Whether the form is being sent, or waits for its turn.
    pub(super) is_sending: bool,
    /// The server's record, and how far the page has read it.
    pub(super) read_back: ReadBack,
    /// Whether the server has received what was typed: its record replaces it when it is read.
    pub(super) is_received: bool,
    pub(super) towns: Towns,
    pub(super) draft: Draft,
    /// The version of the terms that were on the screen when the customer began to accept them.
    pub(super) terms_version: String,
    /// The country of the customer's address: most people pay their taxes there. Empty if this page does not know it.
    home: Typed,
    /// The only fields that the form shows; empty: all.
    scope: Vec<FieldId>,
    sheet: Sheet,
    values: Vec<(FieldId, Typed)>,
}

impl Form {
    /// An empty form; `None` for a step that has none. `home` is the country of the customer's address, if it is known.
    pub(super) fn new(step: StepId, home: Typed) -> Option<Self> {
        has_form(step).then(|| Self {
            step,
            residences: 1,
            errors: Vec::new(),
            listed: Vec::new(),
            press: Press::default(),
            is_sending: false,
            read_back: ReadBack::None,
            is_received: false,
            towns: Towns::default(),
            draft: Draft::default(),
            terms_version: String::new(),
            home,
            scope: Vec::new(),
            sheet: Sheet::default(),
            values: Vec::new(),
        })
    }

    /// The typed value, else the value on record; in a locked field, always the value on record. Empty if there is neither.
    pub(super) fn value(&self, id: FieldId) -> &str {
        let typed = if self.locks(id) { None } else { self.typed(id) };
        let value = typed.or_else(|| self.record().map(|record| record.value(id))).unwrap_or_default();
        if value.is_empty() { self.presumed(id) } else { value }
    }

    /// What a field holds until the customer says otherwise.
    fn presumed(&self, id: FieldId) -> &str {
        match id {
            FieldId::PhoneCountry => self.phone_country(),
            FieldId::ResidenceCountry(0) => &self.home,
            _ => "",
        }
    }

    fn typed(&self, id: FieldId) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == id).map(|(_, value)| &**value)
    }

    /// The country of a national number until another is chosen: where the customer lives, else France.
    fn phone_country(&self) -> &str {
        match self.value(FieldId::Country) {
            "" => "FR",
            country => country,
        }
    }

    /// Notes an edit by the customer: the next try has a new idempotency key.
    fn change(&mut self) {
        self.press.reset();
        self.is_received = false;
        self.draft.edits += 1;
    }

    /// Applies an edit. It removes the field's error.
    pub(super) fn edit(&mut self, id: FieldId, value: Typed) {
        self.change();
        if id == FieldId::PhoneNumber {
            // The country shown beside the number stays, whatever address is given later.
            let shown = self.value(FieldId::PhoneCountry).into();
            self.set(FieldId::PhoneCountry, shown);
        }
        self.set(id, value);
        if id == FieldId::PhoneNumber {
            let number = normalise_phone_number(self.value(FieldId::PhoneNumber));
            if let Some(country) = certain_country(self.value(FieldId::PhoneCountry), &number) {
                self.set(FieldId::PhoneCountry, country.into());
            }
        }
    }

    fn set(&mut self, id: FieldId, value: Typed) {
        self.errors.retain(|(wrong, _)| *wrong != id);
        match self.values.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => *known = value,
            None => self.values.push((id, value)),
        }
    }

    /// Checks a field that the customer has left. An empty one gets no error until the form is sent.
    pub(super) fn check_field(&mut self, id: FieldId, today: Date) {
        self.errors.retain(|(wrong, _)| *wrong != id);
        if !self.value(id).is_empty() {
            let found = known_errors(&self.wrong(today));
            self.errors.extend(found.into_iter().filter(|(wrong, _)| *wrong == id));
        }
    }

    /// Checks what is on the screen.
    pub(super) fn check(&mut self, today: Date) {
        let found = known_errors(&self.wrong(today));
        self.replace_errors(self.groups(), &found);
    }

    /// The errors of the form, without those in locked fields: the customer cannot correct them, so the server decides.
    fn wrong(&self, today: Date) -> Vec<FieldError> {
        let mut found = self.submission().check(today);
        found.retain(|error| FieldId::at(&error.field).is_none_or(|id| !self.locks(id)));
        found
    }

    /// Shows errors that the server found; `false` if none is on a field of this form.
    pub(super) fn take_errors(&mut self, errors: &[FieldError]) -> bool {
        let known = known_errors(errors);
        self.widen(&known);
        self.replace_errors(self.all_groups(), &known);
        // A form that waited for the connection was sent from any sheet.
        if let (None, Some((id, _))) = (self.first_error(), self.errors.first()) {
            self.open_sheet_of(*id);
        }
        !self.errors.is_empty()
    }

    /// Replaces the errors in these groups. From the review, the customer is led to the first one.
    fn replace_errors(&mut self, groups: &[Group], known: &[(FieldId, FieldErrorCode)]) {
        for id in fields_in(groups) {
            self.errors.retain(|(wrong, _)| *wrong != id);
            // Nobody could correct an error on a field that is not shown.
            self.errors.extend(known.iter().find(|(wrong, _)| *wrong == id && self.shows(id)));
        }
        match self.first_error() {
            Some(id) if self.is_review() => self.open_sheet_of(id),
            _ => self.list_errors(),
        }
    }

    /// Lists the fields on the screen that are wrong, if there are several.
    fn list_errors(&mut self) {
        self.listed = self.wrong_here();
        if self.listed.len() < 2 {
            self.listed.clear();
        }
    }

    /// The fields on the screen with an error, in its order.
    pub(super) fn wrong_here(&self) -> Vec<FieldId> {
        fields_in(self.groups()).filter(|id| self.error(*id).is_some()).collect()
    }

    /// Whether nothing was typed.
    pub(super) fn is_untouched(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether the customer can change anything in it.
    pub(super) fn can_submit(&self) -> bool {
        fields_in(self.all_groups()).any(|id| self.shows(id) && !self.locks(id))
    }

    /// Removes everything that was typed.
    pub(super) fn clear(&mut self) {
        self.values.clear();
        self.errors.clear();
        self.listed.clear();
        self.sheet = Sheet::default();
        self.press.reset();
    }

    /// The first field on the screen with an error, in its order.
    pub(super) fn first_error(&self) -> Option<FieldId> {
        self.wrong_here().first().copied()
    }

    pub(super) fn error(&self, id: FieldId) -> Option<FieldErrorCode> {
        self.errors.iter().find(|(wrong, _)| *wrong == id).map(|(_, code)| *code)
    }

    /// Whether the field is on the screen now.
    pub(super) fn shows(&self, id: FieldId) -> bool {
        self.is_in_scope(id)
            && match id {
                FieldId::PhoneCountry => !self.locks(FieldId::PhoneNumber),
                FieldId::BirthZipCode => asks_birth_postcode(self.value(FieldId::BirthCountry)),
                FieldId::ResidenceCountry(index) | FieldId::Tin(index) => index < self.residences,
                _ => true,
            }
    }

    pub(super) fn add_residence(&mut self) {
        self.change();
        self.residences = (self.residences + 1).min(tax::MAX_RESIDENCES as u8);
    }

    /// Removes the last residence, with what was typed for it.
    pub(super) fn remove_residence(&mut self) {
        if self.residences > 1 {
            self.change();
            self.residences -= 1;
            let gone = [FieldId::ResidenceCountry(self.residences), FieldId::Tin(self.residences)];
            self.values.retain(|(id, _)| !gone.contains(id));
            self.errors.retain(|(id, _)| !gone.contains(id));
            self.listed.retain(|id| !gone.contains(id));
        }
    }
}

/// The errors on fields that this version has. An error on the residences as a whole goes to the first country.
fn known_errors(errors: &[FieldError]) -> Vec<(FieldId, FieldErrorCode)> {
    errors
        .iter()
        .filter_map(|error| {
            let path = if error.field == "residences" { "residences.0.country" } else { &error.field };
            Some((FieldId::at(path)?, error.code))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use contract::submission::Submission;

    use super::{fields::groups_of, *};
    use crate::model::random::Random;

    fn today() -> Date {
        Date::parse("2026-11-23").unwrap()
    }

    fn filled(step: StepId, values: &[(FieldId, &str)]) -> Form {
        let mut form = Form::new(step, Typed::default()).unwrap();
        for (id, value) in values {
            form.edit(*id, (*value).into());
        }
        form
    }

    #[test]
    fn steps_without_a_form_have_none() {
        for step in [StepId::Device, StepId::Identity, StepId::Proof, StepId::Screening, StepId::Unknown] {
            assert!(Form::new(step, Typed::default()).is_none());
            assert!(groups_of(step, 1).is_empty());
        }
    }

    #[test]
    fn errors_come_in_the_order_of_the_screen() {
        let mut form = Form::new(StepId::Profile, Typed::default()).unwrap();
        form.check(today());
        assert_eq!(form.first_error(), Some(FieldId::Civility));
        let shown: Vec<_> = fields_in(form.all_groups()).collect();
        let positions: Vec<_> =
            form.errors.iter().map(|(id, _)| shown.iter().position(|known| known == id)).collect();
        assert!(positions.is_sorted() && positions.iter().all(Option::is_some));
    }

    #[test]
    fn an_empty_field_gets_no_error_until_the_form_is_sent() {
        let mut form = filled(StepId::Profile, &[(FieldId::FirstName, "")]);
        form.check_field(FieldId::FirstName, today());
        assert_eq!(form.error(FieldId::FirstName), None);
        form.edit(FieldId::FirstName, "Ирина".into());
        form.check_field(FieldId::FirstName, today());
        assert_eq!(form.error(FieldId::FirstName), Some(FieldErrorCode::InvalidCharacters));
        form.edit(FieldId::FirstName, "Irina".into());
        assert_eq!(form.error(FieldId::FirstName), None);
    }

    #[test]
    fn an_edit_makes_another_intention() {
        let mut form = filled(StepId::Declarative, &[(FieldId::Income, "1")]);
        let mut random = Random::new(1);
        let key = form.press.begin_with_key(&mut random);
        form.edit(FieldId::Income, "2".into());
        assert_ne!(form.press.begin_with_key(&mut random), key);
    }

    #[test]
    fn a_residence_is_removed_with_what_was_typed_for_it() {
        let mut form =
            filled(StepId::Tax, &[(FieldId::IsUsPerson, "false"), (FieldId::ResidenceCountry(0), "FR")]);
        for _ in 0..5 {
            form.add_residence();
        }
        assert_eq!(form.residences, 3);
        form.edit(FieldId::Tin(2), "123".into());
        form.remove_residence();
        assert_eq!((form.residences, form.value(FieldId::Tin(2))), (2, ""));
        assert!(!form.shows(FieldId::Tin(2)) && form.shows(FieldId::Tin(1)));
    }

    #[test]
    fn texts_are_sent_without_white_space_around_them() {
        let form = filled(
            StepId::Profile,
            &[
                (FieldId::FirstName, "  Zoé "),
                (FieldId::PhoneNumber, "0033 6 12 34 56 78"),
                (FieldId::BirthZipCode, "75001"),
            ],
        );
        let Submission::Profile(profile) = form.submission() else { panic!("not a profile") };
        assert_eq!((profile.first_name.as_str(), profile.phone_number.as_str()), ("Zoé", "+33612345678"));
        assert_eq!(profile.birth_zip_code, "", "it is asked only in France");
    }

    #[test]
    fn server_errors_on_fields_of_other_forms_are_not_shown() {
        let mut form = Form::new(StepId::Declarative, Typed::default()).unwrap();
        assert!(form.take_errors(&[FieldError::new("income", FieldErrorCode::NotAllowed)]));
        assert!(!form.take_errors(&[FieldError::new("shoeSize", FieldErrorCode::NotAllowed)]));
        assert!(
            !form.take_errors(&[FieldError::new("firstName", FieldErrorCode::Required)]),
            "of another form"
        );
    }
}
