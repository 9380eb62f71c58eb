//! The content of each callback of the funnel (documentation, callbacks). [`super::render`] writes it.

use contract::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    customer::{
        place::Correction,
        record::{AccountStatus, UserRecordStatus},
    },
    kyc::{
        diligence::{Diligence, KycStatus},
        workflow::{Expected, Workflow},
    },
    money::transfer::{Transfer, TransferReport},
    tax::{declaration::TaxStatus, document::TaxDocument},
    world::settings::TransferCallback,
};

/// One callback. It may carry the activation code, so it has no `Debug`.
pub enum Message {
    /// 34: the state of the prospect.
    UserRecord {
        /// 12 characters, the wallet's issuer client id.
        public_user_code: String,
        /// The status.
        status: UserRecordStatus,
    },
    /// 4: the state of the identification.
    Kyc {
        /// The status.
        status: KycStatus,
        /// One entry for each document or video that was checked.
        diligences: Vec<Diligence>,
    },
    /// 4 in its second version: the state of a KYC demand.
    Demand {
        /// The status.
        status: KycStatus,
        /// The workflow.
        workflow: Workflow,
        /// What is missing.
        expected: Vec<Expected>,
        /// One entry for each document, video or signature that was checked.
        received: Vec<Diligence>,
    },
    /// 48: the page of the identification provider.
    Webview {
        /// Its address, without the token.
        url: String,
        /// Its token.
        token: String,
    },
    /// `PoliticallyExposedPersonStatusCreatedOrUpdated`: the state of the screening.
    Exposure {
        /// Whether the person is exposed. `None` if not known yet.
        is_exposed: Option<bool>,
        /// Whether an exposed person is accepted. `None` if not decided yet.
        decision: Option<bool>,
        /// Whether it is finished.
        is_done: bool,
    },
    /// `UserCreatedOrUpdated`: the stored data of a user.
    User {
        /// The state of the prospect.
        status: UserRecordStatus,
        /// When the prospect was created.
        created_at: Timestamp,
        /// The profile, in the names of version 2.0.
        profile: Value,
        /// The corrections.
        corrections: Vec<Correction>,
    },
    /// 35: the code that binds a phone.
    ActivationCode {
        /// 32 hexadecimal digits.
        code: String,
    },
    /// Also 35: no code could be made.
    NoActivationCode,
    /// 32: the risk score.
    Risk {
        /// When the score was computed.
        at: Timestamp,
    },
    /// 36: the result of a confirmation on the phone.
    Authentication(AuthenticationResult),
    /// 44: the state of the tax step.
    Tax {
        /// The status.
        status: TaxStatus,
        /// The required documents.
        documents: Vec<TaxDocument>,
        /// When this state began.
        at: Timestamp,
    },
    /// 31: the result of the check of a transfer.
    Transfer(TransferReport),
    /// 16 or 38, or their replacements: the money of a transfer was booked or returned.
    Money {
        /// The transfer.
        transfer: Transfer,
        /// Which of the two naming schemes is used.
        naming: TransferCallback,
    },
    /// 45: the state of the account.
    Account {
        /// The account.
        account_id: Uuid,
        /// The status.
        status: AccountStatus,
    },
}

/// The result of a confirmation on the phone.
pub struct AuthenticationResult {
    /// The confirmation.
    pub id: Uuid,
    /// When the partner asked for it.
    pub requested_at: Timestamp,
    /// When the phone answered or the time limit passed.
    pub at: Timestamp,
    /// Why it failed. `None` if it succeeded.
    pub failure: Option<&'static str>,
    /// Answer of the confirmed operation, as JSON.
    pub payload: Option<String>,
}

impl Message {
    /// The documented type: a number, or a name.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::UserRecord { .. } => "34",
            Self::Kyc { .. } | Self::Demand { .. } => "4",
            Self::Webview { .. } => "48",
            Self::Exposure { .. } => "PoliticallyExposedPersonStatusCreatedOrUpdated",
            Self::User { .. } => "UserCreatedOrUpdated",
            Self::ActivationCode { .. } | Self::NoActivationCode => "35",
            Self::Risk { .. } => "32",
            Self::Authentication(_) => "36",
            Self::Tax { .. } => "44",
            Self::Transfer(_) => "31",
            Self::Money { transfer, naming } => match (naming, transfer.is_instant) {
                (TransferCallback::Numbered, false) => "16",
                (TransferCallback::Numbered, true) => "38",
                (TransferCallback::Named, false) => "SepaCreditTransferCreatedOrUpdated",
                (TransferCallback::Named, true) => "InstantPaymentCreatedOrUpdated",
            },
            Self::Account { .. } => "45",
        }
    }
}
