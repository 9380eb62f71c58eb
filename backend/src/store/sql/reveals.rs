//! Tables of revealed and reported activation codes: counts and audit, without the codes.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    Engine, SqlStore,
    row::Row,
    scope::Scope,
    statements::{Sql, values},
};
use crate::store::{CodeReport, MayReveal, ProspectId, Reveal, RevealCounts, Reveals, StoreError};

/// Value of [`crate::store::Notice::kind`] for a reported code.
const REPORTED: &str = "activation_reported";

/// Counts the reveals before this one.
fn counts(sql: &dyn Sql, reveal: &Reveal, since: Timestamp) -> Result<RevealCounts, StoreError> {
    let select = "SELECT COUNT(*) AS number, MIN(at) AS earliest FROM reveals \
         WHERE prospect_id = ?1 AND session_digest = ?2 AND at > ?3";
    let of_session = values![reveal.prospect_id, &reveal.session_digest, since.as_millis()];
    let in_session = sql
        .row(select, of_session, |row| Ok((number(row)?, row.get::<Option<i64>>("earliest")?)))?
        .unwrap_or_default();
    let select = "SELECT COUNT(*) AS number FROM reveals WHERE prospect_id = ?1 AND code_digest = ?2";
    let of_code = sql.row(select, values![reveal.prospect_id, &reveal.code_digest], number)?;
    let select = "SELECT 1 FROM reported_codes WHERE prospect_id = ?1 AND code_digest = ?2";
    Ok(RevealCounts {
        in_session: in_session.0,
        earliest: in_session.1.map(Timestamp::from_millis),
        of_code: of_code.unwrap_or_default(),
        is_reported: sql.has(select, values![reveal.prospect_id, &reveal.code_digest])?,
    })
}

fn number(row: &Row<'_>) -> Result<u32, StoreError> {
    Ok(u32::try_from(row.get::<i64>("number")?).unwrap_or(u32::MAX))
}

fn record(sql: &dyn Sql, reveal: &Reveal) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO reveals (prospect_id, session_digest, code_digest, at, request_id) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        values![
            reveal.prospect_id,
            &reveal.session_digest,
            &reveal.code_digest,
            reveal.at.as_millis(),
            &reveal.request_id
        ],
    )?;
    Ok(())
}

/// Digests of the revealed codes and of the reported codes, in no particular order.
pub(super) fn digests(
    sql: &dyn Sql,
    prospect_id: ProspectId,
) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let column = |select| sql.rows(select, values![prospect_id], |row| row.get("code_digest"));
    Ok((
        column("SELECT DISTINCT code_digest FROM reveals WHERE prospect_id = ?1")?,
        column("SELECT code_digest FROM reported_codes WHERE prospect_id = ?1")?,
    ))
}

fn record_report(sql: &dyn Sql, report: &CodeReport) -> Result<bool, StoreError> {
    let (revealed, reported) = digests(sql, report.prospect_id)?;
    if revealed.iter().all(|digest| reported.contains(digest)) {
        return Ok(false);
    }
    for digest in revealed.iter().chain(&report.present_digest) {
        sql.run(
            "INSERT INTO reported_codes (prospect_id, code_digest, at) VALUES (?1, ?2, ?3) \
             ON CONFLICT (prospect_id, code_digest) DO NOTHING",
            values![report.prospect_id, digest, report.at.as_millis()],
        )?;
    }
    sql.run(
        "INSERT INTO notices (id, prospect_id, kind, at, request_id, tries, next_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, 0, ?4)",
        values![&report.notice_id, report.prospect_id, REPORTED, report.at.as_millis(), &report.request_id],
    )?;
    Ok(true)
}

#[async_trait]
impl<E: Engine> Reveals for SqlStore<E> {
    async fn reveal(
        &self,
        reveal: &Reveal,
        since: Timestamp,
        allows: MayReveal,
    ) -> Result<RevealCounts, StoreError> {
        let reveal = reveal.clone();
        self.write(Scope::prospect(reveal.prospect_id), move |sql| {
            let counts = counts(sql, &reveal, since)?;
            if allows(&counts) {
                record(sql, &reveal)?;
            }
            Ok(counts)
        })
        .await
    }

    async fn report_code(&self, report: &CodeReport) -> Result<bool, StoreError> {
        let report = report.clone();
        self.write(Scope::prospect(report.prospect_id), move |sql| record_report(sql, &report)).await
    }
}
