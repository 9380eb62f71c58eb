//! Storage behind one trait: SQLite by default. All state is here, none in memory: a restart loses nothing.

mod attempts;
mod credentials;
mod drafts;
mod inbox;
mod lifetime;
mod prospects;
mod report;
mod reveals;
mod sessions;
pub mod sqlite;
mod submissions;
mod transfers;

use async_trait::async_trait;
use contract::{
    draft::Draft,
    problem::{FieldError, ProblemCode},
    session::Role,
    step::StepId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{
    callback::envelope::{Arrived, Envelope},
    journey::fact::{Change, SentAt},
};

/// Why storage failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A kept value cannot be read back. The cause is not shown: it may repeat what cannot be read.
    #[error("a kept value cannot be read back")]
    Kept(#[from] serde_json::Error),
}

/// A row id of a prospect.
pub type ProspectId = i64;

/// A prospect.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// Its row.
    pub id: ProspectId,
    /// Its id at the provider.
    pub app_user_id: String,
    /// When its first session was opened, or it began anew.
    pub opened_at: Timestamp,
    /// Revision of the last snapshot.
    pub revision: u32,
    /// Digest of that snapshot; empty before the first.
    pub view_digest: String,
}

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    /// SHA-256 of the token, hexadecimal: the token itself is not kept.
    pub token_digest: String,
    /// Whose it is.
    pub prospect_id: ProspectId,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// All that is recorded of a prospect, read at one moment.
pub struct History {
    /// The prospect.
    pub prospect: Prospect,
    /// Its answered submissions, in order.
    pub sent: Vec<SentAt>,
    /// Its callbacks, in the order of arrival.
    pub inbox: Vec<Envelope>,
    /// What the customer is in companies.
    pub roles: Vec<Role>,
    /// The steps of which a draft is kept.
    pub drafts: Vec<StepId>,
    /// Whether all that was personal was removed.
    pub is_purged: bool,
    /// Digests of the activation codes that were revealed.
    pub revealed: Vec<String>,
    /// Digests of those that the customer said somebody else used, and of the one that was there when they said so.
    pub reported: Vec<String>,
    /// Changes of the customer's details that are under way, or whose answer was lost, in the order of their first try.
    pub unanswered: Vec<Change>,
    /// Whether an activation code is kept.
    pub has_code: bool,
    /// Whether the address of an identification page is.
    pub has_webview: bool,
}

/// A draft, and where it belongs. Personal: there is no `Debug`.
pub struct KeptDraft {
    /// Of which form.
    pub step: StepId,
    /// Which page sent it.
    pub page: i64,
    /// Its place among the drafts of that page.
    pub order: i64,
    /// What was typed.
    pub draft: Draft,
    /// When it came.
    pub at: Timestamp,
}

/// Where a customer sends money to. Personal: there is no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct TransferAccount {
    /// ISO 13616 account number, without spaces.
    pub iban: String,
    /// ISO 9362 code; empty where the provider tells none.
    pub bic: String,
    /// The text to give with the transfer.
    pub reference: String,
}

/// An acceptance of the terms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consent {
    /// Of which version of the texts.
    pub version: String,
    /// When it was first given.
    pub at: Timestamp,
}

/// An intention of the customer: one submission, however often it is sent.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Whose it is.
    pub prospect_id: ProspectId,
    /// The idempotency key.
    pub key: String,
    /// The step submitted.
    pub step: StepId,
    /// SHA-256 of the body, hexadecimal.
    pub body_digest: String,
}

/// What is known of an intention when it arrives.
#[derive(Clone, Debug)]
pub enum Claim {
    /// It is ours to carry out.
    Started {
        /// Whether the same submission, under this key or another, was carried out before and its answer never came.
        was_lost: bool,
        /// Whether another intention for the same step was, with another body.
        has_lost_other: bool,
    },
    /// It, or another for the same step, is being carried out.
    Running,
    /// It was answered.
    Answered(KeptAnswer),
    /// The key was used for something else.
    OtherBody,
}

/// The answer to an intention, kept to be given again. A success is answered with the snapshot of the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptAnswer {
    /// Taken.
    Taken,
    /// Refused.
    Refused {
        /// What went wrong.
        code: ProblemCode,
        /// Wrong fields.
        errors: Vec<FieldError>,
    },
}

/// How an intention ended.
pub enum Ending {
    /// It was not carried out; the key is free again, unless it was lost before.
    Dropped,
    /// Whether it was carried out is not known; it may be sent again.
    Lost,
    /// It was refused.
    Refused(KeptAnswer),
    /// It was taken.
    Taken {
        /// What was sent.
        sent: SentAt,
        /// Its body, where it can be needed again.
        body: Option<String>,
    },
}

