//! Attempts to submit: one an intention of the customer, however often it is sent.

use async_trait::async_trait;
use contract::{
    problem::{FieldError, ProblemCode},
    step::StepId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{error::StoreError, prospects::ProspectId};
use crate::journey::fact::{Change, SentAt};

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
pub enum AttemptOutcome {
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

/// Attempts to submit, in the storage.
#[async_trait]
pub trait Attempts: Send + Sync {
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
    async fn end(&self, attempt: &Attempt, ending: &AttemptOutcome) -> Result<(), StoreError>;
    /// Whether an intention of that key was carried out, or is.
    async fn has_attempt(&self, prospect_id: ProspectId, key: &str) -> Result<bool, StoreError>;
}
