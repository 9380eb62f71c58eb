//! Statements that every engine understands. A parameter is `?1`, and a column is read by its name.

use std::fmt;

use serde_json::Value as Json;

use super::row::Row;
use crate::store::{ProspectId, StoreError};

/// A parameter of a statement.
#[derive(Clone, Copy)]
pub(in crate::store) enum Value<'a> {
    /// NULL.
    Null,
    /// A whole number.
    Number(i64),
    /// A truth value.
    Flag(bool),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// Only the type: a value may be personal data.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Null => "null",
            Self::Number(_) => "a number",
            Self::Flag(_) => "a truth value",
            Self::Text(_) => "a text",
            Self::Bytes(_) => "bytes",
        })
    }
}

/// The parameters of a statement: `values![1, "text", &string]`.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::store::sql::statements::Value::from($value)),*] };
}
pub(in crate::store) use values;

/// Runs statements within one transaction.
pub(in crate::store) trait Sql {
    /// Runs a statement that returns no row; the result is the number of changed rows.
    fn run(&self, sql: &str, parameters: &[Value<'_>]) -> Result<usize, StoreError>;
    /// Passes rows to `read`, as long as it returns `true`.
    fn each(
        &self,
        sql: &str,
        parameters: &[Value<'_>],
        read: &mut dyn FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError>;
    /// Once the transaction is committed, tells other programs that the waiting requests of a prospect have to look.
    fn announce(&self, prospect_id: ProspectId);
}

impl dyn Sql + '_ {
    /// The first row, if there is one.
    pub(in crate::store) fn row<T>(
        &self,
        sql: &str,
        parameters: &[Value<'_>],
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut found = None;
        self.each(sql, parameters, &mut |row| {
            found = Some(read(row)?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// All rows.
    pub(in crate::store) fn rows<T>(
        &self,
        sql: &str,
        parameters: &[Value<'_>],
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut all = Vec::new();
        self.each(sql, parameters, &mut |row| {
            all.push(read(row)?);
            Ok(true)
        })?;
        Ok(all)
    }

    /// Whether there is a row.
    pub(in crate::store) fn has(&self, sql: &str, parameters: &[Value<'_>]) -> Result<bool, StoreError> {
        Ok(self.row(sql, parameters, |_| Ok(()))?.is_some())
    }

    /// All rows, each as a JSON object with its columns.
    pub(in crate::store) fn objects(
        &self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<Vec<Json>, StoreError> {
        self.rows(sql, parameters, |row| Ok(row.to_json()))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().into()
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