/// A reveal of an activation code, to be audited and counted.
#[derive(Clone, Debug)]
pub struct Reveal {
    /// To whom.
    pub prospect_id: ProspectId,
    /// In which session.
    pub session_digest: String,
    /// Which code.
    pub code_digest: String,
    /// When.
    pub at: Timestamp,
    /// In which request.
    pub request_id: String,
}

/// How often a code was revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevealCounts {
    /// In this session since the asked time.
    pub in_session: u32,
    /// When the earliest of those was.
    pub earliest: Option<Timestamp>,
    /// Of this code in all.
    pub of_code: u32,
    /// Whether the customer reported this code: it is never revealed again.
    pub is_reported: bool,
}

/// The customer says that somebody else used a code that was revealed.
#[derive(Clone, Debug)]
pub struct CodeReport {
    /// Who says so.
    pub prospect_id: ProspectId,
    /// The present code, if there is one: revealed or not, it is not used any more.
    pub present_digest: Option<String>,
    /// When.
    pub at: Timestamp,
    /// In which request.
    pub request_id: String,
    /// The id of the notice to the partner.
    pub notice_id: String,
}

/// Something that the partner is to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The same at every try.
    pub id: String,
    /// What happened: a word.
    pub kind: String,
    /// The partner's reference of the customer.
    pub customer_reference: String,
    /// When it happened.
    pub at: Timestamp,
    /// In which request.
    pub request_id: String,
    /// How often it was tried to tell, this time included.
    pub tries: u32,
}

