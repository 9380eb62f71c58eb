//! Transactions of the writer's thread on the file.

use std::sync::{Arc, PoisonError};

use rusqlite::Connection;

use super::{connection::Database, log::Log};
use crate::store::{
    StoreError,
    sql::writer::{Job, Transactions},
};

/// Writes into the database.
pub(super) struct Writing {
    pub(super) database: Arc<Database>,
    pub(super) log: Arc<Log>,
    /// `None` after a failure that may leave it in the middle of a transaction.
    pub(super) connection: Option<Connection>,
}

impl Transactions for Writing {
    fn write(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        let written = self.try_write(jobs);
        self.log.has_grown(jobs.len());
        written
    }

    fn reset(&mut self) {
        self.connection = None;
    }
}

impl Writing {
    fn try_write(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        let database = Arc::clone(&self.database);
        let file = match &*database {
            Database::Memory(connection) => {
                let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                let written = write_all(&connection, jobs);
                if written.is_err() && !connection.is_autocommit() {
                    connection.execute_batch("ROLLBACK")?;
                }
                return written;
            }
            Database::File(file) => file,
        };
        let connection = match self.connection.take() {
            Some(connection) => file.check().map(|()| connection)?,
            None => file.connect()?,
        };
        write_all(&connection, jobs)?;
        self.connection = Some(connection); // only a connection that has just committed is used again
        Ok(())
    }
}

fn write_all(connection: &Connection, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    let execute = |sql: &str| connection.prepare_cached(sql)?.execute([]);
    execute("BEGIN IMMEDIATE")?;
    for job in jobs {
        execute("SAVEPOINT job")?;
        let is_done = job.run(connection);
        if connection.is_autocommit() {
            // SQLite undoes the whole transaction if the disk is full or fails.
            return Err(StoreError::Unavailable(
                "the transaction was taken back; the disk may be full".into(),
            ));
        }
        if !is_done {
            execute("ROLLBACK TO job")?;
        }
        execute("RELEASE job")?;
    }
    execute("COMMIT")?;
    Ok(())
}
