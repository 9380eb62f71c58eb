//! Statements by their text, prepared once for each connection.

use rusqlite::{Connection, OptionalExtension as _, Params, Row};

use crate::store::StoreError;

/// Runs statements.
pub(super) trait Statements {
    /// Runs a statement that returns no row; the result is the number of changed rows.
    fn run(&self, sql: &str, parameters: impl Params) -> Result<usize, StoreError>;
    /// The first row, if there is one.
    fn row<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError>;
    /// All rows.
    fn rows<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError>;
    /// Whether there is a row.
    fn has(&self, sql: &str, parameters: impl Params) -> Result<bool, StoreError> {
        Ok(self.row(sql, parameters, |_| Ok(()))?.is_some())
    }
}

impl Statements for Connection {
    fn run(&self, sql: &str, parameters: impl Params) -> Result<usize, StoreError> {
        Ok(self.prepare_cached(sql)?.execute(parameters)?)
    }

    fn row<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.prepare_cached(sql)?;
        let found = statement.query_row(parameters, |row| Ok(read(row))).optional()?;
        found.transpose()
    }

    fn rows<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.prepare_cached(sql)?;
        let mut rows = statement.query(parameters)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }
}
