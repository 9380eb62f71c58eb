//! The only writer. Everything that is queued while a transaction is being written to the disk goes into the next one,
//! and no caller gets an answer before its transaction is on the disk (group commit).

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError, mpsc},
    time::{Duration, Instant},
};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{connection::Database, log::Log};
use crate::store::StoreError;

/// Most jobs in one transaction. It limits how many fail together if the disk is full.
const MOST_TOGETHER: usize = 512;
/// Time limit for a job to begin. After it, the job fails and its caller may try again later.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Passes jobs to the writer's thread, which ends when this is dropped.
pub(super) struct Writer {
    jobs: mpsc::Sender<Queued>,
}

struct Queued {
    at: Instant,
    job: Box<dyn Job>,
}

/// A job that writes.
trait Job: Send {
    /// Whether its caller has gone away.
    fn is_abandoned(&self) -> bool;
    /// Runs the job. Returns `false` if it failed and its changes must be undone.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Answers the caller, once the transaction is on the disk or has failed.
    fn answer(&mut self, committed: Result<(), StoreError>);
}

struct Write<T, F> {
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    caller: Option<oneshot::Sender<Result<T, StoreError>>>,
}

impl<T, F> Job for Write<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send,
{
    fn is_abandoned(&self) -> bool {
        self.caller.as_ref().is_none_or(oneshot::Sender::is_closed)
    }

    fn run(&mut self, connection: &Connection) -> bool {
        self.result = self.work.take().map(|work| work(connection));
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(&mut self, committed: Result<(), StoreError>) {
        let result = match (committed, self.result.take()) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(StoreError::Unavailable("the work was not done".into())),
            (Err(_), Some(Err(own))) => Err(own),
            (Err(error), _) => Err(error),
        };
        if let Some(caller) = self.caller.take() {
            let _: Result<_, _> = caller.send(result); // the caller may have gone away
        }
    }
}

impl Writer {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system provides no thread.
    pub(super) fn start(database: Arc<Database>, log: Arc<Log>) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel();
        let thread = std::thread::Builder::new().name("sqlite writer".into());
        let started = thread.spawn(move || Thread { database, log, connection: None }.run(&queue));
        started.map_err(|error| StoreError::Unavailable(format!("no thread to write: {error}")))?;
        Ok(Self { jobs })
    }

    /// Runs `work` in a transaction. Returns its result once it is on the disk. Work whose caller went away before it
    /// began is not done.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (caller, result) = oneshot::channel();
        let job = Box::new(Write { work: Some(work), result: None, caller: Some(caller) });
        let gone = || StoreError::Unavailable("the writer has ended".into());
        self.jobs.send(Queued { at: Instant::now(), job }).map_err(|_| gone())?;
        result.await.map_err(|_| gone())?
    }
}

struct Thread {
    database: Arc<Database>,
    log: Arc<Log>,
    /// `None` after a failure that may leave it in the middle of a transaction.
    connection: Option<Connection>,
}

impl Thread {
    fn run(mut self, queue: &mpsc::Receiver<Queued>) {
        while let Ok(first) = queue.recv() {
            let mut batch = vec![first];
            batch.extend(queue.try_iter().take(MOST_TOGETHER - 1));
            let mut jobs = due(batch);
            if jobs.is_empty() {
                continue;
            }
            // A panic in one job must not end the thread, on which all writes depend.
            let written = catch_unwind(AssertUnwindSafe(|| self.write(&mut jobs)));
            let written = written.unwrap_or_else(|_| {
                self.connection = None;
                Err(StoreError::Database("a write panicked".into()))
            });
            if let Err(error) = &written {
                tracing::error!(%error, count = jobs.len(), "nothing could be written");
            }
            for job in &mut jobs {
                job.answer(written.clone());
            }
            self.log.has_grown(jobs.len());
        }
    }

    fn write(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
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

/// The jobs that still have a waiting caller. Those that waited too long fail.
fn due(batch: Vec<Queued>) -> Vec<Box<dyn Job>> {
    let mut jobs = Vec::with_capacity(batch.len());
    for Queued { at, mut job } in batch {
        if job.is_abandoned() {
            continue;
        }
        if at.elapsed() > LONGEST_WAIT {
            job.answer(Err(StoreError::Unavailable("writing took too long".into())));
            continue;
        }
        jobs.push(job);
    }
    jobs
}

/// Writes one transaction. A failed job undoes only its own changes.
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
