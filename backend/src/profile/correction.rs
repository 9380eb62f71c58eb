//! The provider's corrections of the customer's details: which of them count, and how they change a profile.

use contract::{path, profile::Profile, read_back::Correction};

use crate::{
    callback::{correction, envelope::Envelope},
    journey::{
        fact::{self, Dated, Report},
        progress::Progress,
    },
};

/// The newest correction of each field that `progress` counts, with the values from the inbox.
pub(crate) fn counted(progress: &Progress, reports: &[Dated], inbox: &[Envelope]) -> Vec<Correction> {
    let corrected = reports.iter().filter(|dated| matches!(dated.report, Report::Corrected(_)));
    let values: Vec<Correction> = corrected
        .filter_map(|dated| inbox.iter().find(|envelope| envelope.key == dated.key))
        .flat_map(correction::values)
        .collect();
    let newest = |counted: &fact::Correction| {
        values.iter().rev().find(|correction| correction.field == counted.field).cloned()
    };
    progress.corrections.iter().filter_map(newest).collect()
}

/// Applies the corrections to the fields of `profile` that still have the value that the customer entered.
pub(crate) fn apply(mut profile: Profile, corrections: &[Correction]) -> Profile {
    for correction in corrections {
        let is_as_entered = path::get(&profile, &correction.field) == correction.original_value;
        if is_as_entered && !correction.new_value.is_empty() {
            path::set(&mut profile, &correction.field, &correction.new_value);
        }
    }
    profile
}
