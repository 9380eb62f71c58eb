//! Reads the database file of a test without the backend.

use std::{path::PathBuf, sync::Mutex};

use rusqlite::Connection;

use super::World;

/// A database file in its own folder, which is deleted at the end.
pub struct Kept {
    folder: PathBuf,
    connection: Mutex<Connection>,
    /// Each table with its columns, except those that say nothing about customers.
    tables: Vec<(String, Vec<String>)>,
}

impl Kept {
    /// Creates a world that stores everything in the file. `name` must be unique in the process.
    pub async fn in_new_world(name: &str) -> (World, Self) {
        let folder = std::env::temp_dir().join(format!("backend-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("onboarding.sqlite");
        let world = World::in_file(file.to_str().unwrap()).await;
        let connection = Connection::open(&file).unwrap();
        let columns = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
            WHERE m.type = 'table' AND m.name NOT IN ('probe', 'runs') ORDER BY m.name, c.cid";
        let mut tables: Vec<(String, Vec<String>)> = Vec::new();
        for (table, column) in read(&connection, columns, |row| (row.get(0), row.get(1))) {
            let (table, column) = (table.unwrap(), column.unwrap());
            match tables.last_mut() {
                Some((last, columns)) if *last == table => columns.push(column),
                _ => tables.push((table, vec![column])),
            }
        }
        (world, Self { folder, connection: Mutex::new(connection), tables })
    }

    /// Changes the file.
    pub fn execute(&self, sql: &str) {
        self.connection.lock().unwrap().execute_batch(sql).unwrap();
    }

    /// Every row, as text.
    pub async fn rows(&self) -> String {
        self.select(|_, _| String::new()).await
    }

    /// All rows of the customer with this reference, as text.
    pub async fn rows_of(&self, reference: &str) -> String {
        assert!(reference.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "no quotes");
        self.select(|table, columns| {
            let owner = ["prospect_id", "app_user_id"].into_iter();
            let mut owner = owner.filter(|owner| columns.iter().any(|column| column == owner));
            let owner = owner.next().unwrap_or_else(|| panic!("{table} does not say whose its rows are"));
            let id = if owner == "prospect_id" { "id" } else { owner };
            format!(" WHERE {owner} IN (SELECT {id} FROM prospects WHERE customer_reference = '{reference}')")
        })
        .await
    }

    async fn select(&self, which: impl Fn(&str, &[String]) -> String) -> String {
        let of_table = |(table, columns): &(String, Vec<String>)| {
            let cells: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
            let (cells, which) = (cells.join(" || ' ' || "), which(table, columns));
            format!("SELECT '{table} ' || {cells} FROM {table}{which}")
        };
        let all: Vec<String> = self.tables.iter().map(of_table).collect();
        let rows = read(&self.connection.lock().unwrap(), &all.join(" UNION ALL "), |row| {
            row.get::<_, String>(0).unwrap()
        });
        rows.into_iter().map(|row| row + "\n").collect()
    }
}

/// The rows of a query.
pub fn read<T>(connection: &Connection, sql: &str, row: impl Fn(&rusqlite::Row<'_>) -> T) -> Vec<T> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |found| Ok(row(found))).unwrap();
    rows.map(Result::unwrap).collect()
}

impl Drop for Kept {
    fn drop(&mut self) {
        // If it cannot be removed, the system cleans the folder up.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
