//! Statements by their text, prepared once for each connection.

use rusqlite::{
    Connection, ToSql, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};

use crate::store::{
    ProspectId, StoreError,
    sql::{
        row::Row,
        statements::{Sql, Value},
    },
};

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Flag(flag) => ValueRef::Integer(i64::from(*flag)),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Sql for Connection {
    fn run(&self, sql: &str, parameters: &[Value<'_>]) -> Result<usize, StoreError> {
        Ok(self.prepare_cached(sql)?.execute(params_from_iter(parameters))?)
    }

    fn each(
        &self,
        sql: &str,
        parameters: &[Value<'_>],
        read: &mut dyn FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(parameters))?;
        while let Some(row) = rows.next()? {
            if !read(&Row::Sqlite(row))? {
                break;
            }
        }
        Ok(())
    }

    /// There are no others.
    fn announce(&self, _: ProspectId) {}
}
