//! A connection to the server, used by one thread at a time. It is closed if its state may be unknown.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, HashMap},
    pin::pin,
    task::Poll,
};

use tokio::runtime::Runtime;
use tokio_postgres::{Client, Error, Statement};

use super::{
    error::{is_conflict, is_lost},
    server::{STATEMENT_WAIT, Server},
};
use crate::store::{
    ProspectId, StoreError,
    sql::{
        row::Row,
        statements::{Sql, Value},
    },
};

/// Settings of each connection: how long a statement waits for another program's transaction, and when the server ends a
/// transaction whose program has gone. What was acknowledged must be on the disk, also if the server's default is less.
const SETTINGS: &str = "SET lock_timeout = '2s'; SET statement_timeout = '15s'; \
     SET idle_in_transaction_session_timeout = '15s'; SELECT set_config('synchronous_commit', 'on', false) \
     WHERE current_setting('synchronous_commit') IN ('off', 'local')";

/// A connection and its prepared statements.
pub(in crate::store) struct Connection {
    runtime: Runtime,
    client: Client,
    statements: RefCell<HashMap<String, Statement>>,
    failed: Cell<Failed>,
    /// The prospects that other programs must be told about.
    announced: RefCell<BTreeSet<ProspectId>>,
}

/// The worst failure of a statement since it was asked for.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Failed {
    /// None.
    #[default]
    No,
    /// A statement was refused.
    Refused,
    /// Another transaction was in the way.
    Conflict,
    /// The connection is lost.
    Lost,
}

impl Connection {
    /// Connects. Everything that belongs to the connection runs on the calling thread, while it waits for an answer.
    pub(super) fn open(server: &Server) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime
            .map_err(|error| StoreError::Unavailable(format!("no connection can be made: {error}")))?;
        let client = runtime.block_on(async {
            let (client, connection) = server.config.connect(server.tls.clone()).await?;
            tokio::spawn(connection); // ends with the client, and its error is that of a statement
            client
                .batch_execute(&format!("{SETTINGS}; SET onboarding.instance = {}", server.instance()))
                .await?;
            Ok::<_, Error>(client)
        })?;
        Ok(Self {
            runtime,
            client,
            statements: RefCell::default(),
            failed: Cell::default(),
            announced: RefCell::default(),
        })
    }

    /// Runs a statement without parameters, and waits for its end.
    pub(in crate::store) fn execute(&self, sql: &str) -> Result<(), StoreError> {
        self.wait(self.client.batch_execute(sql))
    }

    /// Sends a statement without parameters and does not wait for its end. If it fails, the next one fails.
    pub(super) fn send(&self, sql: &str) {
        self.runtime.block_on(async {
            let mut sent = pin!(self.client.batch_execute(sql));
            std::future::poll_fn(|context| {
                let _: Poll<_> = sent.as_mut().poll(context); // it is queued by the first poll
                Poll::Ready(())
            })
            .await;
        });
    }

    /// The prospects that other programs must be told about since the last call.
    pub(super) fn take_announced(&self) -> Vec<ProspectId> {
        self.announced.take().into_iter().collect()
    }

    /// The worst failure of a statement since the last call.
    pub(super) fn take_failed(&self) -> Failed {
        self.failed.take()
    }

    /// Records a failure again that was taken.
    pub(super) fn put_failed(&self, failed: Failed) {
        self.failed.set(failed);
    }

    /// Whether the connection is of no use any more.
    pub(super) fn is_lost(&self) -> bool {
        self.failed.get() == Failed::Lost || self.client.is_closed()
    }

    /// Runs a query with parameters of the client's types.
    pub(super) fn query(
        &self,
        sql: &str,
        parameters: &[&(dyn tokio_postgres::types::ToSql + Sync)],
    ) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let statement = self.prepared(sql)?;
        self.wait(self.client.query(&statement, parameters))
    }

    fn prepared(&self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.borrow().get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.wait(self.client.prepare(&sql.replace('?', "$")))?;
        self.statements.borrow_mut().insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn wait<T>(&self, answer: impl Future<Output = Result<T, Error>>) -> Result<T, StoreError> {
        let answer = self.runtime.block_on(async { tokio::time::timeout(STATEMENT_WAIT, answer).await });
        let Ok(answer) = answer else {
            self.failed.set(Failed::Lost);
            return Err(StoreError::Unavailable("the database does not answer".into()));
        };
        answer.map_err(|error| {
            let failed = match () {
                () if is_lost(&error) => Failed::Lost,
                () if is_conflict(&error) => Failed::Conflict,
                () => Failed::Refused,
            };
            self.failed.set(failed.max(self.failed.get()));
            error.into()
        })
    }
}

impl Sql for Connection {
    fn run(&self, sql: &str, parameters: &[Value<'_>]) -> Result<usize, StoreError> {
        let statement = self.prepared(sql)?;
        let changed = self.wait(self.client.execute_raw(&statement, parameters))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    fn each(
        &self,
        sql: &str,
        parameters: &[Value<'_>],
        read: &mut dyn FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let parameters: Vec<_> =
            parameters.iter().map(|value| value as &(dyn tokio_postgres::types::ToSql + Sync)).collect();
        for row in self.query(sql, &parameters)? {
            if !read(&Row::Postgres(&row))? {
                break;
            }
        }
        Ok(())
    }

    fn announce(&self, prospect_id: ProspectId) {
        self.announced.borrow_mut().insert(prospect_id);
    }
}
