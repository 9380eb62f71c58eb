//! Money sent to a prospect's account (documentation, KYC: transfers). What becomes of it is in [`crate::money::incoming`].

use contract::time::Timestamp;
use uuid::Uuid;

use crate::{kyc::diligence::DiligenceStatus, money::payer::Score};

/// One transfer. Personal data: no `Debug`.
#[derive(Clone)]
pub struct Transfer {
    /// Serial number, the `id` in callbacks 16 and 38.
    pub number: u64,
    /// The order, the same in every callback.
    pub order_id: Uuid,
    /// Euro cents.
    pub amount_cents: u64,
    /// Full name of the account it comes from.
    pub payer: String,
    /// Instant (SCT Inst), or ordinary (SCT).
    pub is_instant: bool,
    /// When it is, or was, there.
    pub arrives_at: Timestamp,
    /// What became of it.
    pub status: TransferStatus,
}

/// What became of a transfer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransferStatus {
    /// It is on its way.
    Sent,
    /// It came; somebody looks at it.
    InReview,
    /// It is on the account.
    Booked,
    /// The payer has it back.
    Returned,
}

/// What somebody pays.
pub struct Payment {
    /// Euro cents.
    pub amount_cents: u64,
    /// Full name of the account it comes from; the customer's own where it is left out.
    pub payer: Option<String>,
    /// Instant (SCT Inst), or ordinary (SCT).
    pub is_instant: bool,
    /// When it is there; after the time that its kind takes where it is left out.
    pub arrives_at: Option<Timestamp>,
}

/// What callback 31 says about a transfer.
pub struct TransferReport {
    /// The transfer.
    pub transfer: Transfer,
    /// What was found.
    pub status: DiligenceStatus,
    /// Why it was refused, in the published words; else empty.
    pub reason: &'static str,
    /// How well the names agree.
    pub score: Score,
}

impl TransferStatus {
    /// The word in answers of the sandbox.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::InReview => "in_review",
            Self::Booked => "booked",
            Self::Returned => "returned",
        }
    }

    /// The number in callbacks 16 and 38.
    pub fn number(self) -> u8 {
        match self {
            Self::Sent | Self::InReview => 0,
            Self::Booked => 1,
            Self::Returned => 2,
        }
    }
}
