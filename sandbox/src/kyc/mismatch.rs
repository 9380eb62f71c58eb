//! Differences between the identity document and the customer's details (documentation, KYC: mismatches). A correction
//! of the details resolves each of them: [`crate::kyc::identification`] then checks the pictures again.

use serde::{Deserialize, Serialize};

/// The detail that differs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mismatch {
    /// The first names.
    FirstName,
    /// The last name.
    LastName,
    /// The name at birth.
    BirthName,
    /// The date of birth.
    BirthDate,
    /// All names together.
    FullName,
    /// The civility.
    Civility,
    /// The nationality.
    Nationality,
    /// Birth name and last name are swapped.
    BirthNameAndLastName,
    /// First name and last name are swapped.
    FirstNameAndLastName,
    /// A detail that is not named.
    Data,
}

impl Mismatch {
    /// Every published kind.
    pub const ALL: [Self; 10] = [
        Self::FirstName,
        Self::LastName,
        Self::BirthName,
        Self::BirthDate,
        Self::FullName,
        Self::Civility,
        Self::Nationality,
        Self::BirthNameAndLastName,
        Self::FirstNameAndLastName,
        Self::Data,
    ];

    /// The published text, character by character: `’` where it is published so.
    pub fn reason(self) -> &'static str {
        match self {
            Self::FirstName => "Inconsistent firstName between ID document and user’s information",
            Self::LastName => "Inconsistent lastName between ID document and user’s information",
            Self::BirthName => "Inconsistent birthName between ID document and user’s information",
            Self::BirthDate => "Inconsistent birthDate between ID document and user’s information",
            Self::FullName => "Inconsistent fullName between ID document and user’s information",
            Self::Civility => "Inconsistent civility between ID document and user’s information",
            Self::Nationality => {
                "Nationality on id card does not match with user's nationality. Case will be reopened"
            }
            Self::BirthNameAndLastName => "Data inversion: birthName and lastName",
            Self::FirstNameAndLastName => "Data inversion: firstName and lastName",
            Self::Data => "Document and data mismatch",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_text() {
        let mut reasons = Mismatch::ALL.map(Mismatch::reason);
        reasons.sort_unstable();
        assert!(reasons.windows(2).all(|pair| pair[0] != pair[1]), "{reasons:?}");
    }
}
