//! The recorded facts: what was sent to the provider, and what the provider reported.
//!
//! Dates of the two kinds come from two clocks and are never compared with each other. To order one before the
//! other, the [`Horizon`] of what was sent says which reports were already known.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    reason::Reason,
    step::{DocumentKind, RequiredDocument, StepId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::diligence::rank;

/// A submission that the provider answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sent {
    /// The step it belongs to.
    pub step: StepId,
    /// The document that was sent for the step; `None` if it was the step's form.
    #[serde(default)]
    pub document: Option<DocumentKind>,
    /// Whether it repeats the previous submission, only to ask for the confirmation again.
    #[serde(default)]
    pub is_repeat: bool,
    /// What the provider answered.
    pub answer: Answer,
    /// The reports known when it was sent. These and older ones are about an earlier submission.
    #[serde(default)]
    pub horizon: Horizon,
    /// The version of the texts that was accepted; only for the step `terms`.
    #[serde(default)]
    pub terms_version: Option<String>,
    /// Which of the customer's details a correction changed: paths, no values. `None` if that is not known, and for anything
    /// other than a correction of the step `profile`.
    #[serde(default)]
    pub changed: Option<Vec<String>>,
}

/// A change of the customer's details that was sent to the provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// Which details: paths, no values.
    pub changed: Vec<String>,
    /// The reports known when it was first sent.
    pub horizon: Horizon,
}

impl Sent {
    /// Includes what was sent before it for the same step and may have been carried out: the details changed from then on.
    pub fn follow(&mut self, earlier: Change) {
        let Some(changed) = &mut self.changed else { return };
        let is_new = |path: &String| !changed.contains(path);
        let missing: Vec<_> = earlier.changed.into_iter().filter(is_new).collect();
        changed.extend(missing);
        self.horizon = earlier.horizon;
    }

    /// Whether it is the form of `step`, and not a document for it.
    pub fn is_form_of(&self, step: StepId) -> bool {
        self.step == step && self.document.is_none()
    }
}

/// The reports known at some moment.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Horizon {
    /// The newest date among them, by the provider's clock; `None` if none had a date.
    at: Option<Timestamp>,
    /// Their keys: further reports with the same date or without a date may come later.
    keys: Vec<String>,
}

impl Horizon {
    /// The horizon of what is known now.
    pub fn of(reports: &[Dated]) -> Self {
        Self {
            at: reports.iter().filter_map(Dated::made_at).max(),
            keys: reports.iter().map(|dated| dated.key.clone()).collect(),
        }
    }

    /// Whether the report with that date and key was known, or was made before a known one.
    pub fn has_passed(&self, made_at: Option<Timestamp>, key: &str) -> bool {
        made_at.is_some_and(|made_at| Some(made_at) < self.at) || self.keys.iter().any(|known| known == key)
    }
}

/// What the provider answered to a submission.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Accepted.
    Accepted,
    /// Accepted, with the immediate result of the tax declaration (partners of the kind `psee`).
    Assessed(TaxReport),
    /// The customer must confirm on the phone.
    ConfirmationAsked {
        /// The provider's id of the request (`AuthenticationId`).
        authentication_id: String,
    },
    /// No phone can confirm: there is no wallet, or it is not activated.
    DeviceNotReady,
}

impl Answer {
    /// The id of the confirmation that it asks for.
    pub fn authentication_id(&self) -> Option<&String> {
        match self {
            Self::ConfirmationAsked { authentication_id } => Some(authentication_id),
            Self::Accepted | Self::Assessed(_) | Self::DeviceNotReady => None,
        }
    }
}

/// A submission and the time of its answer, by this server's clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentAt {
    /// When it was answered.
    pub at: Timestamp,
    /// The submission.
    pub sent: Sent,
}

/// The meaning of a callback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Report {
    /// 34: the status of the user's record.
    Record(Record),
    /// 35: a code, as its digest. The code itself is stored apart.
    Code {
        /// SHA-256 of the normalised code, hexadecimal.
        digest: String,
    },
    /// 35 with an error: no code could be made.
    NoCode,
    /// 4: the identity folder.
    Identity(IdentityReport),
    /// 36: the answer to a confirmation on the phone.
    Confirmation(ConfirmationReport),
    /// 44: the tax declaration.
    Tax(TaxReport),
    /// 48, 47: an identification page. Its address is stored apart.
    Webview,
    /// 31: a transfer from the customer's own account.
    Transfer(IdentityCheck),
    /// 16, 38 and what replaces them: money that arrived was returned.
    MoneyReturned,
    /// `PoliticallyExposedPersonStatusCreatedOrUpdated`: whether the screening is finished. Its result is never shown.
    Screening(Screening),
    /// 45: the account.
    Account {
        /// Its state; `None` for a word this version does not know.
        status: Option<Account>,
        /// Its id at the provider (`accountId`).
        id: Option<String>,
    },
    /// `UserCreatedOrUpdated`: which of the customer's details the provider corrected.
    Corrected(Vec<Correction>),
}

