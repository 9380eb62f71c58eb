//! The snapshot: all the browser needs to know to draw the onboarding, and nothing personal.

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

message! {
    /// The activation of the phone.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct Activation {
        /// What is known.
        state: ActivationState = "state",
        /// Grows by one with each different code: a shown code of an older issue must be redrawn. 0 before the first.
        issue: u32 = "issue" or default,
        /// Whether `POST /onboarding/activation/report` can be called: a code was revealed and none since was reported.
        can_report: bool = "canReport" unless default,
    }
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

message! {
    /// One way to prove who the customer is (documentation, onboarding: options 1 to 3).
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct ProofOption {
        /// Which way.
        kind: ProofKind = "kind",
        /// Whether it can be taken.
        state: ProofState = "state",
    }
}

message! {
    /// The account a customer sends money to, when the option is a transfer and it may be shown.
    #[derive(Clone, PartialEq, Eq)]
    pub struct Transfer {
        /// ISO 13616 account number, without spaces.
        iban: String = "iban",
        /// ISO 9362 code.
        bic: String = "bic",
        /// Name of the account holder.
        beneficiary: String = "beneficiary",
        /// Least amount accepted, in euro cents.
        min_cents: u32 = "minCents",
        /// Largest amount accepted, in euro cents.
        max_cents: u32 = "maxCents",
        /// Text to give with the transfer.
        reference: String = "reference",
        /// Page of a payment initiation service that makes the transfer for the customer, where the partner has one.
        payment_url: Option<String> = "paymentUrl" unless default,
    }
}

impl fmt::Debug for Transfer {
    /// Without the account: it belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transfer").finish_non_exhaustive()
    }
}

message! {
    /// A confirmation that waits on the customer's phone (strong customer authentication).
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct Confirmation {
        /// The step to confirm.
        step: StepId = "step",
        /// When the request lapses: five minutes after it was made.
        expires_at: Timestamp = "expiresAt",
    }
}

message! {
    /// Answer to `GET /onboarding` and to every submission.
    #[derive(Clone, PartialEq, Eq, Debug)]
    pub struct Snapshot {
        /// Grows with each change: an answer with a lower one is stale. The ETag is made of it.
        revision: u32 = "revision",
        /// The server's clock when this answer was made: the browser counts from it, never from its own clock.
        now: Timestamp = "now",
        /// Where the whole stands.
        onboarding: OnboardingStatus = "onboarding",
        /// The steps, in the order to offer them.
        steps: Vec<Step> = "steps",
        /// The identity checks, in the order to show them; may be empty.
        diligences: Vec<Diligence> = "diligences" or default,
        /// The activation of the phone.
        activation: Activation = "activation" or default,
        /// The ways to prove who the customer is, in the order to show them; empty where there is nothing to choose.
        options: Vec<ProofOption> = "options" unless default,
        /// Where to send money, when it may be shown.
        transfer: Option<Transfer> = "transfer" unless default,
        /// The texts to accept, where the onboarding has the step `terms`.
        terms: Option<TermsDocuments> = "terms" unless default,
        /// What waits on the phone, if anything does.
        confirmation: Option<Confirmation> = "confirmation" unless default,
        /// How many of the customer's details the provider corrected; `GET /onboarding/profile` tells which. 0: none.
        corrections: u32 = "corrections" unless default,
        /// Largest document that can be uploaded, in bytes; 0: none can.
        upload_max_bytes: u32 = "uploadMaxBytes" unless default,
        /// Whether `GET /onboarding/self-certification` has the customer's tax self-certification.
        has_self_certification: bool = "hasSelfCertification" unless default,
        /// The open steps of which a draft is kept ([`crate::draft`]); absent where the backend keeps none at all.
        drafts: Option<Vec<StepId>> = "drafts" unless default,
        /// Whether `POST /onboarding/restart` starts again; only with [`OnboardingStatus::Expired`].
        can_restart: bool = "canRestart" unless default,
        /// What the tabs of one browser that belong to this onboarding know each other by, so that one of them asks for all:
        /// 16 to 64 letters and digits, the same in every session of the onboarding, of no use for anything else. Absent:
        /// each asks for itself.
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
    /// The step of that id, if this onboarding has it.
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }
}
