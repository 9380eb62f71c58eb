//! Acceptance of the terms (documentation, CGU).

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    message::message,
    problem::{FieldError, FieldErrorCode},
    rule::Check,
};

message! {
    /// The texts to read before accepting, as the snapshot carries them. The backend's configuration names them.
    #[derive(Clone, PartialEq, Eq, Debug)]
    pub struct TermsDocuments {
        /// The version of the texts; sent back in [`Terms::version`].
        version: String = "version",
        /// `https` address of the terms of the account.
        account_url: String = "accountUrl",
        /// `https` address of the terms of the card.
        card_url: String = "cardUrl",
        /// `https` address of the partner's own terms.
        partner_url: String = "partnerUrl",
    }
}

/// Submission of the step `terms`. All three must be accepted: the provider has no way to record a refusal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms {
    /// The terms of the account.
    pub account: bool,
    /// The terms of the card.
    pub card: bool,
    /// The partner's own terms.
    pub partner: bool,
    /// The version of the texts that was shown, never empty. The backend stores it with the time.
    pub version: String,
}

impl Terms {
    /// The fields that break a rule.
    pub fn check(&self) -> Vec<FieldError> {
        let mut check = Check::default();
        for (field, accepted) in [("account", self.account), ("card", self.card), ("partner", self.partner)] {
            check.field(field, if accepted { Ok(()) } else { Err(FieldErrorCode::NotAccepted) });
        }
        // A page that received no texts showed none.
        let is_shown = !self.version.trim().is_empty();
        check.field("version", if is_shown { Ok(()) } else { Err(FieldErrorCode::Required) });
        check.errors()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_must_be_accepted() {
        let terms = |account, card, partner| Terms { account, card, partner, version: "1".into() };
        assert_eq!(terms(true, true, true).check(), []);
        let errors = terms(false, true, false).check();
        assert_eq!(
            errors,
            [
                FieldError::new("account", FieldErrorCode::NotAccepted),
                FieldError::new("partner", FieldErrorCode::NotAccepted)
            ]
        );
    }

    #[test]
    fn a_consent_must_name_the_version_of_the_texts() {
        let terms =
            |version: &str| Terms { account: true, card: true, partner: true, version: version.into() };
        for unnamed in ["", " "] {
            assert_eq!(
                terms(unnamed).check(),
                [FieldError::new("version", FieldErrorCode::Required)],
                "{unnamed:?}"
            );
        }
    }
}
