//! Rows of the tables as values.

use contract::time::Timestamp;
use sqlx::{Row as _, sqlite::SqliteRow};

use super::{Attempt, Claim, KeptAnswer, Prospect, StoreError};
use crate::{
    callback::envelope::Envelope,
    journey::fact::{Change, Sent, SentAt},
};

/// A row of `attempts`.
pub(super) struct KnownAttempt {
    key: String,
    step: String,
    body_digest: String,
    state: String,
    answer: Option<KeptAnswer>,
}

pub(super) fn claim_among(known: &[KnownAttempt], attempt: &Attempt) -> Claim {
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

pub(super) fn known_attempt(row: &SqliteRow) -> Result<KnownAttempt, StoreError> {
    let answer: Option<String> = row.try_get("answer")?;
    Ok(KnownAttempt {
        key: row.try_get("idempotency_key")?,
        step: row.try_get("step")?,
        body_digest: row.try_get("body_digest")?,
        state: row.try_get("state")?,
        answer: answer.map(|answer| serde_json::from_str(&answer)).transpose()?,
    })
}

pub(super) fn prospect(row: &SqliteRow) -> Result<Prospect, sqlx::Error> {
    Ok(Prospect {
        id: row.try_get("id")?,
        app_user_id: row.try_get("app_user_id")?,
        opened_at: Timestamp::from_millis(row.try_get("opened_at")?),
        revision: u32::try_from(row.try_get::<i64, _>("revision")?).unwrap_or(u32::MAX),
        view_digest: row.try_get("view_digest")?,
    })
}

pub(super) fn sent_at(row: &SqliteRow) -> Result<SentAt, StoreError> {
    let sent: Sent = serde_json::from_str(row.try_get("sent")?)?;
    Ok(SentAt { at: Timestamp::from_millis(row.try_get("at")?), sent })
}

pub(super) fn change(row: &SqliteRow) -> Result<Change, StoreError> {
    Ok(serde_json::from_str(row.try_get("change")?)?)
}

pub(super) fn envelope(row: &SqliteRow) -> Result<Envelope, sqlx::Error> {
    Ok(Envelope {
        key: row.try_get("dedupe_key")?,
        kind: row.try_get("kind")?,
        app_user_id: row.try_get("app_user_id")?,
        authentication_id: row.try_get("authentication_id")?,
        process_at: row.try_get::<Option<i64>, _>("process_at")?.map(Timestamp::from_millis),
        received_at: Timestamp::from_millis(row.try_get("received_at")?),
        is_readable: row.try_get("is_readable")?,
        headers: row.try_get("headers")?,
        body: row.try_get("body")?,
    })
}

pub(super) fn count(row: &SqliteRow) -> Result<u32, sqlx::Error> {
    Ok(u32::try_from(row.try_get::<i64, _>("number")?).unwrap_or(u32::MAX))
}
