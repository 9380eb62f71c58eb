//! SQLite: one file, safe against loss of power, deleted content overwritten. The SQL is portable.

use std::time::Duration;

use async_trait::async_trait;
use contract::{draft::Draft, session::Role, step::StepId, time::Timestamp};
use sqlx::{
    Row as _, Sqlite, SqlitePool, Transaction,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteQueryResult, SqliteSynchronous,
    },
};

use super::{
    Attempt, Claim, CodeReport, Consent, Ending, History, KeptAnswer, KeptDraft, Notice, Prospect,
    ProspectId, Reveal, RevealCounts, Session, Store, StoreError, TransferAccount, drafts, lifetime, report,
    rows::{change, claim_among, count, envelope, known_attempt, prospect, sent_at},
};
use crate::{
    callback::envelope::{Arrived, Envelope},
    journey::fact::{Answer, Change, SentAt},
};

const SCHEMA: &str = include_str!("schema.sql");

/// A database of SQLite.
pub struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens the file, or a database that is gone at the end for `:memory:`, and makes the tables that are missing.
    ///
    /// # Errors
    /// Where the file cannot be opened or is no database.
    pub async fn open(path: &str) -> Result<Self, StoreError> {
        let is_memory = path == ":memory:";
        let base = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let options = base
            .journal_mode(if is_memory { SqliteJournalMode::Memory } else { SqliteJournalMode::Wal })
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "ON");
        // A database in memory belongs to its connection: there must be one, and it must stay.
        let pool = SqlitePoolOptions::new().max_connections(if is_memory { 1 } else { 4 });
        // A file is opened by one connection first: two that change the journal mode at once lock each other out.
        let pool = pool.min_connections(u32::from(is_memory)).idle_timeout(None).max_lifetime(None);
        let pool = pool.connect_with(options).await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        Ok(Self { pool })
    }

    /// A transaction that writes: it waits for its turn at the start, not in the middle.
    async fn write(&self) -> Result<Transaction<'_, Sqlite>, StoreError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Moves the write-ahead log into the file and cuts it off: what was deleted stays readable in it otherwise. Where a
    /// reader holds it for long, the next removal or the hourly sweep does it.
    async fn empty_log(&self) -> Result<(), StoreError> {
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        Ok(())
    }

    /// The same, where anything was deleted.
    async fn empty_log_after(&self, done: &SqliteQueryResult) -> Result<(), StoreError> {
        if done.rows_affected() > 0 { self.empty_log().await } else { Ok(()) }
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn open_prospect(
        &self,
        customer_reference: &str,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<Prospect, StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "INSERT INTO prospects (customer_reference, app_user_id, opened_at, revision, view_digest) \
             VALUES ($1, $2, $3, 0, '') ON CONFLICT (customer_reference) DO NOTHING",
        )
        .bind(customer_reference)
        .bind(app_user_id)
        .bind(at.as_millis())
        .execute(&mut *transaction)
        .await?;
        let row = sqlx::query("SELECT * FROM prospects WHERE customer_reference = $1")
            .bind(customer_reference)
            .fetch_one(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(prospect(&row)?)
    }

    async fn keep_roles(&self, prospect_id: ProspectId, roles: &[Role]) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        lifetime::keep_roles(&mut transaction, prospect_id, roles).await?;
        Ok(transaction.commit().await?)
    }

    async fn keep_consent(
        &self,
        prospect: &Prospect,
        version: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        lifetime::keep_consent(&self.pool, prospect, version, at).await
    }

    async fn consents(&self, prospect_id: ProspectId) -> Result<Vec<Consent>, StoreError> {
        lifetime::consents(&self.pool, prospect_id).await
    }

    async fn open_session(&self, session: &Session, now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("DELETE FROM sessions WHERE expires_at <= $1")
            .bind(now.as_millis())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO sessions (token_digest, prospect_id, expires_at) VALUES ($1, $2, $3)")
            .bind(&session.token_digest)
            .bind(session.prospect_id)
            .bind(session.expires_at.as_millis())
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    async fn session(&self, token_digest: &str) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query("SELECT prospect_id, expires_at FROM sessions WHERE token_digest = $1")
            .bind(token_digest)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Session {
            token_digest: token_digest.to_owned(),
            prospect_id: row.try_get("prospect_id")?,
            expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
        }))
    }

    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError> {
        let delete = sqlx::query("DELETE FROM sessions WHERE token_digest = $1").bind(token_digest);
        delete.execute(&self.pool).await?;
        Ok(())
    }

    async fn history(&self, prospect_id: ProspectId) -> Result<Option<History>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let row = sqlx::query("SELECT * FROM prospects WHERE id = $1")
            .bind(prospect_id)
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(prospect) = row.as_ref().map(prospect).transpose()? else { return Ok(None) };
        let rows = sqlx::query("SELECT at, sent FROM sent WHERE prospect_id = $1 ORDER BY id")
            .bind(prospect_id)
            .fetch_all(&mut *transaction)
            .await?;
        let sent = rows.iter().map(sent_at).collect::<Result<_, _>>()?;
        let rows = sqlx::query(
            "SELECT * FROM inbox WHERE app_user_id = $1 OR (app_user_id IS NULL AND authentication_id IN \
             (SELECT authentication_id FROM sent WHERE prospect_id = $2)) ORDER BY id",
        )
        .bind(&prospect.app_user_id)
        .bind(prospect_id)
        .fetch_all(&mut *transaction)
        .await?;
        let inbox = rows.iter().map(envelope).collect::<Result<_, _>>()?;
        let roles = lifetime::roles(&mut transaction, prospect_id).await?;
        let is_purged = lifetime::is_purged(&mut transaction, &prospect.app_user_id).await?;
        let (revealed, reported) = report::digests(&mut transaction, prospect_id).await?;
        let drafts = drafts::steps(&mut transaction, prospect_id).await?;
        let rows = sqlx::query(
            "SELECT change FROM attempts WHERE prospect_id = $1 AND state IN ('running', 'lost') \
             AND change IS NOT NULL ORDER BY begun_at",
        )
        .bind(prospect_id)
        .fetch_all(&mut *transaction)
        .await?;
        let unanswered = rows.iter().map(change).collect::<Result<_, _>>()?;
        let kept = sqlx::query(
            "SELECT EXISTS (SELECT 1 FROM activation_codes WHERE app_user_id = $1) AS code, \
             EXISTS (SELECT 1 FROM webviews WHERE app_user_id = $1) AS webview",
        );
        let kept = kept.bind(&prospect.app_user_id).fetch_one(&mut *transaction).await?;
        let (has_code, has_webview) = (kept.try_get("code")?, kept.try_get("webview")?);
        transaction.commit().await?;
        Ok(Some(History {
            prospect,
            sent,
            inbox,
            roles,
            drafts,
            is_purged,
            revealed,
            reported,
            unanswered,
            has_code,
            has_webview,
        }))
    }

    async fn advance(
        &self,
        prospect_id: ProspectId,
        revision: u32,
        view_digest: &str,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(
            "UPDATE prospects SET revision = revision + 1, view_digest = $1 WHERE id = $2 AND revision = $3",
        );
        let update = update.bind(view_digest).bind(prospect_id).bind(i64::from(revision));
        Ok(update.execute(&self.pool).await?.rows_affected() == 1)
    }

    async fn claim(
        &self,
        attempt: &Attempt,
        now: Timestamp,
        stale_before: Timestamp,
    ) -> Result<Claim, StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "UPDATE attempts SET state = 'lost' \
             WHERE prospect_id = $1 AND state = 'running' AND started_at < $2",
        )
        .bind(attempt.prospect_id)
        .bind(stale_before.as_millis())
        .execute(&mut *transaction)
        .await?;
        let rows = sqlx::query(
            "SELECT * FROM attempts WHERE prospect_id = $1 AND (step = $2 OR idempotency_key = $3)",
        )
        .bind(attempt.prospect_id)
        .bind(attempt.step.as_str())
        .bind(&attempt.key)
        .fetch_all(&mut *transaction)
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
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(claim)
    }

    async fn end(&self, attempt: &Attempt, ending: &Ending) -> Result<(), StoreError> {
        let (state, answer) = match ending {
            Ending::Dropped => ("dropped", None),
            Ending::Lost => ("lost", None),
            Ending::Refused(answer) => ("answered", Some(serde_json::to_string(answer)?)),
            Ending::Taken { .. } => ("answered", Some(serde_json::to_string(&KeptAnswer::Taken)?)),
        };
        let mut transaction = self.write().await?;
        if matches!(ending, Ending::Dropped) {
            // What may have been carried out before is not forgotten.
            for back in [
                "UPDATE attempts SET state = 'lost' WHERE prospect_id = $1 AND idempotency_key = $2 AND was_lost",
                "DELETE FROM attempts WHERE prospect_id = $1 AND idempotency_key = $2 AND NOT was_lost",
            ] {
                let back = sqlx::query(back).bind(attempt.prospect_id).bind(&attempt.key);
                back.execute(&mut *transaction).await?;
            }
            return Ok(transaction.commit().await?);
        }
        let update = sqlx::query(
            "UPDATE attempts SET state = $1, answer = $2 WHERE prospect_id = $3 AND idempotency_key = $4",
        );
        let update = update.bind(state).bind(answer).bind(attempt.prospect_id).bind(&attempt.key);
        let is_claimed = update.execute(&mut *transaction).await?.rows_affected() == 1;
        if let (true, Ending::Taken { sent, body }) = (is_claimed, ending) {
            let sent = settle_lost(&mut transaction, attempt, sent).await?;
            insert_sent(&mut transaction, attempt.prospect_id, &sent).await?;
            drafts::forget_received(&mut transaction, attempt.prospect_id, attempt.step).await?;
            if let Some(body) = body {
                let insert = sqlx::query(
                    "INSERT INTO submissions (prospect_id, step, body) VALUES ($1, $2, $3) \
                     ON CONFLICT (prospect_id, step) DO UPDATE SET body = excluded.body",
                );
                let insert = insert.bind(attempt.prospect_id).bind(attempt.step.as_str()).bind(body);
                insert.execute(&mut *transaction).await?;
            }
        }
        Ok(transaction.commit().await?)
    }

    async fn note_change(&self, attempt: &Attempt, change: &Change) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE attempts SET change = $1 WHERE prospect_id = $2 AND idempotency_key = $3 AND change IS NULL",
        );
        let update = update.bind(serde_json::to_string(change)?).bind(attempt.prospect_id).bind(&attempt.key);
        update.execute(&self.pool).await?;
        Ok(())
    }

    async fn is_running(&self, attempt: &Attempt, stale_before: Timestamp) -> Result<bool, StoreError> {
        let select = sqlx::query(
            "SELECT 1 FROM attempts WHERE prospect_id = $1 AND step = $2 AND body_digest = $3 \
             AND state = 'running' AND started_at >= $4",
        );
        let select = select.bind(attempt.prospect_id).bind(attempt.step.as_str()).bind(&attempt.body_digest);
        Ok(select.bind(stale_before.as_millis()).fetch_optional(&self.pool).await?.is_some())
    }

    async fn was_taken(&self, attempt: &Attempt) -> Result<bool, StoreError> {
        let select = sqlx::query(
            "SELECT 1 FROM attempts AS same WHERE prospect_id = $1 AND step = $2 AND body_digest = $3 AND answer = $4 \
             AND NOT EXISTS (SELECT 1 FROM attempts AS other WHERE other.prospect_id = $1 AND other.step = $2 \
             AND other.body_digest <> $3 AND (other.answer = $4 OR other.state = 'lost') \
             AND other.started_at >= same.started_at)",
        );
        let select = select.bind(attempt.prospect_id).bind(attempt.step.as_str()).bind(&attempt.body_digest);
        let select = select.bind(serde_json::to_string(&KeptAnswer::Taken)?);
        Ok(select.fetch_optional(&self.pool).await?.is_some())
    }

    async fn has_attempt(&self, prospect_id: ProspectId, key: &str) -> Result<bool, StoreError> {
        let select = sqlx::query("SELECT 1 FROM attempts WHERE prospect_id = $1 AND idempotency_key = $2");
        Ok(select.bind(prospect_id).bind(key).fetch_optional(&self.pool).await?.is_some())
    }

    async fn keep_submission(&self, prospect: &Prospect, step: StepId, body: &str) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO submissions (prospect_id, step, body) SELECT id, $3, $4 FROM prospects \
             WHERE id = $1 AND app_user_id = $2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
             ON CONFLICT (prospect_id, step) DO UPDATE SET body = excluded.body",
        );
        let insert = insert.bind(prospect.id).bind(&prospect.app_user_id).bind(step.as_str()).bind(body);
        insert.execute(&self.pool).await?;
        Ok(())
    }

    async fn submission(&self, prospect_id: ProspectId, step: StepId) -> Result<Option<String>, StoreError> {
        let select = sqlx::query("SELECT body FROM submissions WHERE prospect_id = $1 AND step = $2");
        let row = select.bind(prospect_id).bind(step.as_str()).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get("body")).transpose()?)
    }

    async fn forget_submission(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError> {
        let delete = sqlx::query("DELETE FROM submissions WHERE prospect_id = $1 AND step = $2");
        let done = delete.bind(prospect_id).bind(step.as_str()).execute(&self.pool).await?;
        self.empty_log_after(&done).await
    }

    async fn keep_draft(&self, prospect: &Prospect, kept: &KeptDraft) -> Result<(), StoreError> {
        drafts::keep(&self.pool, prospect, kept).await
    }

    async fn draft(&self, prospect_id: ProspectId, step: StepId) -> Result<Draft, StoreError> {
        drafts::read(&self.pool, prospect_id, step).await
    }

    async fn forget_draft(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError> {
        let done = drafts::forget(&self.pool, prospect_id, step).await?;
        self.empty_log_after(&done).await
    }

    async fn receive(&self, envelope: &Envelope, arrived: &Arrived) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        if let Some(app_user_id) = &envelope.app_user_id
            && lifetime::is_purged(&mut transaction, app_user_id).await?
        {
            return Ok(false);
        }
        let inserted = sqlx::query(
            "INSERT INTO inbox (dedupe_key, kind, app_user_id, authentication_id, process_at, received_at, \
             is_readable, headers, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (dedupe_key) DO NOTHING",
        )
        .bind(&envelope.key)
        .bind(&envelope.kind)
        .bind(&envelope.app_user_id)
        .bind(&envelope.authentication_id)
        .bind(envelope.process_at.map(Timestamp::as_millis))
        .bind(envelope.received_at.as_millis())
        .bind(envelope.is_readable)
        .bind(&envelope.headers)
        .bind(&envelope.body)
        .execute(&mut *transaction)
        .await?;
        let is_new = inserted.rows_affected() == 1;
        if let (true, Some(code), Some(app_user_id)) = (is_new, &arrived.code, &envelope.app_user_id) {
            sqlx::query(
                "INSERT INTO activation_codes (digest, app_user_id, code) SELECT $1, app_user_id, $3 FROM prospects \
                 WHERE app_user_id = $2 ON CONFLICT (digest, app_user_id) DO NOTHING",
            )
            .bind(&code.digest)
            .bind(app_user_id)
            .bind(&code.code)
            .execute(&mut *transaction)
            .await?;
        }
        if let (true, Some(webview), Some(app_user_id)) = (is_new, &arrived.webview, &envelope.app_user_id) {
            let made_at = envelope.process_at.unwrap_or(envelope.received_at);
            sqlx::query(
                "INSERT INTO webviews (app_user_id, kind, url, made_at) SELECT app_user_id, $2, $3, $4 FROM prospects \
                 WHERE app_user_id = $1 ON CONFLICT (app_user_id, kind) DO UPDATE SET url = excluded.url, made_at = excluded.made_at \
                 WHERE excluded.made_at >= webviews.made_at",
            )
            .bind(app_user_id)
            .bind(&webview.kind)
            .bind(&webview.url)
            .bind(made_at.as_millis())
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(is_new)
    }

    async fn addressee(&self, envelope: &Envelope) -> Result<Option<ProspectId>, StoreError> {
        let row = match (&envelope.app_user_id, &envelope.authentication_id) {
            (Some(id), _) => {
                let select = sqlx::query("SELECT id FROM prospects WHERE app_user_id = $1");
                select.bind(id).fetch_optional(&self.pool).await?
            }
            (None, Some(id)) => {
                let select = sqlx::query("SELECT prospect_id AS id FROM sent WHERE authentication_id = $1");
                select.bind(id).fetch_optional(&self.pool).await?
            }
            (None, None) => None,
        };
        Ok(row.map(|row| row.try_get("id")).transpose()?)
    }

    async fn code(&self, app_user_id: &str, digest: &str) -> Result<Option<String>, StoreError> {
        let select = sqlx::query("SELECT code FROM activation_codes WHERE app_user_id = $1 AND digest = $2");
        let row = select.bind(app_user_id).bind(digest).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get("code")).transpose()?)
    }

    async fn forget_code(&self, app_user_id: &str, digest: &str) -> Result<(), StoreError> {
        let delete = sqlx::query("DELETE FROM activation_codes WHERE app_user_id = $1 AND digest = $2");
        let done = delete.bind(app_user_id).bind(digest).execute(&self.pool).await?;
        self.empty_log_after(&done).await
    }

    async fn webview(&self, app_user_id: &str) -> Result<Option<String>, StoreError> {
        // 48, then 47, then 35.
        let select =
            sqlx::query("SELECT url FROM webviews WHERE app_user_id = $1 ORDER BY kind DESC LIMIT 1");
        let row = select.bind(app_user_id).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get("url")).transpose()?)
    }

    async fn forget_webviews(&self, app_user_id: &str) -> Result<(), StoreError> {
        let delete = sqlx::query("DELETE FROM webviews WHERE app_user_id = $1").bind(app_user_id);
        let done = delete.execute(&self.pool).await?;
        self.empty_log_after(&done).await
    }

    async fn reveal(
        &self,
        reveal: &Reveal,
        since: Timestamp,
        allows: &(dyn for<'a> Fn(&'a RevealCounts) -> bool + Send + Sync),
    ) -> Result<RevealCounts, StoreError> {
        let mut transaction = self.write().await?;
        let in_session = sqlx::query(
            "SELECT COUNT(*) AS number, MIN(at) AS earliest FROM reveals \
             WHERE prospect_id = $1 AND session_digest = $2 AND at > $3",
        )
        .bind(reveal.prospect_id)
        .bind(&reveal.session_digest)
        .bind(since.as_millis())
        .fetch_one(&mut *transaction)
        .await?;
        let of_code =
            sqlx::query("SELECT COUNT(*) AS number FROM reveals WHERE prospect_id = $1 AND code_digest = $2")
                .bind(reveal.prospect_id)
                .bind(&reveal.code_digest)
                .fetch_one(&mut *transaction)
                .await?;
        let counts = RevealCounts {
            in_session: count(&in_session)?,
            earliest: in_session.try_get::<Option<i64>, _>("earliest")?.map(Timestamp::from_millis),
            of_code: count(&of_code)?,
            is_reported: report::is_reported(&mut transaction, reveal.prospect_id, &reveal.code_digest)
                .await?,
        };
        if allows(&counts) {
            sqlx::query(
                "INSERT INTO reveals (prospect_id, session_digest, code_digest, at, request_id) \
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(reveal.prospect_id)
            .bind(&reveal.session_digest)
            .bind(&reveal.code_digest)
            .bind(reveal.at.as_millis())
            .bind(&reveal.request_id)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(counts)
    }

    async fn report_code(&self, report: &CodeReport) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let is_news = report::record(&mut transaction, report).await?;
        transaction.commit().await?;
        Ok(is_news)
    }

    async fn claim_notice(
        &self,
        now: Timestamp,
        busy_until: Timestamp,
    ) -> Result<Option<Notice>, StoreError> {
        let mut transaction = self.write().await?;
        let notice = report::claim(&mut transaction, now, busy_until).await?;
        transaction.commit().await?;
        Ok(notice)
    }

    async fn postpone_notice(&self, id: &str, until: Timestamp) -> Result<(), StoreError> {
        report::postpone(&self.pool, id, until).await
    }

    async fn end_notice(&self, id: &str) -> Result<(), StoreError> {
        report::end(&self.pool, id).await
    }

    async fn next_notice_at(&self) -> Result<Option<Timestamp>, StoreError> {
        report::next_at(&self.pool).await
    }

    async fn aged(&self, opened_until: Timestamp) -> Result<Vec<ProspectId>, StoreError> {
        lifetime::aged(&self.pool, opened_until).await
    }

    async fn settle(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        lifetime::end(&mut transaction, &prospect.app_user_id, false, at).await?;
        Ok(transaction.commit().await?)
    }

    async fn purge(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        lifetime::remove_all(&mut transaction, prospect).await?;
        drafts::remove_all(&mut transaction, prospect.id).await?;
        lifetime::end(&mut transaction, &prospect.app_user_id, true, at).await?;
        transaction.commit().await?;
        self.empty_log().await
    }

    async fn forget_entries(&self, prospect: &Prospect, until: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        let select = sqlx::query("SELECT 1 FROM attempts WHERE prospect_id = $1 AND started_at > $2");
        let select = select.bind(prospect.id).bind(until.as_millis());
        if select.fetch_optional(&mut *transaction).await?.is_some() {
            return Ok(()); // the customer is back
        }
        lifetime::remove_all(&mut transaction, prospect).await?;
        transaction.commit().await?;
        self.empty_log().await
    }

    async fn purge_leftovers(&self, received_until: Timestamp) -> Result<(), StoreError> {
        lifetime::remove_strangers(&self.pool, received_until).await?;
        drafts::remove_old(&self.pool, received_until).await?;
        self.empty_log().await
    }

    async fn restart(
        &self,
        prospect: &Prospect,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        if !lifetime::is_purged(&mut transaction, &prospect.app_user_id).await? {
            return Ok(false);
        }
        if !lifetime::begin(&mut transaction, prospect, app_user_id, at).await? {
            return Ok(false); // begun anew already: nothing of that is touched
        }
        lifetime::remove_all(&mut transaction, prospect).await?; // what an answer that came late left
        drafts::remove_all(&mut transaction, prospect.id).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn keep_transfer(&self, prospect: &Prospect, account: &TransferAccount) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO transfers (prospect_id, iban, bic, reference) SELECT id, $3, $4, $5 FROM prospects \
             WHERE id = $1 AND app_user_id = $2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
             ON CONFLICT (prospect_id) DO NOTHING",
        )
        .bind(prospect.id)
        .bind(&prospect.app_user_id)
        .bind(&account.iban)
        .bind(&account.bic)
        .bind(&account.reference)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    async fn transfer(&self, prospect_id: ProspectId) -> Result<Option<TransferAccount>, StoreError> {
        let select = sqlx::query("SELECT iban, bic, reference FROM transfers WHERE prospect_id = $1");
        let Some(row) = select.bind(prospect_id).fetch_optional(&self.pool).await? else { return Ok(None) };
        Ok(Some(TransferAccount {
            iban: row.try_get("iban")?,
            bic: row.try_get("bic")?,
            reference: row.try_get("reference")?,
        }))
    }

    async fn forget_transfer(&self, prospect_id: ProspectId) -> Result<(), StoreError> {
        let delete = sqlx::query("DELETE FROM transfers WHERE prospect_id = $1").bind(prospect_id);
        let done = delete.execute(&self.pool).await?;
        self.empty_log_after(&done).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }
}

/// What was taken, with the changes before it that may have been carried out: they are settled by it.
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
