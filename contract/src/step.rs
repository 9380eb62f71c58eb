//! The steps of an onboarding and the states a step can be in. Which steps there are, and their order, is data.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// What a step is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepId {
    /// The customer's details; creates the prospect.
    Profile,
    /// Binding the phone by the QR code of the activation code.
    Device,
    /// Proof of identity, done on the phone.
    Identity,
    /// Complementary proof: facial scan or a transfer.
    Proof,
    /// Occupation, income, assets.
    Declarative,
    /// Tax residences.
    Tax,
    /// Acceptance of the terms.
    Terms,
    /// Checks that ask nothing of the customer.
    Screening,
    /// A step that this version does not know: shown neutrally, never blocks the page.
    #[serde(other)]
    Unknown,
}

impl StepId {
    /// The id on the wire and in paths.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Device => "device",
            Self::Identity => "identity",
            Self::Proof => "proof",
            Self::Declarative => "declarative",
            Self::Tax => "tax",
            Self::Terms => "terms",
            Self::Screening => "screening",
            Self::Unknown => "unknown",
        }
    }

    /// The step of that id; `None` where there is none.
    pub fn parse(id: &str) -> Option<Self> {
        [
            Self::Profile,
            Self::Device,
            Self::Identity,
            Self::Proof,
            Self::Declarative,
            Self::Tax,
            Self::Terms,
            Self::Screening,
        ]
        .into_iter()
        .find(|step| step.as_str() == id)
    }
}

/// Where a step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Nothing was received yet.
    Todo,
    /// On its way to the provider.
    Submitting,
    /// Received; the result is awaited.
    Submitted,
    /// The customer must confirm on the phone (see [`crate::snapshot::Confirmation`]).
    ConfirmOnPhone,
    /// The customer must correct or try again: see [`Step::reasons`] and [`Step::documents`].
    ActionRequired,
    /// Being looked at by a person; nothing to do.
    Review,
    /// Finished.
    Done,
    /// Finished badly; nothing the customer can do within this step.
    Failed,
    /// Not part of this customer's process (any more).
    NotNeeded,
    /// A state that this version does not know: shown neutrally.
    #[serde(other)]
    Unknown,
}

/// Why the customer is asked to act again. Each has a text in every language; no provider text is passed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// First name and last name are swapped compared with the document.
    NamesSwapped,
    /// Birth name and last name are swapped compared with the document.
    BirthNameSwapped,
    /// The first name differs from the document.
    FirstNameMismatch,
    /// The last name differs from the document.
    LastNameMismatch,
    /// The birth name differs from the document.
    BirthNameMismatch,
    /// The full name differs from the document.
    FullNameMismatch,
    /// The birth date differs from the document.
    BirthDateMismatch,
    /// The civility differs from the document.
    CivilityMismatch,
    /// The nationality differs from the document.
    NationalityMismatch,
    /// Some detail differs from the document; which one is not told.
    DataMismatch,
    /// The picture of the document cannot be read (blurred, dark, badly framed, incomplete).
    DocumentQuality,
    /// The document has expired.
    DocumentExpired,
    /// The document is of a kind or a country that is not accepted, or was not recognised.
    DocumentUnsupported,
    /// The picture or the video of the face cannot be used.
    SelfieQuality,
    /// The person on the document is a minor.
    Minor,
    /// The terms were refused in the signature.
    TermsRefused,
    /// The transfer came from another person's account.
    OtherPayer,
    /// The confirmation was refused on the phone.
    ConfirmationRefused,
    /// Nobody confirmed within five minutes.
    ConfirmationTimedOut,
    /// The phone is not ready to confirm (no wallet, or not activated).
    DeviceNotReady,
    /// The demand lapsed; a new one is needed.
    Expired,
    /// Any other reason.
    #[serde(other)]
    Other,
}

/// A document the customer is asked for (documentation, legal entities, codes 22 to 24).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// IRS form W-9.
    W9,
    /// IRS form W-8BEN.
    W8Ben,
    /// Another document, named after a justification text.
    #[serde(other)]
    Other,
}

/// One step, as the snapshot carries it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What it is about.
    pub id: StepId,
    /// Where it stands.
    pub state: StepState,
    /// Steps that must be done before this one can be started; may be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<StepId>,
    /// Why it needs the customer again; empty unless `action_required` or `failed`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Documents asked for; empty unless `action_required`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentKind>,
    /// When what was sent lapses, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When the result is expected, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_by: Option<Timestamp>,
}
