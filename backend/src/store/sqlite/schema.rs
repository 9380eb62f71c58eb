//! The tables, in numbered steps. A file of an earlier version goes through the steps that it lacks; a file that does not
//! have these tables afterwards is refused by name.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations, SchemaVersion};

use super::statements::Statements as _;
use crate::store::StoreError;

/// The steps, in order. A published step never changes: a change is a new step.
static STEPS: [M<'static>; 2] =
    [M::up(include_str!("migrations/0001-first.sql")), M::up(include_str!("migrations/0002-probe.sql"))];

/// Brings the tables to this version.
///
/// # Errors
/// If the file is of a later version, or has other tables than this version; the message says which.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let steps = Migrations::from_slice(&STEPS);
    let is_new = !connection.has("SELECT 1 FROM sqlite_master", [])?;
    match steps.current_version(connection) {
        Ok(SchemaVersion::Outside(version)) => {
            return Err(StoreError::Database(format!(
                "its tables are of version {version}, and this program knows {} versions: use the program that made it, or a later one",
                STEPS.len()
            )));
        }
        Ok(_) => {}
        Err(error) => return Err(failed(&error)),
    }
    steps.to_latest(connection).map_err(|error| failed(&error))?;
    if is_new { Ok(()) } else { check(connection) }
}

/// Refuses a file whose tables differ from those that the steps make.
fn check(connection: &Connection) -> Result<(), StoreError> {
    let mut expected = Connection::open_in_memory()?;
    Migrations::from_slice(&STEPS).to_latest(&mut expected).map_err(|error| failed(&error))?;
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
    let all = connection.rows(
        "SELECT m.name || '.' || c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' \
         UNION ALL SELECT 'trigger ' || name FROM sqlite_master WHERE type = 'trigger'",
        [],
        |row| Ok(row.get::<_, String>(0)?),
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
