//! The account to which a customer transfers money as proof of identity.

use async_trait::async_trait;

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// The account to which a customer transfers money. It is personal data, so the type has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct TransferAccount {
    /// ISO 13616 account number, without spaces.
    pub iban: String,
    /// ISO 9362 code. Empty if the provider gives none.
    pub bic: String,
    /// The reference to put on the transfer.
    pub reference: String,
}

/// Storage of transfer accounts.
#[async_trait]
pub trait Transfers: Send + Sync {
    /// Stores the account for the customer's transfer. Does nothing if one is already stored, or if the prospect has
    /// ended or started again in the meantime.
    async fn keep_transfer(&self, prospect: &Prospect, account: &TransferAccount) -> Result<(), StoreError>;
    /// The account for the customer's transfer.
    async fn transfer(&self, prospect_id: ProspectId) -> Result<Option<TransferAccount>, StoreError>;
    /// Deletes the account for the customer's transfer.
    async fn forget_transfer(&self, prospect_id: ProspectId) -> Result<(), StoreError>;
}
