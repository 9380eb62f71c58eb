//! Everything that the tables hold about a prospect, for the person it is about.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use rusqlite::{Connection, types::ValueRef};
use serde_json::{Map, Value};

use super::statements::Statements as _;
use crate::store::{Prospect, StoreError};

/// Name and content of each list, by the row (`?1`) or the id at the provider (`?2`). Left out are credentials (codes, addresses,
/// digests of tokens), which open something and say nothing about the person.
const LISTS: [(&str, &str); 10] = [
    (
        "prospect",
        "SELECT customer_reference, app_user_id, opened_at, revision FROM prospects WHERE id = ?1 AND ?2 <> ''",
    ),
    ("sent", "SELECT at, sent FROM sent WHERE prospect_id = ?1 AND ?2 <> '' ORDER BY id"),
    ("submissions", "SELECT step, body FROM submissions WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("drafts", "SELECT step, draft, at FROM drafts WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("consents", "SELECT version, at FROM consents WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("roles", "SELECT roles FROM roles WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("transfers", "SELECT iban, bic, reference FROM transfers WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("reveals", "SELECT at FROM reveals WHERE prospect_id = ?1 AND ?2 <> ''"),
    (
        "callbacks",
        "SELECT kind, received_at, headers, body FROM inbox WHERE app_user_id = ?2 OR (app_user_id IS NULL \
         AND authentication_id IN (SELECT authentication_id FROM sent WHERE prospect_id = ?1)) ORDER BY id",
    ),
    ("originals", "SELECT frame, body FROM originals WHERE app_user_id = ?2 AND ?1"),
];

/// A list of rows for each name.
pub(super) fn export(connection: &Connection, prospect: &Prospect) -> Result<Value, StoreError> {
    let mut all = Map::new();
    for (name, select) in LISTS {
        all.insert(name.to_owned(), rows(connection, select, prospect)?.into());
    }
    Ok(all.into())
}

fn rows(connection: &Connection, select: &str, prospect: &Prospect) -> Result<Vec<Value>, StoreError> {
    connection.rows(select, (prospect.id, &prospect.app_user_id), |row| {
        let names = row.as_ref().column_names().into_iter().map(str::to_owned).enumerate();
        let members = names.map(|(index, name)| Ok((name, value(row.get_ref(index)?))));
        members.collect::<Result<Map<String, Value>, StoreError>>().map(Value::Object)
    })
}

/// A text that is JSON is shown as what it says.
fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => {
            let text = String::from_utf8_lossy(text);
            match serde_json::from_str(&text) {
                Ok(held @ (Value::Object(_) | Value::Array(_))) => held,
                _ => text.into(),
            }
        }
        ValueRef::Blob(bytes) => BASE64_STANDARD.encode(bytes).into(),
    }
}
