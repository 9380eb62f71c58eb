//! Tables of attempts, and of what was sent with those that were accepted.

use async_trait::async_trait;
use contract::{step::StepId, time::Timestamp};

use super::{
    Engine, SqlStore, drafts, prefills,
    row::Row,
    scope::Scope,
    statements::{Sql, values},
    submissions,
};
use crate::{
    journey::fact::{Change, SentAt},
    store::{Attempt, AttemptOutcome, Attempts, Claim, KeptAnswer, ProspectId, StoreError},
};

/// A row of `attempts`.
struct KnownAttempt {
    key: String,
    step: String,
    body_digest: String,
    state: String,
    answer: Option<KeptAnswer>,
}

fn known_attempt(row: &Row<'_>) -> Result<KnownAttempt, StoreError> {
    let answer: Option<String> = row.get("answer")?;
    Ok(KnownAttempt {
        key: row.get("idempotency_key")?,
        step: row.get("step")?,
        body_digest: row.get("body_digest")?,
        state: row.get("state")?,
        answer: answer.map(|answer| serde_json::from_str(&answer)).transpose()?,
    })
}

fn change(row: &Row<'_>) -> Result<Change, StoreError> {
    Ok(serde_json::from_str(&row.get::<String>("change")?)?)
}

fn claim_among(known: &[KnownAttempt], attempt: &Attempt) -> Claim {
    let same = known.iter().find(|other| other.key == attempt.key);
    if let Some(same) = same {
        if same.body_digest != attempt.body_digest || same.step != attempt.step.as_str() {
            return Claim::OtherBody;
        }
        if let Some(answer) = &same.answer {
            return Claim::Answered(answer.clone());
        }
    }
    let of_step = || known.iter().filter(|other| other.step == attempt.step.as_str());
    if of_step().any(|other| other.state == "running") {
        return Claim::Running;
    }
    let lost = || of_step().filter(|other| other.state == "lost");
    Claim::Started {
        was_lost: same.is_some() || lost().any(|other| other.body_digest == attempt.body_digest),
        has_lost_other: lost().any(|other| other.body_digest != attempt.body_digest),
    }
}

fn claim(
    sql: &dyn Sql,
    attempt: &Attempt,
    now: Timestamp,
    stale_before: Timestamp,
) -> Result<Claim, StoreError> {
    sql.run(
        "UPDATE attempts SET state = 'lost' \
         WHERE prospect_id = ?1 AND state = 'running' AND started_at < ?2",
        values![attempt.prospect_id, stale_before.as_millis()],
    )?;
    let known = sql.rows(
        "SELECT * FROM attempts WHERE prospect_id = ?1 AND (step = ?2 OR idempotency_key = ?3)",
        values![attempt.prospect_id, attempt.step.as_str(), &attempt.key],
        known_attempt,
    )?;
    let claim = claim_among(&known, attempt);
    if matches!(claim, Claim::Started { .. }) {
        sql.run(
            "INSERT INTO attempts (prospect_id, idempotency_key, step, body_digest, state, begun_at, started_at) \
             VALUES (?1, ?2, ?3, ?4, 'running', ?5, ?5) ON CONFLICT (prospect_id, idempotency_key) \
             DO UPDATE SET was_lost = attempts.state IN ('lost', 'settled') OR attempts.was_lost, state = 'running', \
             started_at = excluded.started_at",
            values![
                attempt.prospect_id,
                &attempt.key,
                attempt.step.as_str(),
                &attempt.body_digest,
                now.as_millis()
            ],
        )?;
    }
    Ok(claim)
}

/// Whether any attempt was made after `until`.
pub(super) fn is_any_since(
    sql: &dyn Sql,
    prospect_id: ProspectId,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let select = "SELECT 1 FROM attempts WHERE prospect_id = ?1 AND started_at > ?2";
    sql.has(select, values![prospect_id, until.as_millis()])
}

/// What was sent with the accepted attempts, in order.
pub(super) fn sent(sql: &dyn Sql, prospect_id: ProspectId) -> Result<Vec<SentAt>, StoreError> {
    let select = "SELECT at, sent FROM sent WHERE prospect_id = ?1 ORDER BY id";
    sql.rows(select, values![prospect_id], |row| {
        let sent = serde_json::from_str(&row.get::<String>("sent")?)?;
        Ok(SentAt { at: Timestamp::from_millis(row.get("at")?), sent })
    })
}

/// The changes of attempts that are running or whose answer was lost.
pub(super) fn unanswered(sql: &dyn Sql, prospect_id: ProspectId) -> Result<Vec<Change>, StoreError> {
    let select = "SELECT change FROM attempts WHERE prospect_id = ?1 AND state IN ('running', 'lost') \
         AND change IS NOT NULL ORDER BY begun_at";
    sql.rows(select, values![prospect_id], change)
}

fn end(sql: &dyn Sql, attempt: &Attempt, ending: &AttemptOutcome) -> Result<(), StoreError> {
    let (state, answer) = match ending {
        AttemptOutcome::Dropped => return give_back(sql, attempt),
        AttemptOutcome::Lost => ("lost", None),
        AttemptOutcome::Refused(answer) => ("answered", Some(serde_json::to_string(answer)?)),
        AttemptOutcome::Taken { .. } => ("answered", Some(serde_json::to_string(&KeptAnswer::Taken)?)),
    };
    let claimed = sql.run(
        "UPDATE attempts SET state = ?1, answer = ?2 WHERE prospect_id = ?3 AND idempotency_key = ?4",
        values![state, &answer, attempt.prospect_id, &attempt.key],
    )?;
    sql.announce(attempt.prospect_id);
    if let (1, AttemptOutcome::Taken { sent, body }) = (claimed, ending) {
        let sent = settle_lost(sql, attempt, sent)?;
        insert_sent(sql, attempt.prospect_id, &sent)?;
        drafts::forget(sql, attempt.prospect_id, attempt.step)?;
        if attempt.step == StepId::Profile {
            prefills::forget(sql, attempt.prospect_id)?;
        }
        if let Some(body) = body {
            submissions::keep_received(sql, attempt, body)?;
        }
    }
    Ok(())
}

