//! Tables of attempts, and of what was sent with those that were accepted.

use async_trait::async_trait;
use contract::time::Timestamp;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction, sqlite::SqliteRow};

use super::{SqliteStore, drafts, submissions};
use crate::{
    journey::fact::{Answer, Change, Sent, SentAt},
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

fn known_attempt(row: &SqliteRow) -> Result<KnownAttempt, StoreError> {
    let answer: Option<String> = row.try_get("answer")?;
    Ok(KnownAttempt {
        key: row.try_get("idempotency_key")?,
        step: row.try_get("step")?,
        body_digest: row.try_get("body_digest")?,
        state: row.try_get("state")?,
        answer: answer.map(|answer| serde_json::from_str(&answer)).transpose()?,
    })
}

fn sent_at(row: &SqliteRow) -> Result<SentAt, StoreError> {
    let sent: Sent = serde_json::from_str(row.try_get("sent")?)?;
    Ok(SentAt { at: Timestamp::from_millis(row.try_get("at")?), sent })
}

fn change(row: &SqliteRow) -> Result<Change, StoreError> {
    Ok(serde_json::from_str(row.try_get("change")?)?)
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

pub(super) async fn claim(
    transaction: &mut Transaction<'_, Sqlite>,
    attempt: &Attempt,
    now: Timestamp,
    stale_before: Timestamp,
) -> Result<Claim, StoreError> {
    sqlx::query(
        "UPDATE attempts SET state = 'lost' \
         WHERE prospect_id = $1 AND state = 'running' AND started_at < $2",
    )
    .bind(attempt.prospect_id)
    .bind(stale_before.as_millis())
    .execute(&mut **transaction)
    .await?;
    let rows =
        sqlx::query("SELECT * FROM attempts WHERE prospect_id = $1 AND (step = $2 OR idempotency_key = $3)")
            .bind(attempt.prospect_id)
            .bind(attempt.step.as_str())
            .bind(&attempt.key)
            .fetch_all(&mut **transaction)
            .await?;
    let known = rows.iter().map(known_attempt).collect::<Result<Vec<_>, StoreError>>()?;
    let claim = claim_among(&known, attempt);
    if matches!(claim, Claim::Started { .. }) {
        sqlx::query(
            "INSERT INTO attempts (prospect_id, idempotency_key, step, body_digest, state, begun_at, started_at) \
             VALUES ($1, $2, $3, $4, 'running', $5, $5) ON CONFLICT (prospect_id, idempotency_key) \
             DO UPDATE SET was_lost = state IN ('lost', 'settled') OR was_lost, state = 'running', \
             started_at = excluded.started_at",
        )
        .bind(attempt.prospect_id)
        .bind(&attempt.key)
        .bind(attempt.step.as_str())
        .bind(&attempt.body_digest)
        .bind(now.as_millis())
        .execute(&mut **transaction)
        .await?;
    }
    Ok(claim)
}

pub(super) async fn note_change(
    pool: &SqlitePool,
    attempt: &Attempt,
    change: &Change,
) -> Result<(), StoreError> {
    let update = sqlx::query(
        "UPDATE attempts SET change = $1 WHERE prospect_id = $2 AND idempotency_key = $3 AND change IS NULL",
    );
    let update = update.bind(serde_json::to_string(change)?).bind(attempt.prospect_id).bind(&attempt.key);
    update.execute(pool).await?;
    Ok(())
}

pub(super) async fn is_running(
    pool: &SqlitePool,
    attempt: &Attempt,
    stale_before: Timestamp,
) -> Result<bool, StoreError> {
    let select = sqlx::query(
        "SELECT 1 FROM attempts WHERE prospect_id = $1 AND step = $2 AND body_digest = $3 \
         AND state = 'running' AND started_at >= $4",
    );
    let select = select.bind(attempt.prospect_id).bind(attempt.step.as_str()).bind(&attempt.body_digest);
    Ok(select.bind(stale_before.as_millis()).fetch_optional(pool).await?.is_some())
}

pub(super) async fn was_taken(pool: &SqlitePool, attempt: &Attempt) -> Result<bool, StoreError> {
    let select = sqlx::query(
        "SELECT 1 FROM attempts AS same WHERE prospect_id = $1 AND step = $2 AND body_digest = $3 AND answer = $4 \
         AND NOT EXISTS (SELECT 1 FROM attempts AS other WHERE other.prospect_id = $1 AND other.step = $2 \
         AND other.body_digest <> $3 AND (other.answer = $4 OR other.state = 'lost') \
         AND other.started_at >= same.started_at)",
    );
    let select = select.bind(attempt.prospect_id).bind(attempt.step.as_str()).bind(&attempt.body_digest);
    let select = select.bind(serde_json::to_string(&KeptAnswer::Taken)?);
    Ok(select.fetch_optional(pool).await?.is_some())
}

pub(super) async fn has(pool: &SqlitePool, prospect_id: ProspectId, key: &str) -> Result<bool, StoreError> {
    let select = sqlx::query("SELECT 1 FROM attempts WHERE prospect_id = $1 AND idempotency_key = $2");
    Ok(select.bind(prospect_id).bind(key).fetch_optional(pool).await?.is_some())
}

/// Whether any attempt was made after `until`.
pub(super) async fn is_any_since(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let select = sqlx::query("SELECT 1 FROM attempts WHERE prospect_id = $1 AND started_at > $2");
    let select = select.bind(prospect_id).bind(until.as_millis());
    Ok(select.fetch_optional(&mut **transaction).await?.is_some())
}

/// What was sent with the accepted attempts, in order.
pub(super) async fn sent(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
) -> Result<Vec<SentAt>, StoreError> {
    let select = sqlx::query("SELECT at, sent FROM sent WHERE prospect_id = $1 ORDER BY id");
    let rows = select.bind(prospect_id).fetch_all(&mut **transaction).await?;
    rows.iter().map(sent_at).collect()
}

/// The changes of attempts that are running or whose answer was lost.
pub(super) async fn unanswered(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
) -> Result<Vec<Change>, StoreError> {
    let rows = sqlx::query(
        "SELECT change FROM attempts WHERE prospect_id = $1 AND state IN ('running', 'lost') \
         AND change IS NOT NULL ORDER BY begun_at",
    )
    .bind(prospect_id)
    .fetch_all(&mut **transaction)
    .await?;
    rows.iter().map(change).collect()
}

pub(super) async fn end(
    transaction: &mut Transaction<'_, Sqlite>,
    attempt: &Attempt,
    ending: &AttemptOutcome,
) -> Result<(), StoreError> {
    let (state, answer) = match ending {
        AttemptOutcome::Dropped => return give_back(transaction, attempt).await,
        AttemptOutcome::Lost => ("lost", None),
        AttemptOutcome::Refused(answer) => ("answered", Some(serde_json::to_string(answer)?)),
        AttemptOutcome::Taken { .. } => ("answered", Some(serde_json::to_string(&KeptAnswer::Taken)?)),
    };
    let update = sqlx::query(
        "UPDATE attempts SET state = $1, answer = $2 WHERE prospect_id = $3 AND idempotency_key = $4",
    );
    let update = update.bind(state).bind(answer).bind(attempt.prospect_id).bind(&attempt.key);
    let is_claimed = update.execute(&mut **transaction).await?.rows_affected() == 1;
    if let (true, AttemptOutcome::Taken { sent, body }) = (is_claimed, ending) {
        let sent = settle_lost(transaction, attempt, sent).await?;
        insert_sent(transaction, attempt.prospect_id, &sent).await?;
        drafts::forget_received(transaction, attempt.prospect_id, attempt.step).await?;
        if let Some(body) = body {
            submissions::keep_received(transaction, attempt, body).await?;
        }
    }
    Ok(())
}

/// Frees the key for another attempt, unless an earlier try was lost.
async fn give_back(transaction: &mut Transaction<'_, Sqlite>, attempt: &Attempt) -> Result<(), StoreError> {
    for back in [
        "UPDATE attempts SET state = 'lost' WHERE prospect_id = $1 AND idempotency_key = $2 AND was_lost",
        "DELETE FROM attempts WHERE prospect_id = $1 AND idempotency_key = $2 AND NOT was_lost",
    ] {
        let back = sqlx::query(back).bind(attempt.prospect_id).bind(&attempt.key);
        back.execute(&mut **transaction).await?;
    }
    Ok(())
}

/// The details that are now confirmed, with those of earlier lost attempts, which this acceptance settles.
async fn settle_lost(
    transaction: &mut Transaction<'_, Sqlite>,
    attempt: &Attempt,
    taken: &SentAt,
) -> Result<SentAt, StoreError> {
    let select = sqlx::query(
        "SELECT change FROM attempts WHERE prospect_id = $1 AND step = $2 AND change IS NOT NULL \
         AND (state = 'lost' OR idempotency_key = $3) ORDER BY begun_at DESC",
    );
    let select = select.bind(attempt.prospect_id).bind(attempt.step.as_str()).bind(&attempt.key);
    let mut taken = taken.clone();
    for row in select.fetch_all(&mut **transaction).await? {
        taken.sent.follow(change(&row)?);
    }
    sqlx::query(
        "UPDATE attempts SET state = 'settled' WHERE prospect_id = $1 AND step = $2 AND state = 'lost'",
    )
    .bind(attempt.prospect_id)
    .bind(attempt.step.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(taken)
}

async fn insert_sent(
    transaction: &mut Transaction<'_, Sqlite>,
    prospect_id: ProspectId,
    taken: &SentAt,
) -> Result<(), StoreError> {
    let authentication_id = match &taken.sent.answer {
        Answer::ConfirmationAsked { authentication_id } => Some(authentication_id),
        _ => None,
    };
    sqlx::query("INSERT INTO sent (prospect_id, at, authentication_id, sent) VALUES ($1, $2, $3, $4)")
        .bind(prospect_id)
        .bind(taken.at.as_millis())
        .bind(authentication_id)
        .bind(serde_json::to_string(&taken.sent)?)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

#[async_trait]
impl Attempts for SqliteStore {
    async fn claim(
        &self,
        attempt: &Attempt,
        now: Timestamp,
        stale_before: Timestamp,
    ) -> Result<Claim, StoreError> {
        let mut transaction = self.write().await?;
        let claim = claim(&mut transaction, attempt, now, stale_before).await?;
        transaction.commit().await?;
        Ok(claim)
    }

    async fn note_change(&self, attempt: &Attempt, change: &Change) -> Result<(), StoreError> {
        note_change(&self.pool, attempt, change).await
    }

    async fn is_running(&self, attempt: &Attempt, stale_before: Timestamp) -> Result<bool, StoreError> {
        is_running(&self.pool, attempt, stale_before).await
    }

    async fn was_taken(&self, attempt: &Attempt) -> Result<bool, StoreError> {
        was_taken(&self.pool, attempt).await
    }

    async fn end(&self, attempt: &Attempt, ending: &AttemptOutcome) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        end(&mut transaction, attempt, ending).await?;
        Ok(transaction.commit().await?)
    }

    async fn has_attempt(&self, prospect_id: ProspectId, key: &str) -> Result<bool, StoreError> {
        has(&self.pool, prospect_id, key).await
    }
}
