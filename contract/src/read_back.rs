//! Reading back what the customer entered: personal data, so it has its own call and is in no snapshot.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{path, profile::Profile, reason::Reason, word::words};

words! {
    /// Why the provider corrected a detail (callback `UserCreatedOrUpdated`, `dataCorrectionLogs`).
    pub enum CorrectionKind {
        /// The content changed.
        Correction = "correction",
        /// Only the spelling changed.
        Normalization = "normalization",
    } else {
        /// For another reason.
        Unknown = "unknown",
    }
}

/// A detail that the provider corrected.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Correction {
    /// Path in [`Profile`]: `address.city`.
    pub field: String,
    /// What the customer had entered.
    pub original_value: String,
    /// The corrected value.
    pub new_value: String,
    /// The reason.
    pub kind: CorrectionKind,
}

/// Answer to `GET /onboarding/profile`. Before the customer has sent their details, it has what the partner knows of them
/// ([`crate::session::Prefill`]); a field of which nothing is known is empty.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileResponse {
    /// The record: the customer's entries with the provider's corrections.
    pub profile: Profile,
    /// Paths in [`Profile`] that the customer cannot change.
    #[serde(default)]
    pub locked: Vec<String>,
    /// The provider's corrections: the newest one of each field.
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

/// The paths in [`Profile`] that the customer should check for a reason; empty if the reason is about something else.
pub const fn fields_of(reason: Reason) -> &'static [&'static str] {
    match reason {
        Reason::NamesSwapped => &[path::FIRST_NAME, path::LAST_NAME],
        Reason::BirthNameSwapped => &[path::LAST_NAME, path::BIRTH_NAME],
        Reason::FirstNameMismatch => &[path::FIRST_NAME],
        Reason::LastNameMismatch => &[path::LAST_NAME],
        Reason::BirthNameMismatch => &[path::BIRTH_NAME],
        Reason::FullNameMismatch => &[path::FIRST_NAME, path::LAST_NAME, path::BIRTH_NAME],
        Reason::BirthDateMismatch => &[path::BIRTH_DATE],
        Reason::CivilityMismatch => &[path::CIVILITY],
        Reason::NationalityMismatch => &[path::NATIONALITY],
        Reason::DataMismatch => &[
            path::CIVILITY,
            path::FIRST_NAME,
            path::LAST_NAME,
            path::BIRTH_NAME,
            path::BIRTH_DATE,
            path::NATIONALITY,
        ],
        _ => &[],
    }
}
