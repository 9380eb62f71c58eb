//! Messages: what happened. Nothing else changes the model.

use contract::{
    activation::ActivationResponse,
    snapshot::Snapshot,
    step::{DocumentKind, StepId},
};

use super::{
    call::CallId,
    device::Device,
    effect::Timer,
    field::{FieldId, Typed},
    form::Record,
    payment::PaymentField,
};
use crate::error::Failure;

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Message {
    /// The browser told which device the page is on.
    DeviceSeen(Device),
    /// The module is on the page.
    Started,
    /// The customer changed a field.
    FieldEdited(FieldId, Typed),
    /// The customer left a field after they changed it.
    FieldFinished(FieldId),
    /// The customer's birth name is their last name.
    SameNamePressed,
    /// The customer pressed the button that sends the form.
    SubmitPressed,
    /// The customer wants to change a group of answers that are shown to be checked; its number, from 0.
    ChangePressed(usize),
    /// The customer added a tax residence.
    ResidenceAdded,
    /// The customer removed the last tax residence.
    ResidenceRemoved,
    /// The customer chose a step in the rail.
    StepChosen(StepId),
    /// The customer continues with the offered step, or returns to the overview if there is none.
    ContinuePressed,
    /// The customer goes back to the overview.
    BackPressed,
    /// The customer asks for the code.
    ShowCodePressed,
    /// The customer continues in the app on this device.
    OpenAppPressed,
    /// The customer says that somebody else used the code. They are asked to confirm it.
    NotMePressed,
    /// The customer confirms that somebody else used the code.
    ReportPressed,
    /// The customer copies the code.
    CopyPressed,
    /// The browser made the copy (`true`) or refused to.
    CopyEnded(bool),
    /// The customer asks for the confirmation to be sent again.
    ResendPressed,
    /// The customer asks for a new identity check.
    NewCheckPressed,
    /// The customer starts again after the prospect expired.
    RestartPressed,
    /// The customer asks how else they can prove who they are.
    OptionsPressed,
    /// The customer chooses the transfer instead of the face scan.
    AlternativePressed,
    /// The customer copies a text of the payment.
    PaymentCopyPressed(PaymentField),
    /// The customer chose a file. It stays in the browser half.
    FileChosen {
        /// For which document.
        kind: DocumentKind,
        /// Bytes.
        size: u64,
        /// Media type according to the browser; may be empty.
        media_type: &'static str,
    },
    /// The customer changed the text that goes with a document.
    JustificationEdited(Typed),
    /// The customer wants to send another document first.
    DocumentChosen(DocumentKind),
    /// The customer pressed the button that sends the document.
    UploadPressed,
    /// The customer stopped the upload.
    CancelPressed,
    /// The customer downloads the tax self-certification.
    DownloadPressed,
    /// This much of the document is sent, in percent.
    UploadProgressed(CallId, u8),
    /// The browser has the tax self-certification.
    CertificateSaved(CallId),
    /// The customer tries again what failed.
    RetryPressed,
    /// The answer to a status call: the snapshot, or `None` if nothing changed.
    SnapshotArrived(CallId, Option<Box<Snapshot>>),
    /// The server carried out the customer's request, which the call describes.
    Accepted(CallId, Box<Snapshot>),
    /// The code was revealed.
    CodeRevealed(CallId, ActivationResponse),
    /// The customer's record arrived.
    ProfileRead(CallId, Box<Record>),
    /// The towns of a postcode arrived.
    TownsArrived(CallId, Vec<Typed>),
    /// A draft arrived, or was saved; then there are no values.
    DraftAnswered(CallId, Vec<(FieldId, Typed)>),
    /// A call did not succeed.
    CallFailed(CallId, Failure),
    /// A timer ran out.
    TimerFired(Timer),
    /// The page is no longer visible, or the computer slept.
    PageHidden,
    /// The page is visible again, perhaps after sleep, a freeze or the back/forward cache.
    PageShown,
    /// The page goes away, perhaps into the back/forward cache, or is frozen.
    PageLeft,
    /// The page runs again but is not visible.
    PageResumed,
    /// The page does not show the module: it is not rendered, not visible, or outside the window.
    OutOfSight,
    /// The page shows the module.
    InSight,
    /// The customer looks at another window, or at the browser's own tools.
    LookedAway,
    /// The customer looks at the page again.
    LookedBack,
    /// This tab polls the backend for all of the customer's tabs from now on.
    LeadTaken,
    /// Another tab, which is visible, wants to poll for all of them.
    LeadWanted,
    /// Another tab says that a revision exists.
    RevisionAnnounced(u32),
    /// The connection was lost.
    WentOffline,
    /// The connection is back.
    WentOnline,
}
