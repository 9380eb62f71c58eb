//! Calls to the backend, as values. [`super::calls`] has those in progress.

use contract::{
    step::{DocumentKind, StepId},
    submission::Submission,
};

use super::field::{FieldId, Typed};

/// Identifies a call. Grows by one with each call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct CallId(pub(super) u32);

/// A call of the contract.
#[derive(Clone, PartialEq, Eq)]
pub enum Call {
    /// `GET /onboarding`.
    FetchSnapshot {
        /// Last known revision.
        after: Option<u32>,
        /// How long the server may hold the answer, in seconds; 0: it must answer at once.
        wait_seconds: u32,
    },
    /// `PUT /onboarding/steps/{step}`.
    SubmitStep {
        /// Kept over retries, so that the server does the same thing only once.
        idempotency_key: String,
        /// The content of the form.
        submission: Box<Submission>,
    },
    /// `POST /onboarding/steps/{step}/confirmation`.
    ResendConfirmation(StepId),
    /// `POST /onboarding/identity/alternative`.
    TakeAlternative,
    /// `POST /onboarding/documents`, with the file that was chosen for the document.
    Upload {
        /// Kept over retries, so that the server does the same thing only once.
        idempotency_key: String,
        /// The kind of document.
        kind: DocumentKind,
        /// The text for it; empty if there is none.
        justification: Typed,
    },
    /// `GET /onboarding/self-certification`.
    FetchCertificate,
    /// `POST /onboarding/activation`.
    RevealCode,
    /// `POST /onboarding/activation/report`.
    ReportCode,
    /// `GET /onboarding/profile`.
    ReadProfile,
    /// `GET /onboarding/drafts/{step}`.
    ReadDraft(StepId),
    /// `PUT /onboarding/drafts/{step}`.
    SaveDraft {
        /// The step of the form.
        step: StepId,
        /// Distinguishes this page's drafts from those of other pages.
        page: u32,
        /// Grows with each draft of this page.
        order: u32,
        /// The typed text.
        values: Vec<(FieldId, Typed)>,
    },
    /// `GET /places`.
    FetchPlaces {
        /// ISO 3166-1 alpha-2.
        country: String,
        /// Five digits.
        postcode: String,
    },
    /// `POST /onboarding/restart`.
    Restart,
}

impl Call {
    /// The lane of the call. A new call replaces one that runs in the same lane.
    pub fn lane(&self) -> Lane {
        match self {
            Self::FetchSnapshot { .. } => Lane::Status,
            // It is not a form: it does not wait for forms, and forms do not wait for it.
            Self::SubmitStep { submission, .. } if matches!(**submission, Submission::Identity(_)) => {
                Lane::Demand
            }
            Self::SubmitStep { .. } => Lane::Submit,
            Self::ResendConfirmation(_) => Lane::Resend,
            Self::TakeAlternative => Lane::Alternative,
            Self::Upload { .. } => Lane::Upload,
            Self::FetchCertificate => Lane::Download,
            Self::RevealCode => Lane::Reveal,
            Self::ReportCode => Lane::Report,
            Self::ReadProfile => Lane::Profile,
            Self::ReadDraft(_) | Self::SaveDraft { .. } => Lane::Draft,
            Self::FetchPlaces { .. } => Lane::Places,
            Self::Restart => Lane::Restart,
        }
    }
}

impl std::fmt::Debug for Call {
    /// Without typed text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::FetchSnapshot { after, wait_seconds } => {
                write!(f, "FetchSnapshot(after {after:?}, wait {wait_seconds} s)")
            }
            Self::SubmitStep { idempotency_key, submission } => {
                write!(f, "SubmitStep({}, {idempotency_key})", submission.step().as_str())
            }
            Self::ResendConfirmation(step) => write!(f, "ResendConfirmation({})", step.as_str()),
            Self::TakeAlternative => f.write_str("TakeAlternative"),
            Self::Upload { idempotency_key, kind, .. } => {
                write!(f, "Upload({}, {idempotency_key})", kind.as_str())
            }
            Self::FetchCertificate => f.write_str("FetchCertificate"),
            Self::RevealCode => f.write_str("RevealCode"),
            Self::ReportCode => f.write_str("ReportCode"),
            Self::ReadProfile => f.write_str("ReadProfile"),
            Self::ReadDraft(step) => write!(f, "ReadDraft({})", step.as_str()),
            Self::SaveDraft { step, order, .. } => write!(f, "SaveDraft({}, {order})", step.as_str()),
            Self::FetchPlaces { .. } => f.write_str("FetchPlaces"),
            Self::Restart => f.write_str("Restart"),
        }
    }
}

/// A purpose for which at most one call runs at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// Asking for the snapshot.
    Status,
    /// Sending a form.
    Submit,
    /// Sending the confirmation again.
    Resend,
    /// Changing to the transfer.
    Alternative,
    /// Sending a document.
    Upload,
    /// Fetching the tax self-certification.
    Download,
    /// Revealing the code.
    Reveal,
    /// Reporting the code.
    Report,
    /// Reading the customer's record.
    Profile,
    /// Reading and saving drafts.
    Draft,
    /// Looking up the towns of a postcode.
    Places,
    /// Asking for a new identity check.
    Demand,
    /// Starting again.
    Restart,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 13] = [
        Self::Status,
        Self::Submit,
        Self::Resend,
        Self::Alternative,
        Self::Upload,
        Self::Download,
        Self::Reveal,
        Self::Report,
        Self::Profile,
        Self::Draft,
        Self::Places,
        Self::Demand,
        Self::Restart,
    ];
}
