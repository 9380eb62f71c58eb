//! Storage behind traits, one a concept: SQLite by default. All state is here, none in memory: a restart loses nothing.
//!
//! Where to start: [`Store`], then the concept; its tables are in [`sqlite`], in the file of the same name.

mod attempts;
mod consents;
mod credentials;
mod drafts;
mod error;
mod inbox;
mod lifetime;
mod notices;
mod prospects;
mod reveals;
mod sessions;
pub mod sqlite;
mod submissions;
mod transfers;

use async_trait::async_trait;

pub use self::{
    attempts::{Attempt, AttemptOutcome, Attempts, Claim, KeptAnswer},
    consents::{Consent, Consents},
    credentials::CredentialStore,
    drafts::{Drafts, KeptDraft},
    error::StoreError,
    inbox::{Inbox, UnreadCallback},
    lifetime::Lifetime,
    notices::{Notice, NoticeQueue},
    prospects::{History, Prospect, ProspectId, Prospects},
    reveals::{CodeReport, Reveal, RevealCounts, Reveals},
    sessions::{Session, Sessions},
    submissions::Submissions,
    transfers::{TransferAccount, Transfers},
};

/// Where everything is kept.
#[async_trait]
pub trait Store:
    Prospects
    + Consents
    + Sessions
    + Attempts
    + Submissions
    + Drafts
    + Inbox
    + CredentialStore
    + Reveals
    + NoticeQueue
    + Lifetime
    + Transfers
{
    /// Whether the storage answers.
    async fn ping(&self) -> Result<(), StoreError>;
}
