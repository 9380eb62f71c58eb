//! Counts rows of all tables.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    Engine, SqlStore, events,
    statements::{Sql, Value, values},
};
use crate::store::{StoreError, Tallies, Tally};

const STUCK: &str = "SELECT COUNT(*) AS number FROM prospects JOIN views ON views.prospect_id = prospects.id \
     WHERE opened_at <= ?1 AND NOT is_final";
const UNREAD: &str = "SELECT COUNT(*) AS number FROM inbox WHERE NOT is_readable OR (app_user_id IS NULL AND authentication_id IS NULL)";
const OLDEST_UNREAD: &str = "SELECT MIN(received_at) AS at FROM inbox WHERE NOT is_readable OR (app_user_id IS NULL AND authentication_id IS NULL)";

fn count(sql: &dyn Sql, select: &str, parameters: &[Value<'_>]) -> Result<u64, StoreError> {
    let count = sql.row(select, parameters, |row| row.get::<i64>("number"))?;
    Ok(u64::try_from(count.unwrap_or_default()).unwrap_or_default())
}

fn tally(sql: &dyn Sql, stuck_before: Timestamp) -> Result<Tally, StoreError> {
    let statuses = "SELECT onboarding, COUNT(*) AS number FROM views GROUP BY onboarding ORDER BY onboarding";
    let oldest_unread = sql.row(OLDEST_UNREAD, values![], |row| row.get::<Option<i64>>("at"))?.flatten();
    Ok(Tally {
        statuses: sql.rows(statuses, values![], |row| {
            let count = u64::try_from(row.get::<i64>("number")?).unwrap_or_default();
            Ok((row.get("onboarding")?, count))
        })?,
        stuck: count(sql, STUCK, values![stuck_before.as_millis()])?,
        unread: count(sql, UNREAD, values![])?,
        oldest_unread: oldest_unread.map(Timestamp::from_millis),
        events: events::backlog(sql)?,
        notices: count(sql, "SELECT COUNT(*) AS number FROM notices", values![])?,
    })
}

#[async_trait]
impl<E: Engine> Tallies for SqlStore<E> {
    async fn tally(&self, stuck_before: Timestamp) -> Result<Tally, StoreError> {
        self.read(move |sql| tally(sql, stuck_before)).await
    }
}
