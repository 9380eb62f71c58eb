//! A row of a result, in either engine.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use rusqlite::types::ValueRef;
use serde_json::{Map, Value};
use tokio_postgres::types::{FromSql, Type};

use crate::store::StoreError;

/// A row of a result.
pub(in crate::store) enum Row<'a> {
    /// From SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// From PostgreSQL.
    Postgres(&'a tokio_postgres::Row),
}

/// A type that a column can have.
pub(in crate::store) trait Column: rusqlite::types::FromSql + for<'a> FromSql<'a> {}

impl<T: rusqlite::types::FromSql + for<'a> FromSql<'a>> Column for T {}

impl Row<'_> {
    /// The column of that name.
    ///
    /// # Errors
    /// If there is none, or if it has another type.
    pub(in crate::store) fn get<T: Column>(&self, name: &str) -> Result<T, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(name)?),
            Self::Postgres(row) => row.try_get(name).map_err(|_| StoreError::Kept),
        }
    }

    /// All columns by name. A text that contains JSON becomes its value, and bytes become base64.
    pub(super) fn to_json(&self) -> Value {
        let members: Map<String, Value> = match self {
            Self::Sqlite(row) => {
                let names = row.as_ref().column_names().into_iter().enumerate();
                names
                    .map(|(index, name)| (name.to_owned(), row.get_ref(index).map_or(Value::Null, of_sqlite)))
            }
            .collect(),
            Self::Postgres(row) => {
                let columns = row.columns().iter().enumerate();
                columns.map(|(index, column)| {
                    (column.name().to_owned(), of_postgres(row, index, column.type_()))
                })
            }
            .collect(),
        };
        members.into()
    }
}

fn of_sqlite(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => of_text(&String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => BASE64_STANDARD.encode(bytes).into(),
    }
}

fn of_postgres(row: &tokio_postgres::Row, index: usize, kind: &Type) -> Value {
    match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(index).ok().flatten().into(),
        Type::BOOL => row.try_get::<_, Option<bool>>(index).ok().flatten().into(),
        Type::BYTEA => {
            let bytes = row.try_get::<_, Option<&[u8]>>(index).ok().flatten();
            bytes.map(|bytes| BASE64_STANDARD.encode(bytes)).into()
        }
        _ => row.try_get::<_, Option<&str>>(index).ok().flatten().map_or(Value::Null, of_text),
    }
}

fn of_text(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(held @ (Value::Object(_) | Value::Array(_))) => held,
        _ => text.into(),
    }
}
