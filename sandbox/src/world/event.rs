//! The planned events of the sandbox. [`super::World`] plans them and carries them out when they are due.

use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{
    callback::message::Message,
    kyc::{identification, screening},
    tax::document::{DocumentStatus, TaxDocumentKind},
};

/// Users of a page of the identification provider.
#[derive(Clone, PartialEq, Eq)]
pub enum WebviewOf {
    /// The phone with this device id, which requested the page.
    Device(String),
    /// Any phone: the page belongs to the KYC demand of this `appUserId`, and the prospect may pass it on.
    Demand(String),
}

/// An event.
pub enum Event {
    /// A callback is sent.
    Say {
        /// The prospect.
        app_user_id: String,
        /// The callback.
        message: Message,
    },
    /// A late or failed callback is posted (again).
    Repeat {
        /// `Webhook-Id`.
        webhook_id: Uuid,
    },
    /// A callback that was held back is posted.
    LetGo {
        /// `Webhook-Id`.
        webhook_id: Uuid,
    },
    /// An activation code is made.
    IssueCode {
        /// The prospect.
        app_user_id: String,
    },
    /// The check of pictures reaches a stage.
    Identification {
        /// The prospect.
        app_user_id: String,
        /// Number of the round.
        round: u32,
        /// The stage.
        stage: identification::Stage,
    },
    /// A transfer arrives.
    TransferArrives {
        /// The prospect.
        app_user_id: String,
        /// The order id of the transfer.
        order_id: Uuid,
    },
    /// The review of a transfer ends.
    TransferReviewed {
        /// The prospect.
        app_user_id: String,
        /// The order id of the transfer.
        order_id: Uuid,
    },
    /// A tax document reaches a stage.
    TaxDocument {
        /// The prospect.
        app_user_id: String,
        /// The kind of document.
        kind: TaxDocumentKind,
        /// Number of the attempt.
        attempt: u32,
        /// The stage.
        stage: DocumentStatus,
    },
    /// The screening reaches a stage.
    Screening {
        /// The prospect.
        app_user_id: String,
        /// The stage.
        stage: screening::Stage,
    },
    /// A confirmation expires.
    AuthenticationExpires {
        /// The prospect.
        app_user_id: String,
        /// The confirmation.
        id: Uuid,
    },
    /// A confirmation is refused on the phone without the customer.
    AuthenticationRefused {
        /// The prospect.
        app_user_id: String,
        /// The confirmation.
        id: Uuid,
    },
    /// The account opens, if nothing is missing.
    Validate {
        /// The prospect.
        app_user_id: String,
    },
    /// A prospect is refused.
    Refuse {
        /// The prospect.
        app_user_id: String,
    },
    /// A prospect is removed.
    Forget {
        /// The prospect.
        app_user_id: String,
    },
    /// A delayed answer of the API is sent.
    Answer {
        /// Where the answer is awaited.
        waiting: oneshot::Sender<()>,
    },
}
