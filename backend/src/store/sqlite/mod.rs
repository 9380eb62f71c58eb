//! SQLite: one file, safe against loss of power, deleted content overwritten. The SQL is portable; it is in the files beside
//! this one, one a concept.

mod attempts;
mod consents;
mod credentials;
mod drafts;
mod inbox;
mod lifetime;
mod notices;
mod prospects;
mod reveals;
mod sessions;
mod submissions;
mod transfers;

use std::time::Duration;

use async_trait::async_trait;
use sqlx::{
    Sqlite, SqlitePool, Transaction,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteQueryResult, SqliteSynchronous,
    },
};

use super::{Store, StoreError};

const SCHEMA: &str = include_str!("schema.sql");

/// A database of SQLite.
pub struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens the file, or a database that is gone at the end for `:memory:`, and makes the tables that are missing.
    ///
    /// # Errors
    /// Where the file cannot be opened or is no database.
    pub async fn open(path: &str) -> Result<Self, StoreError> {
        let is_memory = path == ":memory:";
        let base = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let options = base
            .journal_mode(if is_memory { SqliteJournalMode::Memory } else { SqliteJournalMode::Wal })
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "ON");
        // A database in memory belongs to its connection: there must be one, and it must stay.
        let pool = SqlitePoolOptions::new().max_connections(if is_memory { 1 } else { 4 });
        // A file is opened by one connection first: two that change the journal mode at once lock each other out.
        let pool = pool.min_connections(u32::from(is_memory)).idle_timeout(None).max_lifetime(None);
        let pool = pool.connect_with(options).await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        Ok(Self { pool })
    }

    /// A transaction that writes: it waits for its turn at the start, not in the middle.
    async fn write(&self) -> Result<Transaction<'_, Sqlite>, StoreError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Moves the write-ahead log into the file and cuts it off: what was deleted stays readable in it otherwise. Where a
    /// reader holds it for long, the next removal or the hourly sweep does it.
    async fn empty_log(&self) -> Result<(), StoreError> {
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        Ok(())
    }

    /// The same, where anything was deleted.
    async fn empty_log_after(&self, done: &SqliteQueryResult) -> Result<(), StoreError> {
        if done.rows_affected() > 0 { self.empty_log().await } else { Ok(()) }
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }
}
