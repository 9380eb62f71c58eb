//! The snapshot: everything the browser needs to draw the onboarding, and nothing personal except what a transfer must name.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{
    diligence::Diligence,
    message::message,
    step::{Step, StepId},
    terms::TermsDocuments,
    time::Timestamp,
    word::words,
};

words! {
    /// The state of the whole onboarding (callback 34, `userRecordStatus`).
    #[derive(Default)]
    pub enum OnboardingStatus {
        /// The prospect has not been created yet.
        #[default]
        NotStarted = "not_started",
        /// The prospect exists.
        Initialized = "initialized",
        /// At least one expected step is done.
        InProgress = "in_progress",
        /// An electronic-money account without an identity check.
        WithoutKyc = "without_kyc",
        /// The account is open. Final.
        Validated = "validated",
        /// The account is refused. Final.
        Refused = "refused",
        /// The prospect was purged after 90 days. Final, unless [`Snapshot::can_restart`].
        Expired = "expired",
    } else {
        /// A status that this version does not know: the last known one still applies.
        Unknown = "unknown",
    }
}

impl OnboardingStatus {
    /// Whether the status is final.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Validated | Self::Refused | Self::Expired)
    }
}

words! {
    /// The state of the activation code. The code itself is never in a snapshot.
    #[derive(Default)]
    pub enum ActivationState {
        /// No code is expected yet.
        #[default]
        None = "none",
        /// The code is on its way from the provider.
        WaitingCode = "waiting_code",
        /// The code can be revealed.
        Ready = "ready",
        /// The phone is bound; the code is not needed any more.
        Bound = "bound",
        /// The provider could not make a code; another may follow.
        Error = "error",
        /// The customer said that somebody else used the code. It is never revealed again; another may follow.
        Reported = "reported",
    } else {
        /// A state that this version does not know.
        Unknown = "unknown",
    }
}

message! {
    /// The activation of the phone.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct Activation {
        /// The state of the code.
        state: ActivationState = "state",
        /// Grows by one with each different code; 0 before the first. A code of an older issue must be replaced on the screen.
        issue: u32 = "issue" or default,
        /// Whether `POST /onboarding/activation/report` can be called: a code was revealed, and it has not been reported.
        can_report: bool = "canReport" unless default,
    }
}

words! {
    /// A way to prove the customer's identity.
    pub enum ProofKind {
        /// Scan of the document and of the face, on the phone.
        FacialScan = "facial_scan",
        /// The document, and money sent from an account in the customer's own name.
        Transfer = "transfer",
    } else {
        /// Any other way; shown neutrally.
        Other = "other",
    }
}

words! {
    /// Whether an option can be chosen.
    pub enum ProofState {
        /// The one in use now.
        Chosen = "chosen",
        /// The customer can switch to it.
        Available = "available",
        /// Not available to this customer (any more).
        Closed = "closed",
    } else {
        /// A state that this version does not know: shown neutrally.
        Unknown = "unknown",
    }
}

message! {
    /// One way to prove the customer's identity (documentation, onboarding: options 1 to 3).
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct ProofOption {
        /// The way to prove the identity.
        kind: ProofKind = "kind",
        /// Whether it can be chosen.
        state: ProofState = "state",
    }
}

message! {
    /// The account that the customer sends money to. Present if the chosen option is a transfer and the account may be shown.
    #[derive(Clone, PartialEq, Eq)]
    pub struct Transfer {
        /// ISO 13616 account number, without spaces.
        iban: String = "iban",
        /// ISO 9362 code.
        bic: String = "bic",
        /// Name of the account holder.
        beneficiary: String = "beneficiary",
        /// Smallest accepted amount, in euro cents.
        min_cents: u32 = "minCents",
        /// Largest accepted amount, in euro cents.
        max_cents: u32 = "maxCents",
        /// Reference to give with the transfer.
        reference: String = "reference",
        /// Page of a payment initiation service that makes the transfer for the customer, if the partner has one.
        payment_url: Option<String> = "paymentUrl" unless default,
    }
}

impl fmt::Debug for Transfer {
    /// Omits the account, which must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transfer").finish_non_exhaustive()
    }
}

message! {
    /// A confirmation that is pending on the customer's phone (strong customer authentication).
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct Confirmation {
        /// The step to confirm.
        step: StepId = "step",
        /// When the request expires: five minutes after it was made.
        expires_at: Timestamp = "expiresAt",
    }
}

message! {
    /// Answer to `GET /onboarding` and to every submission.
    #[derive(Clone, PartialEq, Eq, Debug)]
    pub struct Snapshot {
        /// Grows with each change: an answer with a lower revision is stale. The ETag is derived from it.
        revision: u32 = "revision",
        /// The server's clock when this answer was made: the browser counts from it, never from its own clock.
        now: Timestamp = "now",
        /// The state of the whole onboarding.
        onboarding: OnboardingStatus = "onboarding",
        /// The steps, in the order to offer them.
        steps: Vec<Step> = "steps",
        /// The identity checks, in the order to show them; may be empty.
        diligences: Vec<Diligence> = "diligences" or default,
        /// The activation of the phone.
        activation: Activation = "activation" or default,
        /// The ways to prove the customer's identity, in the order to show them; empty if there is nothing to choose.
        options: Vec<ProofOption> = "options" unless default,
        /// Where to send money; present if it may be shown.
        transfer: Option<Transfer> = "transfer" unless default,
        /// The texts to accept; present if the onboarding has the step `terms`.
        terms: Option<TermsDocuments> = "terms" unless default,
        /// The confirmation that is pending on the phone, if any.
        confirmation: Option<Confirmation> = "confirmation" unless default,
        /// How many of the customer's details the provider corrected; `GET /onboarding/profile` lists them. 0: none.
        corrections: u32 = "corrections" unless default,
        /// Maximum size of a document to upload, in bytes; 0: uploads are not possible.
        upload_max_bytes: u32 = "uploadMaxBytes" unless default,
        /// Whether `GET /onboarding/self-certification` has the customer's tax self-certification.
        has_self_certification: bool = "hasSelfCertification" unless default,
        /// The open steps that have a draft ([`crate::draft`]); absent if the backend keeps no drafts.
        drafts: Option<Vec<StepId>> = "drafts" unless default,
        /// Whether `GET /onboarding/profile` has what the partner knows of the customer, who has not sent their details yet.
        is_prefilled: bool = "prefilled" unless default,
        /// Whether `POST /onboarding/restart` starts again; only with [`OnboardingStatus::Expired`].
        can_restart: bool = "canRestart" unless default,
        /// The name of the channel on which the tabs of one browser with this onboarding find each other, so that one polls for
        /// all: 16 to 64 letters and digits, the same in every session of the onboarding, with no other purpose. Absent:
        /// each tab polls for itself.
        channel: Option<String> = "channel" unless default,
        /// When to ask again, in milliseconds after this answer; 0: never, nothing can change any more.
        poll_after_ms: u32 = "pollAfterMs",
        /// When the session ends unless it is renewed.
        session_expires_at: Timestamp = "sessionExpiresAt",
        /// When the prospect is purged (90 days after creation); absent before and after.
        prospect_expires_at: Option<Timestamp> = "prospectExpiresAt" unless default,
    }
}

impl Snapshot {
    /// The step with that id, if this onboarding has it.
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }
}
