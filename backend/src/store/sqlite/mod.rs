//! SQLite storage: one file that survives a loss of power and overwrites deleted content. The SQL is portable. Each
//! concept has a file beside this one.

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

/// A SQLite database.
pub struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens the file and creates missing tables. `:memory:` opens a database that disappears when it is closed.
    ///
    /// # Errors
    /// If the file cannot be opened or is not a database.
    pub async fn open(path: &str) -> Result<Self, StoreError> {
        let is_memory = path == ":memory:";
        let base = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let options = base
            .journal_mode(if is_memory { SqliteJournalMode::Memory } else { SqliteJournalMode::Wal })
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "ON");
        // A database in memory belongs to its connection, so there is exactly one connection and it stays open.
        let pool = SqlitePoolOptions::new().max_connections(if is_memory { 1 } else { 4 });
        // A file is first opened by one connection: two connections that set the journal mode at once lock each other
        // out.
        let pool = pool.min_connections(u32::from(is_memory)).idle_timeout(None).max_lifetime(None);
        let pool = pool.connect_with(options).await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        Ok(Self { pool })
    }

    /// Begins a transaction that takes the write lock at once, instead of at its first write.
    async fn write(&self) -> Result<Transaction<'_, Sqlite>, StoreError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Moves the write-ahead log into the file and truncates it. Deleted content would otherwise remain readable in the
    /// log. If a reader holds the log for long, the next deletion or the hourly sweep truncates it.
    async fn empty_log(&self) -> Result<(), StoreError> {
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        Ok(())
    }

    /// Empties the log if rows were deleted.
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
