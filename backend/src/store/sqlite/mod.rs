//! SQLite: one file that survives a loss of power and overwrites deleted content. What is stored is in the folder `sql` beside this one.
//!
//! Reads use their own connections and wait for nobody. Writes go through one thread (`writing`). Another thread moves
//! the write-ahead log into the file (`log`). A connection that failed is closed, so a fault that ends (a full disk,
//! a lock, a missing file) leaves nothing behind.

mod backup;
mod calls;
mod connection;
mod log;
mod schema;
mod statements;
#[cfg(test)]
mod tests;
mod writing;

use std::{path::Path, sync::Arc};

use contract::time::Timestamp;
use rusqlite::Connection;

pub use self::backup::copy;
use self::{calls::Calls, connection::Database, log::Log, writing::Writing};
use super::{
    Limited, ProspectId, StoreError,
    sql::{
        Engine, SqlStore,
        scope::Scope,
        statements::{Sql, values},
        writer::Writer,
    },
};

/// A SQLite database.
pub type SqliteStore = SqlStore<Sqlite>;

/// The engine.
pub struct Sqlite {
    database: Arc<Database>,
    log: Arc<Log>,
    writer: Writer,
    /// Number of this run of the program, which no other has: its settings may be different.
    run: i64,
    calls: Calls,
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
        let writing = Writing { database: Arc::clone(&database), log: Arc::clone(&log), connection: None };
        let writer = Writer::start("sqlite writer", writing)?;
        let run = writer.write(Scope::default(), |sql| {
            let update = "UPDATE runs SET number = number + 1 RETURNING number";
            sql.row(update, values![], |row| row.get("number"))
        });
        let run = run.await?.unwrap_or_default();
        Ok(Self { engine: Sqlite { database, log, writer, run, calls: Calls::default() } })
    }
}

/// A connection to a file that was brought to this version.
pub(super) fn open_alone(path: &Path) -> Result<Connection, StoreError> {
    connection::open_alone(path)
}

impl Engine for Sqlite {
    async fn write<T: Send + 'static>(
        &self,
        scope: Scope,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(scope, work).await
    }

    /// At once, on the calling thread.
    async fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.database.read(|connection| work(connection))
    }

    async fn read_together<T: Send + 'static>(
        &self,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.database.read(|connection| {
            let transaction = connection.unchecked_transaction()?;
            let result = work(&*transaction)?;
            transaction.commit()?;
            Ok(result)
        })
    }

    fn run(&self) -> i64 {
        self.run
    }

    fn lose_running(&self) -> &'static str {
        "UPDATE attempts SET state = 'lost' WHERE state = 'running'"
    }

    /// Never: a change that another program makes is seen at the next look.
    async fn changed_elsewhere(&self) -> Option<ProspectId> {
        std::future::pending().await
    }

    async fn may_do(&self, _: &'static str) -> Result<bool, StoreError> {
        Ok(true)
    }

    async fn count_call(
        &self,
        prospect_id: ProspectId,
        limited: Limited,
        now: Timestamp,
        most: u32,
    ) -> Result<Result<(), u64>, StoreError> {
        Ok(self.calls.count(prospect_id, limited, now, most))
    }

    fn has_removals(&self) {
        self.log.has_removals();
    }

    async fn overwrite_removed(&self) -> Result<bool, StoreError> {
        Ok(self.log.cut().await)
    }
}
