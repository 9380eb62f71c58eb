//! Storage behind traits, one for each concept, implemented with SQLite. It holds all state that must survive a
//! restart.
//!
//! Start with [`Store`], then read the trait of a concept. Its tables are in the file of the same name in [`sqlite`].

mod attempts;
mod consents;
mod credentials;
mod drafts;
mod error;
mod inbox;
mod lifetime;
mod looks;
mod notices;
mod prospects;
mod reveals;
mod sessions;
pub mod sqlite;
mod submissions;
mod transfers;
mod view;

use async_trait::async_trait;

pub use self::{
    attempts::{Attempt, AttemptOutcome, Attempts, Claim, KeptAnswer},
    consents::{Consent, Consents},
    credentials::CredentialStore,
    drafts::{Drafts, KeptDraft},
    error::StoreError,
    inbox::{Inbox, UnreadCallback},
    lifetime::Lifetime,
    looks::{Computed, Look, Looks},
    notices::{Notice, NoticeQueue},
    prospects::{History, Prospect, ProspectId, Prospects},
    reveals::{CodeReport, MayReveal, Reveal, RevealCounts, Reveals},
    sessions::{Session, Sessions},
    submissions::Submissions,
    transfers::{TransferAccount, Transfers},
    view::View,
};

/// The whole storage.
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
    + Looks
{
    /// Checks that the storage can be written.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Overwrites deleted content that can still be read in the storage's files. Returns `false` if a reader needs it for
    /// now. The storage also does this without a call, within seconds.
    async fn overwrite_removed(&self) -> Result<bool, StoreError>;
}
