//! Table of events for the partner's server.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    Engine, SqlStore,
    row::Row,
    scope::Scope,
    statements::{Sql, values},
};
use crate::store::{Backlog, EventQueue, NewEvent, ProspectId, QueuedEvent, StoreError};

/// In one statement: another program that claims at the same time finds these postponed.
const CLAIM: &str = "UPDATE events SET tries = tries + 1, next_at = ?2 WHERE next_at <= ?1 AND id IN \
     (SELECT id FROM events WHERE next_at <= ?1 ORDER BY next_at, id LIMIT ?3) \
     RETURNING prospect_id, number, id, body, tries";

/// Stores an event of a prospect, the last one.
pub(super) fn add(sql: &dyn Sql, prospect_id: ProspectId, event: &NewEvent) -> Result<(), StoreError> {
    let NewEvent { id, state, at, body } = event;
    let last = "SELECT COALESCE(MAX(number), 0) AS number FROM events WHERE prospect_id = ?1";
    let last = sql.row(last, values![prospect_id], |row| row.get::<i64>("number"))?.unwrap_or_default();
    let waits = "SELECT 1 AS found FROM events WHERE prospect_id = ?1 AND taken_at IS NULL";
    let next_at = if sql.has(waits, values![prospect_id])? { None } else { Some(at.as_millis()) };
    sql.run(
        "INSERT INTO events (prospect_id, number, id, state, at, body, tries, next_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
        values![prospect_id, last.saturating_add(1), id, state, at.as_millis(), body, next_at],
    )?;
    Ok(())
}

/// As [`add`], unless the last event of the prospect says the same.
pub(super) fn add_if_new(sql: &dyn Sql, prospect_id: ProspectId, event: &NewEvent) -> Result<(), StoreError> {
    let select =
        "SELECT state FROM events WHERE prospect_id = ?1 AND state <> '' ORDER BY number DESC LIMIT 1";
    let last = sql.row(select, values![prospect_id], |row| row.get::<String>("state"))?;
    if last.as_ref() == Some(&event.state) { Ok(()) } else { add(sql, prospect_id, event) }
}

fn queued(row: &Row<'_>) -> Result<QueuedEvent, StoreError> {
    Ok(QueuedEvent {
        prospect_id: row.get("prospect_id")?,
        number: row.get("number")?,
        id: row.get("id")?,
        body: row.get("body")?,
        tries: u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX),
    })
}

/// Makes the first waiting event of the prospect due.
fn begin_next(sql: &dyn Sql, prospect_id: ProspectId, at: Timestamp) -> Result<(), StoreError> {
    let update = "UPDATE events SET next_at = ?1 WHERE prospect_id = ?2 AND number = \
         (SELECT MIN(number) FROM events WHERE prospect_id = ?2 AND taken_at IS NULL)";
    sql.run(update, values![at.as_millis(), prospect_id])?;
    Ok(())
}

fn take(sql: &dyn Sql, prospect_id: ProspectId, number: i64, at: Timestamp) -> Result<(), StoreError> {
    let update = "UPDATE events SET taken_at = ?1, next_at = NULL \
         WHERE prospect_id = ?2 AND number = ?3 AND next_at IS NOT NULL";
    if sql.run(update, values![at.as_millis(), prospect_id, number])? > 0 {
        begin_next(sql, prospect_id, at)?;
    }
    Ok(())
}

fn replay(sql: &dyn Sql, since: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
    sql.run("UPDATE events SET taken_at = NULL, tries = 0 WHERE at >= ?1", values![since.as_millis()])?;
    sql.run("UPDATE events SET next_at = NULL WHERE taken_at IS NULL", values![])?;
    sql.run(
        "UPDATE events SET next_at = ?1 WHERE taken_at IS NULL AND number = (SELECT MIN(earlier.number) \
         FROM events AS earlier WHERE earlier.prospect_id = events.prospect_id AND earlier.taken_at IS NULL)",
        values![now.as_millis()],
    )?;
    Ok(backlog(sql)?.count)
}

pub(super) fn backlog(sql: &dyn Sql) -> Result<Backlog, StoreError> {
    let select = "SELECT COUNT(*) AS waiting, MIN(at) AS oldest FROM events WHERE taken_at IS NULL";
    let backlog = sql.row(select, values![], |row| {
        Ok(Backlog {
            count: u64::try_from(row.get::<i64>("waiting")?).unwrap_or_default(),
            oldest: row.get::<Option<i64>>("oldest")?.map(Timestamp::from_millis),
        })
    })?;
    Ok(backlog.unwrap_or_default())
}

/// Removes events that happened at `until` or earlier and were taken, and reminders of that age.
pub(super) fn remove_old(sql: &dyn Sql, until: Timestamp) -> Result<(), StoreError> {
    sql.run("DELETE FROM events WHERE at <= ?1 AND taken_at IS NOT NULL", values![until.as_millis()])?;
    sql.run("DELETE FROM reminders WHERE at <= ?1", values![until.as_millis()])?;
    Ok(())
}

#[async_trait]
impl<E: Engine> EventQueue for SqlStore<E> {
    async fn claim_events(
        &self,
        now: Timestamp,
        busy_until: Timestamp,
        most: u32,
    ) -> Result<Vec<QueuedEvent>, StoreError> {
        let (now, busy_until) = (now.as_millis(), busy_until.as_millis());
        let most = i64::from(most);
        self.write(Scope::nobody(), move |sql| sql.rows(CLAIM, values![now, busy_until, most], queued)).await
    }

    async fn take_event(&self, event: &QueuedEvent, at: Timestamp) -> Result<(), StoreError> {
        let (prospect_id, number) = (event.prospect_id, event.number);
        self.write(Scope::prospect(prospect_id), move |sql| take(sql, prospect_id, number, at)).await
    }

    async fn postpone_event(&self, event: &QueuedEvent, until: Timestamp) -> Result<(), StoreError> {
        let (prospect_id, number) = (event.prospect_id, event.number);
        self.write(Scope::nobody(), move |sql| {
            let update =
                "UPDATE events SET next_at = ?1 WHERE prospect_id = ?2 AND number = ?3 AND next_at IS NOT NULL";
            sql.run(update, values![until.as_millis(), prospect_id, number])?;
            Ok(())
        })
        .await
    }

    async fn next_event_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(move |sql| {
            let select = "SELECT MIN(next_at) AS next_at FROM events WHERE next_at IS NOT NULL";
            let next = sql.row(select, values![], |row| row.get::<Option<i64>>("next_at"))?;
            Ok(next.flatten().map(Timestamp::from_millis))
        })
        .await
    }

    async fn replay_events(&self, since: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        self.write(Scope::nobody(), move |sql| replay(sql, since, now)).await
    }

    async fn event_backlog(&self) -> Result<Backlog, StoreError> {
        self.read(backlog).await
    }
}
