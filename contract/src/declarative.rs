//! Occupation, income and assets (documentation, onboarding: declarative).

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    problem::{FieldError, FieldErrorCode},
    rule::Check,
};

/// The 42 accepted occupations: INSEE PCS 2003, level 3, in the order of the list.
pub const OCCUPATIONS: [u8; 42] = [
    11, 12, 13, 21, 22, 23, 31, 33, 34, 35, 37, 38, 42, 43, 44, 45, 46, 47, 48, 52, 53, 54, 55, 56, 62, 63,
    64, 65, 67, 68, 69, 71, 72, 74, 75, 77, 78, 81, 83, 84, 85, 86,
];
/// The highest bracket: brackets of income and of assets are numbered from 1 to this.
pub const BRACKETS: u8 = 7;

/// Submission of the step `declarative`. A field of 0 means that the customer did not answer it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Declarative {
    /// Monthly income: 1 up to 1,000 €, 2 to 1,800, 3 to 2,800, 4 to 3,600, 5 to 4,600, 6 to 6,000, 7 above.
    pub income: u8,
    /// Assets: 1 none, 2 up to 10,000 €, 3 to 50,000, 4 to 100,000, 5 to 300,000, 6 to 500,000, 7 above.
    pub asset: u8,
    /// One of [`OCCUPATIONS`].
    pub economic_activity: u8,
}

impl Declarative {
    /// The fields that break a rule.
    pub fn check(&self) -> Vec<FieldError> {
        let mut check = Check::default();
        check.field("economicActivity", one_of(self.economic_activity, |code| OCCUPATIONS.contains(&code)));
        check.field("income", one_of(self.income, |bracket| bracket <= BRACKETS));
        check.field("asset", one_of(self.asset, |bracket| bracket <= BRACKETS));
        check.errors()
    }
}

fn one_of(value: u8, accepts: fn(u8) -> bool) -> Result<(), FieldErrorCode> {
    match value {
        0 => Err(FieldErrorCode::Required),
        value if accepts(value) => Ok(()),
        _ => Err(FieldErrorCode::NotAllowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_codes_pass() {
        let good = Declarative { income: 7, asset: 1, economic_activity: 64 };
        assert_eq!(good.check(), []);
        let bad = Declarative { income: 0, asset: 8, economic_activity: 14 };
        assert_eq!(
            bad.check(),
            [
                FieldError::new("economicActivity", FieldErrorCode::NotAllowed),
                FieldError::new("income", FieldErrorCode::Required),
                FieldError::new("asset", FieldErrorCode::NotAllowed),
            ]
        );
    }
}
