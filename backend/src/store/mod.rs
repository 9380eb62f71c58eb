//! Storage behind traits, one for each concept. It holds all state that must survive a restart.
//!
//! Start with [`Store`], then read the trait of a concept. Its statements are in the file of the same name in `sql`, and run in
//! each engine: [`sqlite`] and [`postgres`].

mod attempts;
mod consents;
mod credentials;
mod drafts;
mod error;
mod events;
mod inbox;
mod instances;
mod lifetime;
mod looks;
pub mod moving;
mod notices;
pub mod opening;
pub mod postgres;
mod prefills;
mod prospects;
mod quiet;
mod reveals;
mod sessions;
mod sql;
pub mod sqlite;
mod submissions;
mod tally;
mod transfers;
mod view;

use async_trait::async_trait;

use self::instances::LIMIT_WINDOW_MS;
pub use self::{
    attempts::{Attempt, AttemptOutcome, Attempts, Claim, KeptAnswer},
    consents::{Consent, Consents},
    credentials::CredentialStore,
    drafts::{Drafts, KeptDraft},
    error::StoreError,
    events::{Backlog, EventQueue, NewEvent, QueuedEvent, Reminders},
    inbox::{Inbox, UnreadCallback},
    instances::{Instances, Limited},
    lifetime::Lifetime,
    looks::{Computed, Look, Looks},
    notices::{Notice, NoticeQueue},
    prefills::{KeptPrefill, Prefills},
    prospects::{History, Prospect, ProspectId, Prospects},
    quiet::{Quiet, Silence},
    reveals::{CodeReport, MayReveal, Reveal, RevealCounts, Reveals},
    sessions::{Session, Sessions},
    submissions::Submissions,
    tally::{Tallies, Tally},
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
    + Prefills
    + Inbox
    + CredentialStore
    + Reveals
    + NoticeQueue
    + EventQueue
    + Reminders
    + Quiet
    + Lifetime
    + Transfers
    + Looks
    + Instances
    + Tallies
{
    /// Checks that the storage can be written.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Overwrites deleted content that can still be read in the storage's files. Returns `false` if a reader needs it for
    /// now. The storage also does this without a call, within seconds.
    async fn overwrite_removed(&self) -> Result<bool, StoreError>;
}
