//! Which fields a form has, in which groups.

use contract::step::StepId;

use crate::model::field::{DETAILS, FieldId};

/// Whether the customer fills in a form for `step`.
pub(in crate::model) fn has_form(step: StepId) -> bool {
    matches!(step, StepId::Profile | StepId::Declarative | StepId::Tax | StepId::Terms)
}

/// A heading's text name and the fields under it.
pub(in crate::model) type Group = (&'static str, Vec<FieldId>);

/// The fields that a step can ask for, in the order of the screen, in groups.
pub(super) fn groups_of(step: StepId, residences: u8) -> Vec<Group> {
    use FieldId::*;
    match step {
        StepId::Profile => DETAILS.map(|(name, fields)| (name, fields.to_vec())).into(),
        StepId::Declarative => vec![("", vec![EconomicActivity, Income, Asset])],
        StepId::Tax => std::iter::once(("", vec![IsUsPerson]))
            .chain((0..residences).map(|index| ("residence", vec![ResidenceCountry(index), Tin(index)])))
            .collect(),
        StepId::Terms => vec![("", vec![AcceptAccount, AcceptCard, AcceptPartner])],
        _ => Vec::new(),
    }
}

pub(super) fn fields_of(step: StepId, residences: u8) -> Vec<FieldId> {
    groups_of(step, residences).into_iter().flat_map(|(_, fields)| fields).collect()
}
