//! Moves everything from a SQLite file into an empty PostgreSQL database, and counts the rows of each table on both sides.

use std::path::Path;

use rusqlite::{TransactionBehavior, types::ValueRef};

use super::{
    StoreError, postgres,
    sql::statements::{Sql, Value, values},
    sqlite,
};

/// Tables whose rows belong to a running program, or are computed again.
const OWN: [&str; 3] = ["probe", "runs", "views"];
/// Tables to whose rows others refer.
const FIRST: [&str; 2] = ["prospects", "inbox"];

/// A table that was moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// Its name.
    pub table: String,
    /// How many rows it has on both sides.
    pub rows: i64,
}

struct Column {
    name: String,
    is_flag: bool,
}

/// Moves everything, in one transaction. Nothing may write into the file meanwhile: it is locked.
///
/// # Errors
/// If the database is not empty or cannot be written, if the file is in use, or if the counts differ: then nothing is moved.
pub async fn move_all(from: &Path, to: &str) -> Result<Vec<Moved>, StoreError> {
    let (from, to) = (from.to_owned(), to.to_owned());
    // A thread of its own, on which the connections may wait.
    let moving = tokio::task::spawn_blocking(move || move_between(&from, &to));
    moving.await.unwrap_or_else(|_| Err(refusal("the move panicked".into())))
}

fn move_between(from: &Path, to: &str) -> Result<Vec<Moved>, StoreError> {
    if !from.is_file() {
        return Err(refusal(format!("there is no file {}", from.display())));
    }
    let mut file = sqlite::open_alone(from)?;
    let lock = file.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let target = postgres::open_alone(to)?;
    target.execute("BEGIN")?;
    let is_used = "SELECT 1 FROM prospects UNION ALL SELECT 1 FROM inbox LIMIT 1";
    if (&target as &dyn Sql).has(is_used, values![])? {
        return Err(refusal("it has data already; choose an empty database".into()));
    }
    let mut all = Vec::new();
    for table in tables(&*lock)? {
        target.execute(&format!("ALTER TABLE {table} DISABLE TRIGGER USER"))?;
        copy(&lock, &target, &table)?;
        target.execute(&format!("ALTER TABLE {table} ENABLE TRIGGER USER"))?;
        let count = format!("SELECT COUNT(*) AS number FROM {table}");
        let number = |sql: &dyn Sql| sql.row(&count, values![], |row| row.get::<i64>("number"));
        let (rows, found) = (number(&*lock)?.unwrap_or_default(), number(&target)?.unwrap_or_default());
        if rows != found {
            return Err(refusal(format!("{table} has {rows} rows in the file and {found} in the database")));
        }
        all.push(Moved { table, rows });
    }
    follow_ids(&target)?;
    target.execute("COMMIT")?;
    Ok(all)
}

/// All tables with what is stored, in an order in which their rows can be written.
fn tables(file: &dyn Sql) -> Result<Vec<String>, StoreError> {
    let select =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let names = file.rows(select, values![], |row| row.get::<String>("name"))?;
    let rest = names.into_iter().filter(|name| ![&OWN[..], &FIRST[..]].concat().contains(&name.as_str()));
    Ok(FIRST.map(str::to_owned).into_iter().chain(rest).collect())
}

fn copy(file: &rusqlite::Connection, target: &dyn Sql, table: &str) -> Result<(), StoreError> {
    let select =
        format!("SELECT name, type = 'BOOLEAN' AS flag FROM pragma_table_info('{table}') ORDER BY cid");
    let columns = (file as &dyn Sql)
        .rows(&select, values![], |row| Ok(Column { name: row.get("name")?, is_flag: row.get("flag")? }))?;
    let names = columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
    let places = (1..=columns.len()).map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ");
    let insert = format!("INSERT INTO {table} ({names}) VALUES ({places})");
    let mut rows = file.prepare(&format!("SELECT {names} FROM {table}"))?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let cells =
            columns.iter().enumerate().map(|(index, column)| cell(row.get_ref(index)?, column.is_flag));
        target.run(&insert, &cells.collect::<Result<Vec<_>, StoreError>>()?)?;
    }
    Ok(())
}

fn cell(value: ValueRef<'_>, is_flag: bool) -> Result<Value<'_>, StoreError> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) if is_flag => Value::Flag(number != 0),
        ValueRef::Integer(number) => Value::Number(number),
        ValueRef::Text(text) => Value::Text(std::str::from_utf8(text).map_err(|_| StoreError::Kept)?),
        ValueRef::Blob(bytes) => Value::Bytes(bytes),
        ValueRef::Real(_) => return Err(StoreError::Kept), // no table has one
    })
}

/// New rows get ids after those that were moved.
fn follow_ids(target: &dyn Sql) -> Result<(), StoreError> {
    let select = "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.columns \
         WHERE table_schema = current_schema() AND column_name = 'id' AND is_identity = 'YES'";
    for table in target.rows(select, values![], |row| row.get::<String>("name"))? {
        let follow = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table})) \
             WHERE EXISTS (SELECT 1 FROM {table})"
        );
        target.has(&follow, values![])?;
    }
    Ok(())
}

fn refusal(text: String) -> StoreError {
    StoreError::Database(text)
}
