//! What each callback of the funnel says (documentation, callbacks). How it is written: [`super::render`].

use contract::time::Timestamp;
use uuid::Uuid;

use crate::{
    identification::{Diligence, KycStatus},
    prospect::{AccountStatus, UserRecordStatus},
    tax::TaxStatus,
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
    /// 35: the code that binds a phone.
    ActivationCode {
        /// 32 hexadecimal digits.
        code: String,
    },
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
        /// Documents that are awaited.
        documents: Vec<&'static str>,
        /// Since when.
        at: Timestamp,
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
    /// The documented number of the type.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::UserRecord { .. } => "34",
            Self::Kyc { .. } => "4",
            Self::ActivationCode { .. } => "35",
            Self::Risk { .. } => "32",
            Self::Authentication(_) => "36",
            Self::Tax { .. } => "44",
            Self::Account { .. } => "45",
        }
    }
}
