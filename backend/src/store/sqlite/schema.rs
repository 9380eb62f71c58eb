//! The tables, in numbered steps. A file of an earlier version goes through the steps that it lacks; a file that does not
//! have these tables afterwards is refused by name.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite_migration::{HookError, M, Migrations, SchemaVersion};

use crate::store::{
    StoreError,
    sql::{
        envelopes,
        statements::{Sql, values},
    },
};

/// The steps, in order. A published step never changes: a change is a new step.
fn steps() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("migrations/0001-first.sql")),
        M::up(include_str!("migrations/0002-probe.sql")),
        M::up(include_str!("migrations/0003-views.sql")),
        M::up_with_hook("", |transaction| {
            envelopes::forget_unneeded(&**transaction).map_err(|error| HookError::Hook(error.to_string()))
        }),
        M::up(include_str!("migrations/0005-events.sql")),
        M::up(include_str!("migrations/0006-tally.sql")),
        M::up(include_str!("migrations/0007-prefills.sql")),
    ])
}

/// Brings the tables to this version.
///
/// # Errors
/// If the file is of a later version, or has other tables than this version; the message says which.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let version = check_version(connection)?;
    let sql: &dyn Sql = connection;
    if sql.has("SELECT 1 FROM sqlite_master", values![])? {
        if version == 0 && !sql.has("SELECT 1 FROM sqlite_master WHERE name = 'prospects'", values![])? {
            return Err(StoreError::Database(
                "it is a database of another program; choose another file".into(),
            ));
        }
        // The first step also completes a file of the time before versions had numbers.
        let version = version.max(1);
        steps().to_version(connection, version).map_err(|error| failed(&error))?;
        check(connection, version)?;
    }
    steps().to_latest(connection).map_err(|error| failed(&error))
}

/// The version of a file: how many steps it went through.
///
/// # Errors
/// If this program knows fewer, or if it is not a database.
pub(super) fn check_version(connection: &Connection) -> Result<usize, StoreError> {
    match steps().current_version(connection) {
        Ok(SchemaVersion::Outside(version)) => Err(StoreError::Database(format!(
            "its tables are of version {version}, which this program does not know: use the program that made it, or a later one"
        ))),
        Ok(SchemaVersion::Inside(version)) => Ok(version.get()),
        Ok(SchemaVersion::NoneSet) => Ok(0),
        Err(error) => Err(failed(&error)),
    }
}

/// Refuses a file whose tables differ from those of its version.
fn check(connection: &Connection, version: usize) -> Result<(), StoreError> {
    let mut expected = Connection::open_in_memory()?;
    steps().to_version(&mut expected, version).map_err(|error| failed(&error))?;
    let (expected, found) = (columns(&expected)?, columns(connection)?);
    let list = |columns: Vec<&String>| columns.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let missing = list(expected.difference(&found).collect());
    let unknown = list(found.difference(&expected).collect());
    if missing.is_empty() && unknown.is_empty() {
        return Ok(());
    }
    let mut text = String::from("it is not of this program, or was changed by hand:");
    if !missing.is_empty() {
        text.push_str(&format!(" it lacks {missing};"));
    }
    if !unknown.is_empty() {
        text.push_str(&format!(" it has {unknown};"));
    }
    text.push_str(" restore a backup, or choose another file");
    Err(StoreError::Database(text))
}

/// Each column as `table.column`, and each trigger.
fn columns(connection: &Connection) -> Result<BTreeSet<String>, StoreError> {
    let sql: &dyn Sql = connection;
    let all = sql.rows(
        "SELECT m.name || '.' || c.name AS name FROM sqlite_master AS m, pragma_table_info(m.name) AS c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' \
         UNION ALL SELECT 'trigger ' || name AS name FROM sqlite_master WHERE type = 'trigger'",
        values![],
        |row| row.get::<String>("name"),
    )?;
    Ok(all.into_iter().collect())
}

fn failed(error: &rusqlite_migration::Error) -> StoreError {
    match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => match err.sqlite_error_code() {
            Some(_) => StoreError::Database(err.to_string()),
            None => StoreError::Database(error.to_string()),
        },
        _ => StoreError::Database(error.to_string()),
    }
}
