//! SQLite storage: one file that survives a loss of power and overwrites deleted content. Each concept has a file beside
//! this one.
//!
//! Reads use their own connections and wait for nobody. Writes go through one thread (`writer`). Another thread moves
//! the write-ahead log into the file (`log`). A connection that failed is closed, so a fault that ends (a full disk,
//! a lock, a missing file) leaves nothing behind.

mod attempts;
mod backup;
mod connection;
mod consents;
mod credentials;
mod drafts;
mod envelopes;
mod export;
mod inbox;
mod lifetime;
mod log;
mod looks;
mod notices;
mod prospects;
mod reveals;
mod schema;
mod sessions;
mod statements;
mod submissions;
#[cfg(test)]
mod tests;
mod transfers;
mod writer;

use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::Connection;

pub use self::backup::copy;
use self::{connection::Database, log::Log, statements::Statements as _, writer::Writer};
use super::{Store, StoreError};

/// A SQLite database.
pub struct SqliteStore {
    database: Arc<Database>,
    log: Arc<Log>,
    writer: Writer,
    /// Number of this run of the program, which no other has.
    run: i64,
}

impl SqliteStore {
    /// Opens the file and brings its tables to this version; a missing file is created. `:memory:` opens a database that
    /// disappears when it is closed.
    ///
    /// # Errors
    /// If the file cannot be opened, is not a database, or is of a version that this program does not know.
    pub async fn open(path: &str) -> Result<Self, StoreError> {
        let database = Arc::new(Database::open(path)?);
        let log = Arc::new(Log::start(Arc::clone(&database))?);
        let writer = Writer::start(Arc::clone(&database), Arc::clone(&log))?;
        let run = writer.write(|connection| {
            let update = "UPDATE runs SET number = number + 1 RETURNING number";
            connection.row(update, [], |row| Ok(row.get("number")?))
        });
        let run = run.await?.unwrap_or_default();
        Ok(Self { database, log, writer, run })
    }

    /// Does `work` in a transaction that is on the disk afterwards.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(work).await
    }

    /// As [`Self::write`], for work that deletes rows and returns their number.
    async fn remove(
        &self,
        work: impl FnOnce(&Connection) -> Result<usize, StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        if self.write(work).await? > 0 {
            self.log.has_removals();
        }
        Ok(())
    }

    /// Does `work` at once, on a connection for reading.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.database.read(work)
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.run("INSERT INTO probe (id, number) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET number = number + 1", [])?;
            Ok(())
        })
        .await
    }

    async fn overwrite_removed(&self) -> Result<bool, StoreError> {
        Ok(self.log.cut().await)
    }
}
