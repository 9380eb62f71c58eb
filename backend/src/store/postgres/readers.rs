//! Reads, on a few threads with a connection each. A thread that waits for the server holds up no request.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
};

use tokio::sync::oneshot;

use super::{connection::Connection, server::Server};
use crate::store::{StoreError, sql::statements::Sql};

/// Number of threads, and of connections for reading.
const READERS: usize = 8;

/// Passes reads to the threads, which end when this is dropped.
pub(super) struct Readers {
    jobs: mpsc::Sender<Job>,
}

type Job = Box<dyn FnOnce(&mut Reader) + Send>;

/// A thread's connection.
struct Reader {
    server: Arc<Server>,
    /// `None` before the first read, and after a failure that may leave it in the middle of something.
    connection: Option<Connection>,
}

impl Readers {
    /// Starts the threads. They connect when they are needed.
    ///
    /// # Errors
    /// If the system provides no thread.
    pub(super) fn start(server: &Arc<Server>) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for number in 0..READERS {
            let (queue, server) = (Arc::clone(&queue), Arc::clone(server));
            let thread = std::thread::Builder::new().name(format!("postgres reader {number}"));
            let started = thread.spawn(move || Reader { server, connection: None }.run(&queue));
            started.map_err(|error| StoreError::Unavailable(format!("no thread to read: {error}")))?;
        }
        Ok(Self { jobs })
    }

    /// Does `work` on a connection; again on a new one, if the first was lost while nobody used it.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        is_together: bool,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (caller, result) = oneshot::channel();
        let job = Box::new(move |reader: &mut Reader| {
            if !caller.is_closed() {
                let _: Result<_, _> = caller.send(reader.read(is_together, &work)); // the caller may have gone away
            }
        });
        let gone = || StoreError::Unavailable("the reader has ended".into());
        self.jobs.send(job).map_err(|_| gone())?;
        result.await.map_err(|_| gone())?
    }
}

impl Reader {
    fn run(mut self, queue: &Mutex<mpsc::Receiver<Job>>) {
        loop {
            let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(job) = job else { return };
            // A panic in one read must not end the thread.
            if catch_unwind(AssertUnwindSafe(|| job(&mut self))).is_err() {
                self.connection = None;
            }
        }
    }

    fn read<T>(
        &mut self,
        is_together: bool,
        work: &impl Fn(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(connection) = self.connection.take() {
            let result = read(&connection, is_together, work);
            if !connection.is_lost() {
                self.connection = Some(connection);
                return result;
            }
        }
        let connection = Connection::open(&self.server)?;
        let result = read(&connection, is_together, work);
        if !connection.is_lost() {
            self.connection = Some(connection);
        }
        result
    }
}

fn read<T>(
    connection: &Connection,
    is_together: bool,
    work: &impl Fn(&dyn Sql) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.take_failed();
    if is_together {
        connection.send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    let result = work(connection);
    if is_together {
        connection.send("ROLLBACK"); // there is nothing to commit
    }
    result
}
