//! Where a customer sends money to.

use async_trait::async_trait;

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// Where a customer sends money to. Personal: there is no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct TransferAccount {
    /// ISO 13616 account number, without spaces.
    pub iban: String,
    /// ISO 9362 code; empty where the provider tells none.
    pub bic: String,
    /// The text to give with the transfer.
    pub reference: String,
}

/// Where a customer sends money to, in the storage.
#[async_trait]
pub trait Transfers: Send + Sync {
    /// Keeps where a customer sends money to, unless the prospect has ended or started again since; what was kept before stays.
    async fn keep_transfer(&self, prospect: &Prospect, account: &TransferAccount) -> Result<(), StoreError>;
    /// Where a customer sends money to.
    async fn transfer(&self, prospect_id: ProspectId) -> Result<Option<TransferAccount>, StoreError>;
    /// Forgets where a customer sends money to.
    async fn forget_transfer(&self, prospect_id: ProspectId) -> Result<(), StoreError>;
}
