//! Table of each customer's recent calls, at whichever program. A crash of the server may lose them, which does no harm.

use contract::time::Timestamp;

use crate::store::{
    LIMIT_WINDOW_MS, Limited, ProspectId, StoreError,
    sql::statements::{Sql, values},
};

/// Calls of any customer that no longer count. Two programs that remove them do not wait for each other.
const REMOVE_OLD: &str = "DELETE FROM calls WHERE id IN (SELECT id FROM calls WHERE at <= ?1 ORDER BY at LIMIT 20 \
     FOR UPDATE SKIP LOCKED)";

/// Counts a call. The inner error is the number of milliseconds until the next one is allowed.
pub(super) fn count(
    sql: &dyn Sql,
    prospect_id: ProspectId,
    limited: Limited,
    now: Timestamp,
    most: u32,
) -> Result<Result<(), u64>, StoreError> {
    let kind = match limited {
        Limited::Call => "call",
        Limited::Draft => "draft",
    };
    let since = Timestamp::from_millis(now.as_millis().saturating_sub(LIMIT_WINDOW_MS));
    sql.run(REMOVE_OLD, values![since.as_millis()])?;
    let select = "SELECT COUNT(*) AS number, MIN(at) AS first FROM calls WHERE prospect_id = ?1 AND kind = ?2 AND at > ?3";
    let found = sql.row(select, values![prospect_id, kind, since.as_millis()], |row| {
        Ok((row.get::<i64>("number")?, row.get::<Option<i64>>("first")?))
    })?;
    let (number, first) = found.unwrap_or_default();
    if number >= i64::from(most) {
        return Ok(Err(first.map_or(0, |first| Timestamp::from_millis(first).millis_since(since))));
    }
    let insert = "INSERT INTO calls (prospect_id, kind, at) VALUES (?1, ?2, ?3)";
    sql.run(insert, values![prospect_id, kind, now.as_millis()])?;
    Ok(Ok(()))
}