/// Frees the key for another attempt, unless an earlier try was lost.
fn give_back(sql: &dyn Sql, attempt: &Attempt) -> Result<(), StoreError> {
    for back in [
        "UPDATE attempts SET state = 'lost' WHERE prospect_id = ?1 AND idempotency_key = ?2 AND was_lost",
        "DELETE FROM attempts WHERE prospect_id = ?1 AND idempotency_key = ?2 AND NOT was_lost",
    ] {
        sql.run(back, values![attempt.prospect_id, &attempt.key])?;
    }
    sql.announce(attempt.prospect_id);
    Ok(())
}

/// The details that are now confirmed, with those of earlier lost attempts, which this acceptance settles.
fn settle_lost(sql: &dyn Sql, attempt: &Attempt, taken: &SentAt) -> Result<SentAt, StoreError> {
    let select = "SELECT change FROM attempts WHERE prospect_id = ?1 AND step = ?2 AND change IS NOT NULL \
         AND (state = 'lost' OR idempotency_key = ?3) ORDER BY begun_at DESC";
    let of_step = values![attempt.prospect_id, attempt.step.as_str(), &attempt.key];
    let mut taken = taken.clone();
    for earlier in sql.rows(select, of_step, change)? {
        taken.sent.follow(earlier);
    }
    sql.run(
        "UPDATE attempts SET state = 'settled' WHERE prospect_id = ?1 AND step = ?2 AND state = 'lost'",
        values![attempt.prospect_id, attempt.step.as_str()],
    )?;
    Ok(taken)
}

fn insert_sent(sql: &dyn Sql, prospect_id: ProspectId, taken: &SentAt) -> Result<(), StoreError> {
    let authentication_id = taken.sent.answer.authentication_id();
    sql.run(
        "INSERT INTO sent (prospect_id, at, authentication_id, sent) VALUES (?1, ?2, ?3, ?4)",
        values![prospect_id, taken.at.as_millis(), authentication_id, &serde_json::to_string(&taken.sent)?],
    )?;
    Ok(())
}

#[async_trait]
impl<E: Engine> Attempts for SqlStore<E> {
    async fn claim(
        &self,
        attempt: &Attempt,
        now: Timestamp,
        stale_before: Timestamp,
    ) -> Result<Claim, StoreError> {
        let attempt = attempt.clone();
        let scope = Scope::prospect(attempt.prospect_id);
        self.write(scope, move |sql| claim(sql, &attempt, now, stale_before)).await
    }

    async fn note_change(&self, attempt: &Attempt, change: &Change) -> Result<(), StoreError> {
        let (attempt, change) = (attempt.clone(), serde_json::to_string(change)?);
        self.write(Scope::prospect(attempt.prospect_id), move |sql| {
            sql.run(
                "UPDATE attempts SET change = ?1 WHERE prospect_id = ?2 AND idempotency_key = ?3 AND change IS NULL",
                values![&change, attempt.prospect_id, &attempt.key],
            )?;
            Ok(())
        })
        .await
    }

    async fn is_running(&self, attempt: &Attempt, stale_before: Timestamp) -> Result<bool, StoreError> {
        let attempt = attempt.clone();
        self.read(move |sql| {
            sql.has(
                "SELECT 1 FROM attempts WHERE prospect_id = ?1 AND step = ?2 AND body_digest = ?3 \
                 AND state = 'running' AND started_at >= ?4",
                values![
                    attempt.prospect_id,
                    attempt.step.as_str(),
                    &attempt.body_digest,
                    stale_before.as_millis()
                ],
            )
        })
        .await
    }

    async fn was_taken(&self, attempt: &Attempt) -> Result<bool, StoreError> {
        let (attempt, taken) = (attempt.clone(), serde_json::to_string(&KeptAnswer::Taken)?);
        self.read(move |sql| {
            sql.has(
                "SELECT 1 FROM attempts AS same WHERE prospect_id = ?1 AND step = ?2 AND body_digest = ?3 AND answer = ?4 \
                 AND NOT EXISTS (SELECT 1 FROM attempts AS other WHERE other.prospect_id = ?1 AND other.step = ?2 \
                 AND other.body_digest <> ?3 AND (other.answer = ?4 OR other.state = 'lost') \
                 AND other.started_at >= same.started_at)",
                values![attempt.prospect_id, attempt.step.as_str(), &attempt.body_digest, &taken],
            )
        })
        .await
    }

    async fn end(&self, attempt: &Attempt, ending: &AttemptOutcome) -> Result<(), StoreError> {
        let (attempt, ending) = (attempt.clone(), ending.clone());
        let authentication_id = match &ending {
            AttemptOutcome::Taken { sent, .. } => sent.sent.answer.authentication_id(),
            _ => None,
        };
        let scope = Scope::prospect(attempt.prospect_id).and_authentication(authentication_id);
        self.write(scope, move |sql| end(sql, &attempt, &ending)).await
    }

    async fn lose_running(&self) -> Result<usize, StoreError> {
        let update = self.engine.lose_running();
        self.write(Scope::nobody(), move |sql| sql.run(update, values![])).await
    }

    async fn has_attempt(&self, prospect_id: ProspectId, key: &str) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.read(move |sql| {
            let select = "SELECT 1 FROM attempts WHERE prospect_id = ?1 AND idempotency_key = ?2";
            sql.has(select, values![prospect_id, &key])
        })
        .await
    }
}
