//! SQLite: one file, safe against loss of power, deleted content overwritten. The SQL is portable; it is in the files beside
//! this one, one a concept.

use std::time::Duration;

use async_trait::async_trait;
use contract::{draft::Draft, session::Role, step::StepId, time::Timestamp};
use sqlx::{
    Sqlite, SqlitePool, Transaction,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteQueryResult, SqliteSynchronous,
    },
};

use super::{
    Attempt, Claim, CodeReport, Consent, Ending, History, KeptDraft, Notice, Prospect, ProspectId, Reveal,
    RevealCounts, Session, Store, StoreError, TransferAccount, attempts, credentials, drafts, inbox,
    lifetime, prospects, report, reveals, sessions, submissions, transfers,
};
use crate::{
    callback::envelope::{Arrived, Envelope},
    journey::fact::Change,
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
        let prospect = prospects::open(&mut transaction, customer_reference, app_user_id, at).await?;
        transaction.commit().await?;
        Ok(prospect)
    }

    async fn prospect_of(&self, customer_reference: &str) -> Result<Option<ProspectId>, StoreError> {
        prospects::of_reference(&self.pool, customer_reference).await
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
        sessions::open(&mut transaction, session, now).await?;
        Ok(transaction.commit().await?)
    }

    async fn session(&self, token_digest: &str) -> Result<Option<Session>, StoreError> {
        sessions::read(&self.pool, token_digest).await
    }

    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError> {
        sessions::end(&self.pool, token_digest).await
    }

    async fn history(&self, prospect_id: ProspectId) -> Result<Option<History>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let Some(prospect) = prospects::read(&mut transaction, prospect_id).await? else { return Ok(None) };
        let sent = attempts::sent(&mut transaction, prospect_id).await?;
        let inbox = inbox::about(&mut transaction, &prospect).await?;
        let roles = lifetime::roles(&mut transaction, prospect_id).await?;
        let is_purged = lifetime::is_purged(&mut transaction, &prospect.app_user_id).await?;
        let (revealed, reported) = report::digests(&mut transaction, prospect_id).await?;
        let drafts = drafts::steps(&mut transaction, prospect_id).await?;
        let unanswered = attempts::unanswered(&mut transaction, prospect_id).await?;
        let (has_code, has_webview) = credentials::are_kept(&mut transaction, &prospect.app_user_id).await?;
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
        prospects::advance(&self.pool, prospect_id, revision, view_digest).await
    }

    async fn claim(
        &self,
        attempt: &Attempt,
        now: Timestamp,
        stale_before: Timestamp,
    ) -> Result<Claim, StoreError> {
        let mut transaction = self.write().await?;
        let claim = attempts::claim(&mut transaction, attempt, now, stale_before).await?;
        transaction.commit().await?;
        Ok(claim)
    }

    async fn end(&self, attempt: &Attempt, ending: &Ending) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        attempts::end(&mut transaction, attempt, ending).await?;
        Ok(transaction.commit().await?)
    }

    async fn note_change(&self, attempt: &Attempt, change: &Change) -> Result<(), StoreError> {
        attempts::note_change(&self.pool, attempt, change).await
    }

    async fn is_running(&self, attempt: &Attempt, stale_before: Timestamp) -> Result<bool, StoreError> {
        attempts::is_running(&self.pool, attempt, stale_before).await
    }

    async fn was_taken(&self, attempt: &Attempt) -> Result<bool, StoreError> {
        attempts::was_taken(&self.pool, attempt).await
    }

    async fn has_attempt(&self, prospect_id: ProspectId, key: &str) -> Result<bool, StoreError> {
        attempts::has(&self.pool, prospect_id, key).await
    }

    async fn keep_submission(&self, prospect: &Prospect, step: StepId, body: &str) -> Result<(), StoreError> {
        submissions::keep(&self.pool, prospect, step, body).await
    }

    async fn submission(&self, prospect_id: ProspectId, step: StepId) -> Result<Option<String>, StoreError> {
        submissions::read(&self.pool, prospect_id, step).await
    }

    async fn forget_submission(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError> {
        let done = submissions::forget(&self.pool, prospect_id, step).await?;
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
        let is_new = inbox::receive(&mut transaction, envelope, arrived).await?;
        transaction.commit().await?;
        Ok(is_new)
    }

    async fn addressee(&self, envelope: &Envelope) -> Result<Option<ProspectId>, StoreError> {
        inbox::addressee(&self.pool, envelope).await
    }

    async fn code(&self, app_user_id: &str, digest: &str) -> Result<Option<String>, StoreError> {
        credentials::code(&self.pool, app_user_id, digest).await
    }

    async fn forget_code(&self, app_user_id: &str, digest: &str) -> Result<(), StoreError> {
        let done = credentials::forget_code(&self.pool, app_user_id, digest).await?;
        self.empty_log_after(&done).await
    }

    async fn webview(&self, app_user_id: &str) -> Result<Option<String>, StoreError> {
        credentials::webview(&self.pool, app_user_id).await
    }

    async fn note_webview(
        &self,
        prospect: &Prospect,
        url_digest: &str,
        at: Timestamp,
        request_id: &str,
    ) -> Result<bool, StoreError> {
        credentials::note_webview(&self.pool, prospect, url_digest, at, request_id).await
    }

    async fn forget_webviews(&self, app_user_id: &str) -> Result<(), StoreError> {
        let done = credentials::forget_webviews(&self.pool, app_user_id).await?;
        self.empty_log_after(&done).await
    }

    async fn reveal(
        &self,
        reveal: &Reveal,
        since: Timestamp,
        allows: &(dyn for<'a> Fn(&'a RevealCounts) -> bool + Send + Sync),
    ) -> Result<RevealCounts, StoreError> {
        let mut transaction = self.write().await?;
        let counts = reveals::counts(&mut transaction, reveal, since).await?;
        if allows(&counts) {
            reveals::record(&mut transaction, reveal).await?;
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
        if attempts::is_any_since(&mut transaction, prospect.id, until).await? {
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
        transfers::keep(&self.pool, prospect, account).await
    }

    async fn transfer(&self, prospect_id: ProspectId) -> Result<Option<TransferAccount>, StoreError> {
        transfers::read(&self.pool, prospect_id).await
    }

    async fn forget_transfer(&self, prospect_id: ProspectId) -> Result<(), StoreError> {
        let done = transfers::forget(&self.pool, prospect_id).await?;
        self.empty_log_after(&done).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }
}
