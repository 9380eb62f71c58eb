//! The snapshot: all the browser needs to know to draw the onboarding, and nothing personal.

use alloc::{string::String, vec::Vec};
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    diligence::Diligence,
    step::{Step, StepId, is_false},
    terms::TermsDocuments,
    time::Timestamp,
    word::words,
};

words! {
    /// Where the whole onboarding stands (callback 34, `userRecordStatus`).
    #[derive(Default)]
    pub enum OnboardingStatus {
        /// The prospect was not created yet.
        #[default]
        NotStarted = "not_started",
        /// The prospect exists.
        Initialized = "initialized",
        /// At least one expected step is done.
        InProgress = "in_progress",
        /// An electronic-money account without identity check.
        WithoutKyc = "without_kyc",
        /// The account is open. Final.
        Validated = "validated",
        /// The account is refused. Final.
        Refused = "refused",
        /// The prospect was purged after 90 days. Final, unless [`Snapshot::can_restart`].
        Expired = "expired",
    } else {
        /// A status that this version does not know: the last known one goes on.
        Unknown = "unknown",
    }
}

impl OnboardingStatus {
    /// Whether nothing can follow.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Validated | Self::Refused | Self::Expired)
    }
}

words! {
    /// What is known of the activation code. The code itself is never in a snapshot.
    #[derive(Default)]
    pub enum ActivationState {
        /// No code can be expected yet.
        #[default]
        None = "none",
        /// The code is on its way from the provider.
        WaitingCode = "waiting_code",
        /// The code can be revealed.
        Ready = "ready",
        /// The phone is bound; the code is not needed any more.
        Bound = "bound",
        /// The provider could not make a code; another may come.
        Error = "error",
        /// The customer said that somebody else used the code: it is not revealed any more; another may come.
        Reported = "reported",
    } else {
        /// A state that this version does not know.
        Unknown = "unknown",
    }
}

/// The activation of the phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Activation {
    /// What is known.
    pub state: ActivationState,
    /// Grows by one with each different code: a shown code of an older issue must be redrawn. 0 before the first.
    #[serde(default)]
    pub issue: u32,
    /// Whether `POST /onboarding/activation/report` can be called: a code was revealed and none since was reported.
    #[serde(default, skip_serializing_if = "is_false")]
    pub can_report: bool,
}

words! {
    /// A way to prove who the customer is.
    pub enum ProofKind {
        /// Scan of the document and of the face, on the phone.
        FacialScan = "facial_scan",
        /// The document, and money sent from an account in the customer's own name.
        Transfer = "transfer",
    } else {
        /// Any other: shown neutrally.
        Other = "other",
    }
}

words! {
    /// Whether a way can be taken.
    pub enum ProofState {
        /// The one that runs now.
        Chosen = "chosen",
        /// The customer can change to it.
        Available = "available",
        /// Not open to this customer (any more).
        Closed = "closed",
    } else {
        /// A state that this version does not know: shown neutrally.
        Unknown = "unknown",
    }
}

/// One way to prove who the customer is (documentation, onboarding: options 1 to 3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProofOption {
    /// Which way.
    pub kind: ProofKind,
    /// Whether it can be taken.
    pub state: ProofState,
}

/// The account a customer sends money to, when the option is a transfer and it may be shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transfer {
    /// ISO 13616 account number, without spaces.
    pub iban: String,
    /// ISO 9362 code.
    pub bic: String,
    /// Name of the account holder.
    pub beneficiary: String,
    /// Least amount accepted, in euro cents.
    pub min_cents: u32,
    /// Largest amount accepted, in euro cents.
    pub max_cents: u32,
    /// Text to give with the transfer.
    pub reference: String,
    /// Page of a payment initiation service that makes the transfer for the customer, where the partner has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_url: Option<String>,
}

impl fmt::Debug for Transfer {
    /// Without the account: it belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transfer").finish_non_exhaustive()
    }
}

/// A confirmation that waits on the customer's phone (strong customer authentication).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confirmation {
    /// The step to confirm.
    pub step: StepId,
    /// When the request lapses: five minutes after it was made.
    pub expires_at: Timestamp,
}

/// Answer to `GET /onboarding` and to every submission.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Grows with each change: an answer with a lower one is stale. The ETag is made of it.
    pub revision: u32,
    /// The server's clock when this answer was made: the browser counts from it, never from its own clock.
    pub now: Timestamp,
    /// Where the whole stands.
    pub onboarding: OnboardingStatus,
    /// The steps, in the order to offer them.
    pub steps: Vec<Step>,
    /// The identity checks, in the order to show them; may be empty.
    #[serde(default)]
    pub diligences: Vec<Diligence>,
    /// The activation of the phone.
    #[serde(default)]
    pub activation: Activation,
    /// The ways to prove who the customer is, in the order to show them; empty where there is nothing to choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ProofOption>,
    /// Where to send money, when it may be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// The texts to accept, where the onboarding has the step `terms`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsDocuments>,
    /// What waits on the phone, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
    /// How many of the customer's details the provider put right; `GET /onboarding/profile` tells which. 0: none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub corrections: u32,
    /// Largest document that can be uploaded, in bytes; 0: none can.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub upload_max_bytes: u32,
    /// Whether `GET /onboarding/self-certification` has the customer's tax self-certification.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_self_certification: bool,
    /// The open steps of which a draft is kept ([`crate::draft`]); absent where the backend keeps none at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafts: Option<Vec<StepId>>,
    /// Whether `POST /onboarding/restart` begins anew; only with [`OnboardingStatus::Expired`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub can_restart: bool,
    /// What the tabs of one browser that belong to this onboarding know each other by, so that one of them asks for all:
    /// 16 to 64 letters and digits, the same in every session of the onboarding, of no use for anything else. Absent:
    /// each asks for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// When to ask again, in milliseconds after this answer; 0: never, nothing can change any more.
    pub poll_after_ms: u32,
    /// When the session ends unless it is renewed.
    pub session_expires_at: Timestamp,
    /// When the prospect is purged (90 days after creation); absent before and after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prospect_expires_at: Option<Timestamp>,
}

impl Snapshot {
    /// The step of that id, if this onboarding has it.
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}
