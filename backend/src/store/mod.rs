//! Storage behind traits, one for each concept. It holds all state that must survive a restart.
//!
//! Start with [`Store`], then read the trait of a concept. Its statements are in the file of the same name in `sql`, and run in
//! each engine: [`sqlite`] and [`postgres`].

mod attempts;
mod consents;
mod credentials;
mod drafts;
mod error;
mod inbox;
mod instances;
mod lifetime;
mod looks;
pub mod moving;
mod notices;
pub mod postgres;
mod prospects;
mod reveals;
mod sessions;
mod sql;
pub mod sqlite;
mod submissions;
mod transfers;
mod view;

use std::sync::Arc;

use async_trait::async_trait;

pub use self::{
    attempts::{Attempt, AttemptOutcome, Attempts, Claim, KeptAnswer},
    consents::{Consent, Consents},
    credentials::CredentialStore,
    drafts::{Drafts, KeptDraft},
    error::StoreError,
    inbox::{Inbox, UnreadCallback},
    instances::{Instances, Limited},
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

/// The window in which calls are counted, in milliseconds.
const LIMIT_WINDOW_MS: i64 = 10 * 60 * 1000;

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
    + Instances
{
    /// Checks that the storage can be written.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Overwrites deleted content that can still be read in the storage's files. Returns `false` if a reader needs it for
    /// now. The storage also does this without a call, within seconds.
    async fn overwrite_removed(&self) -> Result<bool, StoreError>;
}

/// Opens the storage: a PostgreSQL database by its address, otherwise a SQLite file. Programs that compute the same snapshots have
/// the same `fingerprint`.
///
/// # Errors
/// If it cannot be opened, or is of a version that this program does not know.
pub async fn open(database: &str, fingerprint: &str) -> Result<Arc<dyn Store>, StoreError> {
    if is_postgres(database) {
        Ok(Arc::new(postgres::PostgresStore::open(database, fingerprint).await?))
    } else {
        Ok(Arc::new(sqlite::SqliteStore::open(database).await?))
    }
}

/// Whether it is the address of a PostgreSQL database, and not the name of a file.
pub fn is_postgres(database: &str) -> bool {
    ["postgres://", "postgresql://"].iter().any(|scheme| database.starts_with(scheme))
}

/// The database as errors name it: an address without user and password.
pub fn shown(database: &str) -> &str {
    if !is_postgres(database) {
        return database;
    }
    let (_, rest) = database.split_once("://").unwrap_or_default();
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    rest.split_once('?').map_or(rest, |(name, _)| name)
}
