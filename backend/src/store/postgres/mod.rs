//! PostgreSQL: a server that several programs use at the same time. What is stored is in the folder `sql` beside this one.
//!
//! Reads go to a few threads with a connection each (`readers`), writes through one thread (`writing`). A connection that was
//! lost, or that may be in the middle of a transaction, is closed, so a fault that ends leaves nothing behind. What other programs
//! store arrives in `news`.

mod calls;
mod connection;
mod error;
mod instances;
mod news;
mod readers;
mod schema;
mod server;
mod tls;
mod value;
mod writing;

use std::sync::Arc;

use contract::time::Timestamp;
use tokio::sync::{Mutex, mpsc::UnboundedReceiver};

use self::{
    connection::Connection,
    instances::{LEASE, LOSE_OWN},
    news::Change,
    readers::Readers,
    server::Server,
    writing::Writing,
};
use super::{
    Limited, ProspectId, StoreError,
    sql::{
        Engine, SqlStore,
        scope::Scope,
        statements::{Sql, values},
        writer::Writer,
    },
};

/// A database of a PostgreSQL server.
pub type PostgresStore = SqlStore<Postgres>;

/// The engine.
pub struct Postgres {
    server: Arc<Server>,
    readers: Readers,
    writer: Writer,
    news: Mutex<UnboundedReceiver<Change>>,
    /// Number of this version of the program with its settings.
    run: i64,
}

impl PostgresStore {
    /// Connects to `postgres://USER@HOST/NAME` and brings the tables to this version. Programs that compute the same snapshots have
    /// the same `fingerprint`.
    ///
    /// # Errors
    /// If the server cannot be reached, or if the database is of a version that this program does not know.
    pub async fn open(url: &str, fingerprint: &str) -> Result<Self, StoreError> {
        let server = Arc::new(Server::at(url)?);
        let begun = std::thread::spawn({
            let server = Arc::clone(&server);
            move || begin(&server)
        });
        begun.join().unwrap_or_else(|_| Err(StoreError::Database("the start panicked".into())))?;
        let readers = Readers::start(&server)?;
        let writing = Writing { server: Arc::clone(&server), connection: None };
        let writer = Writer::start("postgres writer", writing)?;
        let news = Mutex::new(news::start(Arc::clone(&server))?);
        let fingerprint = fingerprint.to_owned();
        let run = writer.write(Scope::default(), move |sql| {
            let insert = "INSERT INTO runs (fingerprint) VALUES (?1) \
                 ON CONFLICT (fingerprint) DO UPDATE SET fingerprint = excluded.fingerprint RETURNING number";
            sql.row(insert, values![&fingerprint], |row| row.get("number"))
        });
        let run = run.await?.unwrap_or_default();
        Ok(Self { engine: Postgres { server, readers, writer, news, run } })
    }
}

/// Checks an address, without a connection.
///
/// # Errors
/// If it cannot be used. The error does not repeat it.
pub fn check(url: &str) -> Result<(), StoreError> {
    server::config(url).map(drop)
}

/// Brings the tables to this version, and gets a number for this program.
fn begin(server: &Server) -> Result<(), StoreError> {
    let connection = Connection::open(server)?;
    schema::migrate(&connection)?;
    let sql: &dyn Sql = &connection;
    let insert =
        "INSERT INTO instances (alive_until) VALUES (clock_timestamp() + INTERVAL '15 seconds') RETURNING id";
    server.set_instance(sql.row(insert, values![], |row| row.get("id"))?.unwrap_or_default());
    Ok(())
}

/// A connection to a database that was brought to this version.
pub(super) fn open_alone(url: &str) -> Result<Connection, StoreError> {
    let connection = Connection::open(&Server::at(url)?)?;
    schema::migrate(&connection)?;
    Ok(connection)
}

impl Engine for Postgres {
    async fn write<T: Send + 'static>(
        &self,
        scope: Scope,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(scope, work).await
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.read(false, work).await
    }

    async fn read_together<T: Send + 'static>(
        &self,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.read(true, work).await
    }

    fn run(&self) -> i64 {
        self.run
    }

    fn lose_running(&self) -> &'static str {
        LOSE_OWN
    }

    async fn changed_elsewhere(&self) -> Option<ProspectId> {
        match self.news.lock().await.recv().await {
            Some(change) => change,
            None => std::future::pending().await, // the thread has ended, as it does with the program
        }
    }

    async fn may_do(&self, work: &'static str) -> Result<bool, StoreError> {
        let instance = self.server.instance();
        let held = self.writer.write(Scope::default(), move |sql| sql.run(LEASE, values![work, instance]));
        Ok(held.await? == 1)
    }

    async fn count_call(
        &self,
        prospect_id: ProspectId,
        limited: Limited,
        now: Timestamp,
        most: u32,
    ) -> Result<Result<(), u64>, StoreError> {
        let work = move |sql: &dyn Sql| calls::count(sql, prospect_id, limited, now, most);
        self.writer.write(Scope::prospect(prospect_id), work).await
    }

    /// The server itself reuses the place of deleted rows.
    fn has_removals(&self) {}

    async fn overwrite_removed(&self) -> Result<bool, StoreError> {
        Ok(true)
    }
}
