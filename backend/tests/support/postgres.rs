//! A PostgreSQL server of one test, which ends with it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use tokio_postgres::{Client, NoTls};

/// The server, in the care of a process that also ends it if the test is killed.
pub struct Server {
    keeper: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    pub url: String,
}

impl Server {
    pub fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/private-postgres.mjs");
        let mut command = Command::new("node");
        let mut keeper = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (orders, answers) = (keeper.stdin.take(), BufReader::new(keeper.stdout.take().unwrap()));
        let mut server = Self { keeper, orders, answers, url: String::new() };
        server.url = server.answer();
        server
    }

    /// Ends the server as a crash does. What was committed is on its disk.
    pub fn crash(&mut self) {
        self.order("stop");
    }

    /// Starts it again.
    pub fn restart(&mut self) {
        self.order("start");
    }

    /// A connection of the test.
    pub async fn connect(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// The keys of all stored callbacks.
    pub async fn inbox_keys(&self) -> Vec<String> {
        let rows = self.connect().await.query("SELECT dedupe_key FROM inbox ORDER BY dedupe_key", &[]).await;
        rows.unwrap().iter().map(|row| row.get(0)).collect()
    }

    fn order(&mut self, order: &str) {
        writeln!(self.orders.as_mut().unwrap(), "{order}").unwrap();
        assert_eq!(self.answer(), order);
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "there is no PostgreSQL server: `npm test -- --only postgres` installs it");
        line.trim_end().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.orders.take()); // the order to end
        let _ = self.keeper.wait();
    }
}
