//! The only writer. Everything that is queued while a transaction is being written to the disk goes into the next one,
//! and no caller gets an answer before its transaction is on the disk (group commit).

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::{scope::Scope, statements::Sql};
use crate::store::StoreError;

/// Most jobs in one transaction. It limits how many fail together if the disk is full.
const MOST_TOGETHER: usize = 512;
/// Time limit for a job to begin. After it, the job fails and its caller may try again later.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Passes jobs to the writer's thread, which ends when this is dropped.
pub(in crate::store) struct Writer {
    jobs: mpsc::Sender<Queued>,
}

struct Queued {
    at: Instant,
    job: Box<dyn Job>,
}

/// Writes transactions, in one engine.
pub(in crate::store) trait Transactions: Send + 'static {
    /// Writes all jobs in one transaction, which is on the disk afterwards. A failed job undoes only its own changes.
    fn write(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError>;
    /// Forgets a connection that may be in the middle of a transaction.
    fn reset(&mut self);
}

/// A job that writes.
pub(in crate::store) trait Job: Send {
    /// Whom it is about.
    fn scope(&self) -> Scope;
    /// Whether its caller has gone away.
    fn is_abandoned(&self) -> bool;
    /// Runs the job; again, if the transaction of the last run was taken back. Returns `false` if it failed and its changes must
    /// be undone.
    fn run(&mut self, sql: &dyn Sql) -> bool;
    /// Answers the caller, once the transaction is on the disk or has failed.
    fn answer(&mut self, committed: Result<(), StoreError>);
}

struct Write<T, F> {
    scope: Scope,
    work: F,
    result: Option<Result<T, StoreError>>,
    caller: Option<oneshot::Sender<Result<T, StoreError>>>,
}

impl<T, F> Job for Write<T, F>
where
    T: Send,
    F: Fn(&dyn Sql) -> Result<T, StoreError> + Send,
{
    fn scope(&self) -> Scope {
        self.scope.clone()
    }

    fn is_abandoned(&self) -> bool {
        self.caller.as_ref().is_none_or(oneshot::Sender::is_closed)
    }

    fn run(&mut self, sql: &dyn Sql) -> bool {
        self.result = Some((self.work)(sql));
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
    /// Starts the thread `name`.
    ///
    /// # Errors
    /// If the system provides no thread.
    pub(in crate::store) fn start(name: &str, transactions: impl Transactions) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel();
        let thread = std::thread::Builder::new().name(name.into());
        let started = thread.spawn(move || run(transactions, &queue));
        started.map_err(|error| StoreError::Unavailable(format!("no thread to write: {error}")))?;
        Ok(Self { jobs })
    }

    /// Runs `work` in a transaction. Returns its result once it is on the disk. Work whose caller went away before it
    /// began is not done.
    pub(in crate::store) async fn write<T: Send + 'static>(
        &self,
        scope: Scope,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (caller, result) = oneshot::channel();
        let job = Box::new(Write { scope, work, result: None, caller: Some(caller) });
        let gone = || StoreError::Unavailable("the writer has ended".into());
        self.jobs.send(Queued { at: Instant::now(), job }).map_err(|_| gone())?;
        result.await.map_err(|_| gone())?
    }
}

fn run(mut transactions: impl Transactions, queue: &mpsc::Receiver<Queued>) {
    while let Ok(first) = queue.recv() {
        let mut batch = vec![first];
        batch.extend(queue.try_iter().take(MOST_TOGETHER - 1));
        let mut jobs = due(batch);
        if jobs.is_empty() {
            continue;
        }
        // A panic in one job must not end the thread, on which all writes depend.
        let written = catch_unwind(AssertUnwindSafe(|| transactions.write(&mut jobs)));
        let written = written.unwrap_or_else(|_| {
            transactions.reset();
            Err(StoreError::Database("a write panicked".into()))
        });
        if let Err(error) = &written {
            tracing::error!(%error, count = jobs.len(), "nothing could be written");
        }
        for job in &mut jobs {
            job.answer(written.clone());
        }
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
