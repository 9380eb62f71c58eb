//! Everything that the tables hold about a prospect, for the person it is about.

use serde_json::{Map, Value};

use super::statements::{Sql, values};
use crate::store::{Prospect, StoreError};

/// Name and content of each list, by the row (`?1`) or the id at the provider (`?2`). Left out are credentials (codes, addresses,
/// digests of tokens), which open something and say nothing about the person.
const LISTS: [(&str, &str); 12] = [
    (
        "prospect",
        "SELECT customer_reference, app_user_id, opened_at, revision FROM prospects WHERE id = ?1 AND ?2 <> ''",
    ),
    ("sent", "SELECT at, sent FROM sent WHERE prospect_id = ?1 AND ?2 <> '' ORDER BY id"),
    ("submissions", "SELECT step, body FROM submissions WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("prefill", "SELECT prefill, at FROM prefills WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("drafts", "SELECT step, draft, at FROM drafts WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("consents", "SELECT version, at FROM consents WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("roles", "SELECT roles FROM roles WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("transfers", "SELECT iban, bic, reference FROM transfers WHERE prospect_id = ?1 AND ?2 <> ''"),
    ("events", "SELECT at, body FROM events WHERE prospect_id = ?1 AND ?2 <> '' ORDER BY number"),
    ("reveals", "SELECT at FROM reveals WHERE prospect_id = ?1 AND ?2 <> ''"),
    (
        "callbacks",
        "SELECT kind, received_at, headers, body FROM inbox WHERE app_user_id = ?2 OR (app_user_id IS NULL \
         AND authentication_id IN (SELECT authentication_id FROM sent WHERE prospect_id = ?1)) ORDER BY id",
    ),
    ("originals", "SELECT frame, body FROM originals WHERE app_user_id = ?2 AND CAST(?1 AS BIGINT) > 0"),
];

/// A list of rows for each name.
pub(super) fn export(sql: &dyn Sql, prospect: &Prospect) -> Result<Value, StoreError> {
    let mut all = Map::new();
    for (name, select) in LISTS {
        let rows = sql.objects(select, values![prospect.id, &prospect.app_user_id])?;
        all.insert(name.to_owned(), rows.into());
    }
    Ok(all.into())
}
