//! Chooses the engine by the name of the database.

use std::sync::Arc;

use super::{Store, StoreError, postgres::PostgresStore, sqlite::SqliteStore};

/// Opens the storage: a PostgreSQL database by its address, otherwise a SQLite file. Programs that compute the same snapshots have
/// the same `fingerprint`.
///
/// # Errors
/// If it cannot be opened, or is of a version that this program does not know.
pub async fn open(database: &str, fingerprint: &str) -> Result<Arc<dyn Store>, StoreError> {
    if is_postgres(database) {
        Ok(Arc::new(PostgresStore::open(database, fingerprint).await?))
    } else {
        Ok(Arc::new(SqliteStore::open(database).await?))
    }
}

/// Whether it is the address of a PostgreSQL database, and not the name of a file.
pub fn is_postgres(database: &str) -> bool {
    ["postgres://", "postgresql://"].iter().any(|scheme| database.starts_with(scheme))
}

/// The database as errors name it: an address without user and password.
pub fn shown(database: &str) -> &str {
    if !is_postgres(database) {
        return database;
    }
    let (_, rest) = database.split_once("://").unwrap_or_default();
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    rest.split_once('?').map_or(rest, |(name, _)| name)
}
