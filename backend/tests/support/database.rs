//! The storage of one test: SQLite, or a new schema of the PostgreSQL server that the environment names.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use backend::store::{Store, opening};

/// Address of a server whose databases belong to the tests: `scripts/private-postgres.mjs` starts one.
const SERVER: &str = "ONBOARDING_TEST_POSTGRES";

/// Opens the storage; `:memory:` is one that nobody else uses.
pub async fn open(database: &str) -> Arc<dyn Store> {
    let database = match std::env::var(SERVER) {
        Ok(server) if database == ":memory:" => new_schema(&server).await,
        _ => database.to_owned(),
    };
    opening::open(&database, "tests").await.unwrap()
}

/// The address of a new schema.
async fn new_schema(server: &str) -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let (client, connection) = tokio_postgres::connect(server, tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(&format!("CREATE SCHEMA {name}")).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
    format!("{server}?options=-csearch_path%3D{name}")
}
