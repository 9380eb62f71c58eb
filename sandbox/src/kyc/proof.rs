//! The proof of identity in addition to the document: a scan of the face, or a transfer from an account in the same
//! name. The customer may refuse the scan ([`crate::kyc::scan_refusal`]); then the transfer is required (documentation,
//! KYC).

use serde::{Deserialize, Serialize};

/// The required proof in addition to the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Proof {
    /// A video of the face.
    Selfie,
    /// A transfer.
    Transfer,
}

impl Proof {
    /// The word in settings, and in answers for the phone.
    pub fn name(self) -> &'static str {
        match self {
            Self::Selfie => "selfie",
            Self::Transfer => "transfer",
        }
    }
}