/// Where everything is kept.
#[async_trait]
pub trait Store: Send + Sync {
    /// The prospect of that reference; made with `app_user_id` if there is none.
    async fn open_prospect(
        &self,
        customer_reference: &str,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<Prospect, StoreError>;
    /// The prospect of that reference, if there is one.
    async fn prospect_of(&self, customer_reference: &str) -> Result<Option<ProspectId>, StoreError>;
    /// Keeps what the customer is in companies, in place of what was kept.
    async fn keep_roles(&self, prospect_id: ProspectId, roles: &[Role]) -> Result<(), StoreError>;
    /// Keeps which version of the terms the customer accepted, and when: the first time of each, unless the prospect has
    /// ended or begun anew since.
    async fn keep_consent(&self, prospect: &Prospect, version: &str, at: Timestamp)
    -> Result<(), StoreError>;
    /// Which versions of the terms the customer accepted, oldest first.
    async fn consents(&self, prospect_id: ProspectId) -> Result<Vec<Consent>, StoreError>;
    /// Keeps a session and forgets those that ended before `now`.
    async fn open_session(&self, session: &Session, now: Timestamp) -> Result<(), StoreError>;
    /// The session of that token digest, also if it ended.
    async fn session(&self, token_digest: &str) -> Result<Option<Session>, StoreError>;
    /// Forgets a session.
    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError>;

    /// All that is recorded of a prospect.
    async fn history(&self, prospect_id: ProspectId) -> Result<Option<History>, StoreError>;
    /// Makes the revision after `revision` the one of the snapshot with that digest; `false` if it was not current.
    async fn advance(
        &self,
        prospect_id: ProspectId,
        revision: u32,
        view_digest: &str,
    ) -> Result<bool, StoreError>;

    /// Claims an intention. One that has run since before `stale_before` is taken for lost.
    async fn claim(
        &self,
        attempt: &Attempt,
        now: Timestamp,
        stale_before: Timestamp,
    ) -> Result<Claim, StoreError>;
    /// Keeps what the first try of a claimed intention changes of the customer's details.
    async fn note_change(&self, attempt: &Attempt, change: &Change) -> Result<(), StoreError>;
    /// Whether the same submission, under this key or another, is being carried out. One that has run since before
    /// `stale_before` is not.
    async fn is_running(&self, attempt: &Attempt, stale_before: Timestamp) -> Result<bool, StoreError>;
    /// Whether what was taken last as a submission of the same step, under any key, has the same body.
    async fn was_taken(&self, attempt: &Attempt) -> Result<bool, StoreError>;
    /// Ends a claimed intention, records what was sent and removes the step's draft, in one transaction; nothing where the claim was removed since,
    /// with all else of a prospect whose time is over.
    async fn end(&self, attempt: &Attempt, ending: &Ending) -> Result<(), StoreError>;
    /// Whether an intention of that key was carried out, or is.
    async fn has_attempt(&self, prospect_id: ProspectId, key: &str) -> Result<bool, StoreError>;
    /// Keeps what the customer sent for a step, unless the prospect has ended or begun anew since.
    async fn keep_submission(&self, prospect: &Prospect, step: StepId, body: &str) -> Result<(), StoreError>;
    /// What the customer sent for a step.
    async fn submission(&self, prospect_id: ProspectId, step: StepId) -> Result<Option<String>, StoreError>;
    /// Forgets what the customer sent for a step.
    async fn forget_submission(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError>;

    /// Keeps a draft in place of the one before, unless the prospect has ended or begun anew since, or a later one of the
    /// same page is kept.
    async fn keep_draft(&self, prospect: &Prospect, kept: &KeptDraft) -> Result<(), StoreError>;
    /// The draft of a step; empty where there is none.
    async fn draft(&self, prospect_id: ProspectId, step: StepId) -> Result<Draft, StoreError>;
    /// Forgets the draft of a step.
    async fn forget_draft(&self, prospect_id: ProspectId, step: StepId) -> Result<(), StoreError>;

    /// Keeps a callback and the credentials in it in one transaction; `false` if it was there already.
    async fn receive(&self, envelope: &Envelope, arrived: &Arrived) -> Result<bool, StoreError>;
    /// Whom a callback is about.
    async fn addressee(&self, envelope: &Envelope) -> Result<Option<ProspectId>, StoreError>;
    /// The activation code of that digest.
    async fn code(&self, app_user_id: &str, digest: &str) -> Result<Option<String>, StoreError>;
    /// Forgets the activation code of that digest.
    async fn forget_code(&self, app_user_id: &str, digest: &str) -> Result<(), StoreError>;
    /// Address of the identification page of a user, for the partner's own app.
    async fn webview(&self, app_user_id: &str) -> Result<Option<String>, StoreError>;
    /// Records that the address of that digest is handed to the partner; `false` where the prospect has ended or begun anew
    /// since: then it may not be.
    async fn note_webview(
        &self,
        prospect: &Prospect,
        url_digest: &str,
        at: Timestamp,
        request_id: &str,
    ) -> Result<bool, StoreError>;
    /// Forgets the identification pages of a user.
    async fn forget_webviews(&self, app_user_id: &str) -> Result<(), StoreError>;
    /// Counts the reveals before this one, and records it if `allows` says so of the counts, in one transaction.
    async fn reveal(
        &self,
        reveal: &Reveal,
        since: Timestamp,
        allows: &(dyn for<'a> Fn(&'a RevealCounts) -> bool + Send + Sync),
    ) -> Result<RevealCounts, StoreError>;

    /// Records that the codes revealed so far, and the present one, are not to be used, and that the partner is to be told,
    /// in one transaction; `false`, and nothing recorded, where all that were revealed are reported already.
    async fn report_code(&self, report: &CodeReport) -> Result<bool, StoreError>;
    /// A notice that is due, if any. Until `busy_until` nobody else is handed it.
    async fn claim_notice(&self, now: Timestamp, busy_until: Timestamp)
    -> Result<Option<Notice>, StoreError>;
    /// Puts a notice off that could not be told.
    async fn postpone_notice(&self, id: &str, until: Timestamp) -> Result<(), StoreError>;
    /// Forgets a notice that was told.
    async fn end_notice(&self, id: &str) -> Result<(), StoreError>;
    /// When the next notice is due; `None` where there is none.
    async fn next_notice_at(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Prospects opened no later than that which have not ended and of which anything is kept.
    async fn aged(&self, opened_until: Timestamp) -> Result<Vec<ProspectId>, StoreError>;
    /// Notes that a prospect has ended and keeps its data: it is not among [`Store::aged`] any more.
    async fn settle(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError>;
    /// Removes all that is personal of a prospect, in one transaction. From now on its callbacks are not kept either.
    async fn purge(&self, prospect: &Prospect, at: Timestamp) -> Result<(), StoreError>;
    /// Removes what was entered and never known to be taken, unless something was sent since `until`; there is nothing to sweep
    /// then. Drafts have an age of their own.
    async fn forget_entries(&self, prospect: &Prospect, until: Timestamp) -> Result<(), StoreError>;
    /// Removes callbacks that arrived no later than that and belong to nobody, and drafts of that age.
    async fn purge_leftovers(&self, received_until: Timestamp) -> Result<(), StoreError>;
    /// Makes a prospect whose data was removed a new one with that id at the provider; `false` if it was not removed.
    async fn restart(
        &self,
        prospect: &Prospect,
        app_user_id: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
    /// Keeps where a customer sends money to, unless the prospect has ended or begun anew since; what was kept before stays.
    async fn keep_transfer(&self, prospect: &Prospect, account: &TransferAccount) -> Result<(), StoreError>;
    /// Where a customer sends money to.
    async fn transfer(&self, prospect_id: ProspectId) -> Result<Option<TransferAccount>, StoreError>;
    /// Forgets where a customer sends money to.
    async fn forget_transfer(&self, prospect_id: ProspectId) -> Result<(), StoreError>;

    /// Whether the storage answers.
    async fn ping(&self) -> Result<(), StoreError>;
}
