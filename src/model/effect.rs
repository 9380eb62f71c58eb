//! Effects: orders to the browser half, as values. The model never performs one.

use std::rc::Rc;

use contract::{
    snapshot::OnboardingStatus,
    step::{StepId, StepState},
    submission::Submission,
};
use serde::Serialize;

use super::{field::FieldId, handoff::Code, message::CallId};
use crate::text::Text;

/// An order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Call the backend. A call still running in the same lane is aborted first.
    Call(CallId, Call),
    /// Send [`super::Message::TimerFired`] after so many milliseconds; the timer's earlier start is forgotten.
    StartTimer(Timer, u64),
    /// Forget the timer.
    StopTimer(Timer),
    /// Move the keyboard focus.
    MoveFocus(Focus),
    /// Say a text in the live region.
    Announce(Text),
    /// Copy the code to the clipboard.
    CopyCode(Rc<Code>),
    /// Tell the host page.
    TellHost(HostEvent),
}

/// A call of the contract.
#[derive(Clone, PartialEq, Eq)]
pub enum Call {
    /// `GET /onboarding`.
    FetchSnapshot {
        /// Last known revision.
        after: Option<u32>,
        /// How long the server may hold the answer, in seconds; 0: not at all.
        wait_seconds: u32,
    },
    /// `PUT /onboarding/steps/{step}`.
    SubmitStep {
        /// One key per intention, kept over retries.
        idempotency_key: String,
        /// What to send.
        submission: Box<Submission>,
    },
    /// `POST /onboarding/steps/{step}/confirmation`.
    ResendConfirmation(StepId),
    /// `POST /onboarding/activation`.
    RevealCode,
}

impl Call {
    /// Calls of one lane replace each other.
    pub const fn lane(&self) -> Lane {
        match self {
            Self::FetchSnapshot { .. } => Lane::Status,
            Self::SubmitStep { .. } => Lane::Submit,
            Self::ResendConfirmation(_) => Lane::Resend,
            Self::RevealCode => Lane::Reveal,
        }
    }
}

impl std::fmt::Debug for Call {
    /// Without what the customer typed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::FetchSnapshot { after, wait_seconds } => {
                write!(f, "FetchSnapshot(after {after:?}, wait {wait_seconds} s)")
            }
            Self::SubmitStep { idempotency_key, submission } => {
                write!(f, "SubmitStep({}, {idempotency_key})", submission.step().as_str())
            }
            Self::ResendConfirmation(step) => write!(f, "ResendConfirmation({})", step.as_str()),
            Self::RevealCode => f.write_str("RevealCode"),
        }
    }
}

/// What at most one call is made for at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// Following the onboarding.
    Status,
    /// Sending a step.
    Submit,
    /// Asking for the confirmation again.
    Resend,
    /// Revealing the code.
    Reveal,
}

/// The timers of the module; each runs at most once at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timer {
    /// The next status call is due.
    Poll,
    /// A second has passed: countdowns are drawn.
    Second,
}

/// What the keyboard focus moves to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    /// The heading of the panel.
    Heading,
    /// A field of the form.
    Field(FieldId),
    /// The message above the form's button.
    Notice,
    /// The button that shows the code, or what took its place.
    Code,
}

/// What the host page is told, as it reaches `www/element.js`: nothing personal, no code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum HostEvent {
    /// The first screen is drawn.
    Ready,
    /// A step changed its state.
    Step {
        /// Which step.
        step: StepId,
        /// Its new state.
        state: StepState,
    },
    /// The onboarding changed its status.
    Status {
        /// Its new status.
        status: OnboardingStatus,
    },
    /// A call failed.
    Error {
        /// [`crate::error::FailureKind::code`].
        code: &'static str,
        /// Whether the same call may succeed later.
        #[serde(rename = "retryable")]
        is_retryable: bool,
        /// The backend's reference for support; may be empty.
        request_id: String,
    },
    /// The onboarding ended.
    End {
        /// Its final status.
        status: OnboardingStatus,
    },
}
