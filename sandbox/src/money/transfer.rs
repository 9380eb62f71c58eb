//! A transfer to a prospect's account (documentation, KYC: transfers). [`crate::money::incoming`] handles it.

use contract::time::Timestamp;
use uuid::Uuid;

use crate::{kyc::diligence::DiligenceStatus, money::payer::Score};

/// One transfer. It is personal data, so the type has no `Debug`.
#[derive(Clone)]
pub struct Transfer {
    /// Serial number, the `id` in callbacks 16 and 38.
    pub number: u64,
    /// The order, the same in every callback.
    pub order_id: Uuid,
    /// Amount in euro cents.
    pub amount_cents: u64,
    /// Full name of the payer's account.
    pub payer: String,
    /// Instant (SCT Inst), or ordinary (SCT).
    pub is_instant: bool,
    /// When it arrives or arrived.
    pub arrives_at: Timestamp,
    /// The state of the transfer.
    pub status: TransferStatus,
}

/// The state of a transfer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransferStatus {
    /// It has not arrived yet.
    Sent,
    /// It has arrived and is being reviewed.
    InReview,
    /// The money is on the account.
    Booked,
    /// The money was returned to the payer.
    Returned,
}

/// A payment to the prospect's account.
pub struct Payment {
    /// Amount in euro cents.
    pub amount_cents: u64,
    /// Full name of the payer's account. The customer's own name if left out.
    pub payer: Option<String>,
    /// Instant (SCT Inst), or ordinary (SCT).
    pub is_instant: bool,
    /// When it arrives. If left out, after the usual delay of its kind.
    pub arrives_at: Option<Timestamp>,
}

/// The content of callback 31 about a transfer.
pub struct TransferReport {
    /// The transfer.
    pub transfer: Transfer,
    /// The result of the check.
    pub status: DiligenceStatus,
    /// The published reason for a refusal. Otherwise empty.
    pub reason: &'static str,
    /// How well the names match.
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
