//! What is going to happen in the sandbox. [`super::World`] plans it, and carries it out when it is due.

use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{
    callback::message::Message,
    kyc::{identification, screening},
    tax::document::{DocumentStatus, TaxDocumentKind},
};

/// Who may use a page of the identification provider.
#[derive(Clone, PartialEq, Eq)]
pub enum WebviewOf {
    /// The phone of this device id, which asked for it.
    Device(String),
    /// Whoever the prospect of this `appUserId` gives it to: it belongs to a KYC demand.
    Demand(String),
}

/// Something that happens at its time.
pub enum Event {
    /// A callback is said.
    Say {
        /// About whom.
        app_user_id: String,
        /// What.
        message: Message,
    },
    /// A late or failed callback is posted (again).
    Repeat {
        /// `Webhook-Id`.
        webhook_id: Uuid,
    },
    /// A callback that was held back is posted at last.
    LetGo {
        /// `Webhook-Id`.
        webhook_id: Uuid,
    },
    /// An activation code is made.
    IssueCode {
        /// For whom.
        app_user_id: String,
    },
    /// The pictures reach a stage.
    Identification {
        /// Whose.
        app_user_id: String,
        /// Which round of pictures.
        round: u32,
        /// Which stage.
        stage: identification::Stage,
    },
    /// Money is there.
    TransferArrives {
        /// Whose account.
        app_user_id: String,
        /// Which order.
        order_id: Uuid,
    },
    /// Somebody has compared the payer's name.
    TransferReviewed {
        /// Whose account.
        app_user_id: String,
        /// Which order.
        order_id: Uuid,
    },
    /// A tax document reaches a stage.
    TaxDocument {
        /// Whose.
        app_user_id: String,
        /// Which document.
        kind: TaxDocumentKind,
        /// Which attempt at it.
        attempt: u32,
        /// Which stage.
        stage: DocumentStatus,
    },
    /// The screening reaches a stage.
    Screening {
        /// Whose.
        app_user_id: String,
        /// Which stage.
        stage: screening::Stage,
    },
    /// The time of a confirmation is up.
    AuthenticationExpires {
        /// Whose.
        app_user_id: String,
        /// Which.
        id: Uuid,
    },
    /// A confirmation is refused on the phone by itself.
    AuthenticationRefused {
        /// Whose.
        app_user_id: String,
        /// Which.
        id: Uuid,
    },
    /// The account opens, if nothing is missing.
    Validate {
        /// Whose.
        app_user_id: String,
    },
    /// A prospect is refused.
    Refuse {
        /// Who.
        app_user_id: String,
    },
    /// A prospect is forgotten.
    Forget {
        /// Who.
        app_user_id: String,
    },
    /// A delayed answer of the API leaves.
    Answer {
        /// Who waits for it.
        waiting: oneshot::Sender<()>,
    },
}
