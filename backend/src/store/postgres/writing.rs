//! Transactions of the writer's thread. Other programs may write at the same time, so a transaction begins with locks on
//! everybody whom its work is about: in order, so that two of them never wait for each other.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    connection::{Connection, Failed},
    news,
    server::Server,
    value::text,
};
use crate::store::{
    StoreError,
    sql::{
        scope::Scope,
        writer::{Job, Transactions},
    },
};

/// How often a transaction is done again if another one is in its way.
const MOST_TRIES: usize = 5;
/// Ids that a row may not have yet: whoever records something about one waits for whoever makes its row.
const LOCK_IDS: &str = "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(id, 0) AS key \
     FROM unnest(CAST(?1 AS TEXT[])) AS id ORDER BY key) AS keys";
const LOCK_ROWS: &str = "SELECT id FROM prospects WHERE id IN (SELECT unnest(CAST(?1 AS BIGINT[])) \
     UNION SELECT id FROM prospects WHERE app_user_id = ANY (?2) \
     UNION SELECT prospect_id FROM sent WHERE authentication_id = ANY (?3)) ORDER BY id FOR NO KEY UPDATE";

/// Writes into the database.
pub(super) struct Writing {
    pub(super) server: Arc<Server>,
    /// `None` after a failure that may leave it in the middle of a transaction.
    pub(super) connection: Option<Connection>,
}

/// Why a transaction was not committed.
enum NotWritten {
    /// The connection was lost before anything was done.
    NotBegun(StoreError),
    /// Another transaction was in the way.
    Conflict(StoreError),
    /// The database cannot be written.
    Failed(StoreError),
}

impl Transactions for Writing {
    fn write(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        let mut tries = 0;
        loop {
            let kept = self.connection.take();
            let was_kept = kept.is_some();
            let connection = kept.map_or_else(|| Connection::open(&self.server), Ok)?;
            tries += 1;
            match write_all(&self.server, &connection, jobs) {
                Ok(()) => {
                    self.connection = Some(connection); // only a connection that has just committed is used again
                    return Ok(());
                }
                // It was lost while nobody used it: the server was restarted.
                Err(NotWritten::NotBegun(_)) if was_kept => {}
                Err(NotWritten::Conflict(error)) if tries < MOST_TRIES => {
                    tracing::debug!(%error, "a transaction is done again");
                    connection.execute("ROLLBACK")?;
                    self.connection = Some(connection);
                }
                Err(
                    NotWritten::NotBegun(error) | NotWritten::Conflict(error) | NotWritten::Failed(error),
                ) => {
                    return Err(error);
                }
            }
        }
    }

    fn reset(&mut self) {
        self.connection = None;
    }
}

fn write_all(server: &Server, connection: &Connection, jobs: &mut [Box<dyn Job>]) -> Result<(), NotWritten> {
    connection.take_failed();
    connection.take_announced();
    connection.execute("BEGIN").map_err(NotWritten::NotBegun)?;
    let why = |error| match connection.take_failed() {
        Failed::Conflict => NotWritten::Conflict(error),
        _ => NotWritten::Failed(error),
    };
    lock(connection, jobs).map_err(why)?;
    if let [job] = jobs {
        return write_one(server, connection, job.as_mut()).map_err(why);
    }
    for job in jobs {
        connection.send("SAVEPOINT job");
        let is_done = job.run(connection);
        match connection.take_failed() {
            Failed::No if is_done => connection.send("RELEASE job"),
            Failed::No | Failed::Refused => {
                connection.execute("ROLLBACK TO job; RELEASE job").map_err(why)?;
            }
            Failed::Conflict => return Err(NotWritten::Conflict(taken_back())),
            Failed::Lost => return Err(NotWritten::Failed(taken_back())),
        }
    }
    commit(server, connection).map_err(why)
}

fn commit(server: &Server, connection: &Connection) -> Result<(), StoreError> {
    connection.execute(&(news::announcement(server, &connection.take_announced()) + "COMMIT"))
}

/// One job needs no savepoint.
fn write_one(server: &Server, connection: &Connection, job: &mut dyn Job) -> Result<(), StoreError> {
    let is_done = job.run(connection);
    match connection.take_failed() {
        Failed::No if is_done => commit(server, connection),
        Failed::No | Failed::Refused => connection.execute("ROLLBACK"),
        failed @ (Failed::Conflict | Failed::Lost) => {
            connection.put_failed(failed);
            Err(taken_back())
        }
    }
}

fn taken_back() -> StoreError {
    StoreError::Unavailable("the transaction was taken back".into())
}

fn lock(connection: &Connection, jobs: &[Box<dyn Job>]) -> Result<(), StoreError> {
    let mut scope = Scope::default();
    jobs.iter().for_each(|job| scope.extend(job.scope()));
    let (users, authentications) = (texts(&scope.users), texts(&scope.authentications));
    let prospects: Vec<i64> = scope.prospects.iter().copied().collect();
    let ids: Vec<&String> = users.iter().chain(&authentications).collect();
    if !ids.is_empty() {
        connection.query(LOCK_IDS, &[&ids])?;
    }
    if !ids.is_empty() || !prospects.is_empty() {
        connection.query(LOCK_ROWS, &[&prospects, &users, &authentications])?;
    }
    Ok(())
}

fn texts(ids: &BTreeSet<String>) -> Vec<String> {
    ids.iter().map(|id| text(id).into_owned()).collect()
}
