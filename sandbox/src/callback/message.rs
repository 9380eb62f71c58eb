//! What each callback of the funnel says (documentation, callbacks). How it is written: [`super::render`].

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
    /// 34: where the prospect stands.
    UserRecord {
        /// 12 characters, the wallet's issuer client id.
        public_user_code: String,
        /// The status.
        status: UserRecordStatus,
    },
    /// 4: where the identification stands.
    Kyc {
        /// The status.
        status: KycStatus,
        /// One entry a document or video looked at.
        diligences: Vec<Diligence>,
    },
    /// 4 in its second version: where a KYC demand stands.
    Demand {
        /// The status.
        status: KycStatus,
        /// The workflow.
        workflow: Workflow,
        /// What is missing.
        expected: Vec<Expected>,
        /// One entry a document, video or signature looked at.
        received: Vec<Diligence>,
    },
    /// 48: the page of the identification provider.
    Webview {
        /// Its address, without the token.
        url: String,
        /// Its token.
        token: String,
    },
    /// `PoliticallyExposedPersonStatusCreatedOrUpdated`: where the screening stands.
    Exposure {
        /// Whether the person is exposed; `None` while it is not known.
        is_exposed: Option<bool>,
        /// Whether an exposed person is accepted; `None` while it is not decided.
        decision: Option<bool>,
        /// Whether it is finished.
        is_done: bool,
    },
    /// `UserCreatedOrUpdated`: what is kept about a user.
    User {
        /// Where the prospect stands.
        status: UserRecordStatus,
        /// When it was created.
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
    /// 35 too: no code could be made.
    NoActivationCode,
    /// 32: the risk score.
    Risk {
        /// When it was computed.
        at: Timestamp,
    },
    /// 36: what became of a confirmation on the phone.
    Authentication(AuthenticationResult),
    /// 44: where the tax step stands.
    Tax {
        /// The status.
        status: TaxStatus,
        /// Documents that are required.
        documents: Vec<TaxDocument>,
        /// Since when.
        at: Timestamp,
    },
    /// 31: what is found about a transfer.
    Transfer(TransferReport),
    /// 16 or 38, or what replaces them: the money of a transfer was booked, or returned.
    Money {
        /// The transfer.
        transfer: Transfer,
        /// By which of the two.
        naming: TransferCallback,
    },
    /// 45: where the account stands.
    Account {
        /// The account.
        account_id: Uuid,
        /// The status.
        status: AccountStatus,
    },
}

/// What became of a confirmation on the phone.
pub struct AuthenticationResult {
    /// The confirmation.
    pub id: Uuid,
    /// When the partner asked for it.
    pub requested_at: Timestamp,
    /// When the phone answered, or the time was up.
    pub at: Timestamp,
    /// Why it failed; `None` when it succeeded.
    pub failure: Option<&'static str>,
    /// Answer of the operation that was confirmed, as JSON.
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
