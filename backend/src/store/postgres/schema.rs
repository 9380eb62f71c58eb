//! The tables, in numbered steps. A database of an earlier version goes through the steps that it lacks; one that does not have the
//! tables of its version is refused by name. Programs that start at the same time wait for each other.

use std::collections::BTreeSet;

use super::connection::Connection;
use crate::store::{
    StoreError,
    sql::statements::{Sql, values},
};

/// The steps, in order. A published step never changes: a change is a new step.
const STEPS: [&str; 4] = [
    include_str!("migrations/0001-first.sql"),
    include_str!("migrations/0002-events.sql"),
    include_str!("migrations/0003-tally.sql"),
    include_str!("migrations/0004-prefills.sql"),
];
/// A row for each step that the database went through, with the names of all columns after it.
const VERSIONS: &str = "CREATE TABLE versions (number BIGINT PRIMARY KEY, columns TEXT NOT NULL)";
/// A number of this program, for its lock.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7034192286)";
/// Each column as `table.column`, and each trigger.
const COLUMNS: &str = "SELECT table_name || '.' || column_name AS name FROM information_schema.columns \
     WHERE table_schema = current_schema() UNION ALL SELECT 'trigger ' || tgname AS name FROM pg_trigger \
     JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal \
     AND relnamespace = CAST(current_schema() AS REGNAMESPACE)";

/// Brings the tables to this version, in one transaction.
///
/// # Errors
/// If the database is of a later version, or has other tables than its version; the message says which.
pub(super) fn migrate(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("BEGIN")?;
    connection.execute(LOCK)?;
    let version = check_version(connection)?;
    for (number, step) in (1_i64..).zip(STEPS).skip(version) {
        connection.execute(step)?;
        let all: Vec<String> = columns(connection)?.into_iter().collect();
        let insert = "INSERT INTO versions (number, columns) VALUES (?1, ?2)";
        connection.run(insert, values![number, &all.join("\n")])?;
    }
    connection.execute("COMMIT")
}

/// The version of a database: how many steps it went through. Without any table, it gets the one of versions.
fn check_version(connection: &Connection) -> Result<usize, StoreError> {
    let found = columns(connection)?;
    if found.is_empty() {
        connection.execute(VERSIONS)?;
        return Ok(0);
    }
    if !found.contains("versions.columns") {
        let tables: BTreeSet<&str> = found.iter().filter_map(|name| Some(name.split_once('.')?.0)).collect();
        let tables = tables.into_iter().collect::<Vec<_>>().join(", ");
        return Err(refusal(format!(
            "it has tables of another program ({tables}); choose another database or schema"
        )));
    }
    let sql: &dyn Sql = connection;
    let select = "SELECT number, columns FROM versions ORDER BY number DESC LIMIT 1";
    let last =
        sql.row(select, values![], |row| Ok((row.get::<i64>("number")?, row.get::<String>("columns")?)))?;
    let Some((version, expected)) = last else { return Ok(0) };
    let known = usize::try_from(version).ok().filter(|version| *version <= STEPS.len());
    let Some(known) = known else {
        return Err(refusal(format!(
            "its tables are of version {version}, which this program does not know: use the program that made it, or a later one"
        )));
    };
    check(&expected.lines().map(str::to_owned).collect(), &found)?;
    Ok(known)
}

/// Refuses a database whose tables differ from those of its version.
fn check(expected: &BTreeSet<String>, found: &BTreeSet<String>) -> Result<(), StoreError> {
    let list = |columns: Vec<&String>| columns.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let missing = list(expected.difference(found).collect());
    let unknown = list(found.difference(expected).collect());
    if missing.is_empty() && unknown.is_empty() {
        return Ok(());
    }
    let mut text = String::from("it was changed by hand:");
    if !missing.is_empty() {
        text.push_str(&format!(" it lacks {missing};"));
    }
    if !unknown.is_empty() {
        text.push_str(&format!(" it has {unknown};"));
    }
    Err(refusal(text + " restore a backup, or choose another database"))
}

fn columns(connection: &Connection) -> Result<BTreeSet<String>, StoreError> {
    let sql: &dyn Sql = connection;
    Ok(sql.rows(COLUMNS, values![], |row| row.get::<String>("name"))?.into_iter().collect())
}

fn refusal(text: String) -> StoreError {
    StoreError::Database(text)
}