/// The state of the screening.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Screening {
    /// Running, or waiting for a decision.
    Running,
    /// Finished.
    Done,
}

/// `accountStatus` of callback 45.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Account {
    /// It has an IBAN and cannot be used.
    Initialized,
    /// Open (`Validated` for electronic money).
    Activated,
    /// Frozen.
    Frozen,
    /// Its closure is requested or in progress.
    Closing,
    /// Closed.
    Closed,
}

/// A detail that the provider corrected. The values stay in the inbox: they are personal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Correction {
    /// The field, by its path in [`contract::profile::Profile`]: `address.city`.
    pub field: String,
    /// Whether only its spelling changed (`Normalization`), and not its content (`Correction`).
    pub is_normalization: bool,
}

impl Report {
    /// The order of reports with the same date: the later stage of a process comes last.
    fn rank(&self) -> (u8, u8) {
        match self {
            Self::Record(record) => (0, *record as u8),
            Self::NoCode => (1, 0),
            Self::Code { .. } => (1, 1),
            Self::Identity(report) => (2, report.status.map_or(0, |status| status as u8 + 1)),
            Self::Confirmation(report) => (3, report.result.rank()),
            Self::Tax(report) => (4, report.status as u8),
            Self::Webview => (5, 0),
            Self::Transfer(check) => (6, rank(check.state)),
            Self::Screening(screening) => (7, *screening as u8),
            Self::Account { status, .. } => (8, status.map_or(0, |status| status as u8 + 1)),
            Self::Corrected(_) => (9, 0),
            Self::MoneyReturned => (10, 0),
        }
    }
}

/// `userRecordStatus` of callback 34, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Record {
    /// The prospect exists.
    Initialized,
    /// At least one expected step is done.
    InProgress,
    /// An electronic-money account without identity check.
    WithoutKyc,
    /// The account is open. Final.
    Validated,
    /// The account is refused. Final.
    Refused,
}

/// Status of the identity folder (callback 4), in the order of the process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum IdentityStatus {
    /// Opened; nothing was sent.
    Initialized,
    /// Something was sent; the check is running.
    Pending,
    /// Something is missing or was refused.
    Incomplete,
    /// A person is reviewing it.
    AwaitingExpertise,
    /// All is accepted (`Complete`, also written `Validated`).
    Complete,
    /// Under suspicion: waits for the refusal of the user's record. Never shown to the customer.
    FraudSuspicion,
    /// Closed without success.
    Rejected,
}

/// Callback 4.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdentityReport {
    /// The folder's status; `None` for a word this version does not know.
    pub status: Option<IdentityStatus>,
    /// One entry for each check; empty if the callback lists none.
    pub checks: Vec<IdentityCheck>,
}

/// One diligence of callback 4.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IdentityCheck {
    /// What is checked.
    pub kind: DiligenceKind,
    /// Its state.
    pub state: DiligenceState,
    /// Why it was refused, if the reason is given and understood.
    pub reason: Option<Reason>,
}

/// Callback 36.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfirmationReport {
    /// Which request it answers; may be missing.
    pub authentication_id: Option<String>,
    /// The outcome.
    pub result: ConfirmationResult,
    /// The step that the attached answer belongs to, if an answer is attached.
    pub step: Option<StepId>,
    /// The result of the tax declaration, if one is attached.
    pub tax: Option<TaxReport>,
}

/// The outcome of a confirmation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConfirmationResult {
    /// Not confirmed, and why.
    Failed(Reason),
    /// Confirmed: the operation was carried out.
    Succeeded,
}

impl ConfirmationResult {
    const fn rank(self) -> u8 {
        match self {
            Self::Failed(_) => 0,
            Self::Succeeded => 1,
        }
    }
}

/// Result of a tax declaration (callback 44, or attached to an answer).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaxReport {
    /// `fatcaEaiStatus`.
    pub status: TaxStatus,
    /// The required documents, one of each kind, and the state of each.
    pub documents: Vec<RequiredDocument>,
}

/// `fatcaEaiStatus`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxStatus {
    /// Documents are missing or refused.
    Nok,
    /// Documents are under review.
    Pending,
    /// Nothing is required any more.
    Ok,
}

/// A report and its dates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dated {
    /// The provider's date (`Webhook-Processdate`), or the date of arrival if it is missing.
    pub at: Timestamp,
    /// Whether [`Dated::at`] is the provider's date.
    pub has_date: bool,
    /// When it first arrived, by this server's clock.
    pub received_at: Timestamp,
    /// The same for every delivery of one callback. It orders reports that are otherwise equal, so that arrival never does.
    pub key: String,
    /// The report.
    pub report: Report,
}

impl Dated {
    /// The provider's date, if it gave one.
    pub fn made_at(&self) -> Option<Timestamp> {
        self.has_date.then_some(self.at)
    }
}

/// Sorts reports into the order in which the provider made them.
pub fn sort(reports: &mut [Dated]) {
    reports.sort_by(|a, b| (a.at, a.report.rank(), &a.key).cmp(&(b.at, b.report.rank(), &b.key)));
}
