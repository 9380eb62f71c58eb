//! Which fields a form has, in which groups.

use contract::step::StepId;

use crate::model::field::{
    DETAILS,
    FieldId::{self, *},
};

/// A heading's text name and the fields under it.
pub(in crate::model) type Group = (&'static str, &'static [FieldId]);

const SITUATION: [Group; 1] = [("", &[EconomicActivity, Income, Asset])];
const TAXES: [Group; 4] = [
    ("", &[IsUsPerson]),
    ("residence", &[ResidenceCountry(0), Tin(0)]),
    ("residence", &[ResidenceCountry(1), Tin(1)]),
    ("residence", &[ResidenceCountry(2), Tin(2)]),
];
const TERMS: [Group; 1] = [("", &[AcceptAccount, AcceptCard, AcceptPartner])];

/// Whether the customer fills in a form for `step`.
pub(in crate::model) fn has_form(step: StepId) -> bool {
    !groups_of(step, 0).is_empty()
}

/// The fields that a step can ask for, in the order of the screen, in groups.
pub(super) fn groups_of(step: StepId, residences: u8) -> &'static [Group] {
    match step {
        StepId::Profile => &DETAILS,
        StepId::Declarative => &SITUATION,
        StepId::Tax => TAXES.get(..=residences.into()).unwrap_or(&TAXES),
        StepId::Terms => &TERMS,
        _ => &[],
    }
}

/// The fields of groups, in their order.
pub(super) fn fields_in(groups: &[Group]) -> impl Iterator<Item = FieldId> {
    groups.iter().flat_map(|(_, fields)| *fields).copied()
}
