//! Moves the write-ahead log into the file, independently of all requests, so that nobody waits for it. Deleted content
//! remains readable in the log until the log is truncated.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::connection::{Database, File};
use crate::store::StoreError;

/// Number of writes after which the log is moved into the file, so that its space is used again.
const MOVE_AFTER: usize = 1000;
/// Size in bytes from which writers wait once until the whole log is moved, because it is never free of readers and
/// writers.
const LARGE: u64 = 64 * 1024 * 1024;
/// How long the log may contain deleted content, unless a reader needs it for longer. Deletions within this time share
/// one truncation.
const CUT_AFTER: Duration = Duration::from_secs(1);

/// Sends orders to the log's thread, which ends when this is dropped, after a last truncation.
pub(super) struct Log {
    database: Arc<Database>,
    orders: mpsc::Sender<Order>,
    writes: AtomicUsize,
}

enum Order {
    /// Many writes were made.
    Move,
    /// Rows were deleted.
    Cut,
    /// Truncate now, and answer whether that was possible.
    CutNow(oneshot::Sender<bool>),
}

impl Log {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system provides no thread.
    pub(super) fn start(database: Arc<Database>) -> Result<Self, StoreError> {
        let (orders, queue) = mpsc::channel();
        let own = Arc::clone(&database);
        let thread = std::thread::Builder::new().name("sqlite log".into());
        let started = thread.spawn(move || {
            if let Database::File(file) = &*own {
                run(file, &queue);
            }
        });
        started.map_err(|error| StoreError::Unavailable(format!("no thread for the log: {error}")))?;
        Ok(Self { database, orders, writes: AtomicUsize::new(0) })
    }

    /// Records a number of writes.
    pub(super) fn has_grown(&self, writes: usize) {
        if self.writes.fetch_add(writes, Ordering::Relaxed) >= MOVE_AFTER {
            self.writes.store(0, Ordering::Relaxed);
            self.order(Order::Move);
        }
    }

    /// Records a deletion.
    pub(super) fn has_removals(&self) {
        self.order(Order::Cut);
    }

    /// Truncates the log now. Returns `false` if a reader still needs it; then it is tried again later.
    pub(super) async fn cut(&self) -> bool {
        if matches!(&*self.database, Database::Memory(_)) {
            return true;
        }
        let (done, is_cut) = oneshot::channel();
        self.order(Order::CutNow(done));
        is_cut.await.unwrap_or(false)
    }

    fn order(&self, order: Order) {
        let _: Result<_, _> = self.orders.send(order); // a database in memory has no log and no thread
    }
}

fn run(file: &File, queue: &mpsc::Receiver<Order>) {
    let mut connection = None;
    let mut cut_at: Option<Instant> = None;
    loop {
        let order = match cut_at {
            Some(at) => queue.recv_timeout(at.saturating_duration_since(Instant::now())),
            None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Ok(Order::Move) => {
                let mode = if file.log_bytes() < LARGE { "PASSIVE" } else { "TRUNCATE" };
                checkpoint(file, &mut connection, mode);
            }
            Ok(Order::Cut) => cut_at = cut_at.or_else(|| Some(Instant::now() + CUT_AFTER)),
            Ok(Order::CutNow(done)) => {
                let is_cut = checkpoint(file, &mut connection, "TRUNCATE");
                cut_at = (!is_cut).then(|| Instant::now() + CUT_AFTER);
                let _: Result<_, _> = done.send(is_cut);
            }
            Err(RecvTimeoutError::Timeout) => {
                let is_cut = checkpoint(file, &mut connection, "TRUNCATE");
                cut_at = (!is_cut).then(|| Instant::now() + CUT_AFTER);
            }
            Err(RecvTimeoutError::Disconnected) => {
                checkpoint(file, &mut connection, "TRUNCATE");
                return;
            }
        }
    }
}

/// Whether the whole log was moved. It does not wait for readers or writers of other connections.
fn checkpoint(file: &File, connection: &mut Option<Connection>, mode: &str) -> bool {
    match try_checkpoint(file, connection, mode) {
        Ok(is_whole) => is_whole,
        Err(error) => {
            *connection = None;
            tracing::warn!(%error, "the write-ahead log could not be moved into the file; the next try follows");
            false
        }
    }
}

fn try_checkpoint(file: &File, connection: &mut Option<Connection>, mode: &str) -> Result<bool, StoreError> {
    file.check()?;
    let connection = match connection {
        Some(connection) => connection,
        None => {
            let new = connection.insert(file.connect()?);
            new.busy_timeout(Duration::ZERO)?;
            new
        }
    };
    // Moves most of the log first, without blocking anybody.
    let sql = if mode == "TRUNCATE" { "PRAGMA wal_checkpoint(PASSIVE); " } else { "" };
    connection.execute_batch(sql)?;
    let is_busy: i64 =
        connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| row.get(0))?;
    Ok(is_busy == 0)
}
