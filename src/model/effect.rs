//! Effects: what the browser half has to do, as values. The model performs none of them.

use std::rc::Rc;

use contract::{
    snapshot::OnboardingStatus,
    step::{DocumentKind, StepId, StepState},
};

use super::{
    call::{Call, CallId},
    code::{AppLink, Code},
    field::FieldId,
    payment::{Payment, PaymentField},
};
use crate::{error::Failure, text::Text};

/// Something for the browser half to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Call the backend. A call still running in the same lane is aborted first.
    Call(CallId, Call),
    /// Send [`super::Message::TimerFired`] after this many milliseconds, which replaces an earlier start of the timer.
    StartTimer(Timer, u64),
    /// Stop the timer.
    StopTimer(Timer),
    /// Move the keyboard focus.
    MoveFocus(Focus),
    /// Announce a text in the live region.
    Announce(Text),
    /// Put a word in front of the title of the host page and replace an earlier one; `None`: remove it.
    MarkTitle(Option<Text>),
    /// Copy a text of the payment to the clipboard.
    CopyPayment(Rc<Payment>, PaymentField),
    /// Abort the status call in progress.
    AbortStatus,
    /// Abort the upload in progress.
    AbortUpload,
    /// Release the file chosen for a document: it is sent, or no longer needed.
    ForgetFile(DocumentKind),
    /// Copy the code to the clipboard.
    CopyCode(Rc<Code>),
    /// Open the app on this device.
    OpenApp(AppLink),
    /// Send an event to the host page.
    TellHost(HostEvent),
    /// Join the channel of the customer's tabs and queue for the lead; send
    /// [`super::Message::LeadTaken`] when it comes. The tab first leaves a channel and a queue that it is in.
    JoinTabs(String),
    /// Send news to the other tabs on the channel.
    TellTabs(TabNews),
    /// Leave channel and queue.
    LeaveTabs,
}

/// The messages between tabs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TabNews {
    /// This revision of the snapshot is there.
    Revision(u32),
    /// A visible tab wants the lead: hidden ones go behind it.
    VisibleFirst,
}

/// The timers of the module; each runs at most once at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timer {
    /// The next status call is due.
    Poll,
    /// A draft is due to be saved.
    Draft,
    /// A second has passed: countdowns change.
    Second,
}

/// What the keyboard focus moves to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    /// The heading of the panel.
    Heading,
    /// A field of the form.
    Field(FieldId),
    /// The list of what to correct in the form.
    Errors,
    /// The file of a document.
    File,
    /// The text that goes with a document.
    Justification,
    /// The message above the form's button.
    Notice,
    /// The button that shows the code, or the element in its place.
    Code,
}

/// An event for the host page. Nothing personal is in it, and no code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HostEvent {
    /// The first screen is drawn.
    Ready,
    /// A step changed its state.
    Step {
        /// The step.
        step: StepId,
        /// Its new state.
        state: StepState,
    },
    /// The customer reported that somebody else used the code: here, in another tab or on another machine.
    Reported,
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

impl HostEvent {
    /// The event for a failed call.
    pub(super) fn failed(failure: &Failure) -> Self {
        Self::Error {
            code: failure.kind.code(),
            is_retryable: failure.kind.is_retryable(),
            request_id: failure.request_id.clone(),
        }
    }
}
