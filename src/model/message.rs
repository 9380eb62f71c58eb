//! Messages: facts that happened, the only thing that moves the model.

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
    proof::PaymentField,
};
use crate::error::Failure;

/// A past fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Message {
    /// What the page is on.
    DeviceSeen(Device),
    /// The page shows the module.
    Started,
    /// The customer changed a field.
    FieldEdited(FieldId, Typed),
    /// The customer finished with a field: they left it after a change.
    FieldFinished(FieldId),
    /// The customer sent the form.
    SubmitPressed,
    /// The customer asked for one more tax residence.
    ResidenceAdded,
    /// The customer took the last tax residence away.
    ResidenceRemoved,
    /// The customer narrowed a list of options by searching: so many are left.
    OptionsNarrowed(usize),
    /// The customer chose a step of the rail.
    StepChosen(StepId),
    /// The customer went on to the step that is offered, or back to the overview where none is.
    ContinuePressed,
    /// The customer went back to the overview.
    BackPressed,
    /// The customer asked for the code.
    ShowCodePressed,
    /// The customer goes on with the app on this device.
    OpenAppPressed,
    /// The customer says that somebody else used the code: to be asked about first.
    NotMePressed,
    /// The customer confirms it.
    ReportPressed,
    /// The customer asked for a copy of the code.
    CopyPressed,
    /// The copy was made (`true`) or refused by the browser.
    CopyEnded(bool),
    /// The customer asked to be sent the confirmation again.
    ResendPressed,
    /// The customer asked for a new identity check.
    NewCheckPressed,
    /// The customer asked to begin anew after the prospect expired.
    RestartPressed,
    /// The customer asked which ways there are to prove who they are.
    OptionsPressed,
    /// The customer takes the transfer instead of the scan of the face.
    AlternativePressed,
    /// The customer asked for a copy of a text of the payment.
    PaymentCopyPressed(PaymentField),
    /// The customer chose a file. It stays in the browser half.
    FileChosen {
        /// For which document.
        kind: DocumentKind,
        /// Bytes.
        size: u64,
        /// Media type, as the browser tells it; may be empty.
        media_type: String,
    },
    /// The customer changed the text that goes with a document.
    JustificationEdited(Typed),
    /// The customer wants to send another document first.
    DocumentChosen(DocumentKind),
    /// The customer sent the document.
    UploadPressed,
    /// The customer stopped the sending of the document.
    CancelPressed,
    /// The customer asked for the tax self-certification.
    DownloadPressed,
    /// So much of the document is sent, in percent.
    UploadProgressed(CallId, u8),
    /// The tax self-certification was handed to the browser.
    CertificateSaved(CallId),
    /// The customer asked to try again what failed.
    RetryPressed,
    /// The answer to a status call: the snapshot, or `None` where nothing changed.
    SnapshotArrived(CallId, Option<Box<Snapshot>>),
    /// The server did what the customer asked for: the call says what that was.
    Accepted(CallId, Box<Snapshot>),
    /// The code was revealed.
    CodeRevealed(CallId, ActivationResponse),
    /// The customer's details were read back.
    ProfileRead(CallId, Box<Record>),
    /// The towns of a postcode came.
    TownsArrived(CallId, Vec<Typed>),
    /// What was typed before came, or what is typed is saved: then it has no values.
    DraftAnswered(CallId, Vec<(FieldId, Typed)>),
    /// A call did not succeed.
    CallFailed(CallId, Failure),
    /// A timer ran out.
    TimerFired(Timer),
    /// The page is not visible any more, or was not while the computer slept.
    PageHidden,
    /// The page is visible again, perhaps after a sleep, a freeze or its time in the back/forward cache.
    PageShown,
    /// The page goes away, perhaps into the back/forward cache, or is frozen.
    PageLeft,
    /// The page runs again, unseen.
    PageResumed,
    /// The customer looks at another window, or at the tools of the browser.
    LookedAway,
    /// The customer looks at the page again.
    LookedBack,
    /// Of the tabs of this customer, this one asks the backend from now on.
    LeadTaken,
    /// Another tab, which is seen, wants to ask for all.
    LeadWanted,
    /// Another tab knows of a revision, or says so.
    RevisionAnnounced(u32),
    /// The connection was lost.
    WentOffline,
    /// The connection is back.
    WentOnline,
}
