//! Attempts to submit a step. One attempt is one intention of the customer, however often the browser sends it.

use async_trait::async_trait;
use contract::{
    problem::{FieldError, ProblemCode},
    step::StepId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{error::StoreError, prospects::ProspectId};
use crate::journey::fact::{Change, SentAt};

/// One intention of the customer to submit a step, however often the browser sends it.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The prospect who submits.
    pub prospect_id: ProspectId,
    /// Idempotency key of the intention.
    pub key: String,
    /// The submitted step.
    pub step: StepId,
    /// SHA-256 of the body, in hexadecimal.
    pub body_digest: String,
}

/// What the store knows of an intention when it arrives.
#[derive(Clone, Debug)]
pub enum Claim {
    /// The caller has claimed the attempt and must carry it out.
    Started {
        /// Whether the same submission, under this key or another, was sent to the provider before without an answer.
        was_lost: bool,
        /// Whether a different submission of the same step was sent to the provider before without an answer.
        has_lost_other: bool,
    },
    /// This attempt, or another one for the same step, is being carried out.
    Running,
    /// The attempt was answered before. Here is the stored answer.
    Answered(KeptAnswer),
    /// The key was used with another body.
    OtherBody,
}

/// The answer to an attempt, stored so that a retry gets the same one. A retry of an accepted attempt gets the current
/// snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptAnswer {
    /// The provider accepted the submission.
    Taken,
    /// The submission was refused.
    Refused {
        /// Code of the problem.
        code: ProblemCode,
        /// The fields to correct.
        errors: Vec<FieldError>,
    },
}

/// How an attempt ended.
#[derive(Clone)]
pub enum AttemptOutcome {
    /// The submission was not carried out. The key can be used again, unless an earlier try was lost.
    Dropped,
    /// Whether the provider carried the submission out is unknown. The browser may send it again.
    Lost,
    /// The submission was refused.
    Refused(KeptAnswer),
    /// The provider accepted the submission.
    Taken {
        /// What was sent, and when.
        sent: SentAt,
        /// The submitted body, if a later call can need it.
        body: Option<String>,
    },
}

/// Storage of attempts.
#[async_trait]
pub trait Attempts: Send + Sync {
    /// Claims an attempt. An attempt that has been running since before `stale_before` counts as lost.
    async fn claim(
        &self,
        attempt: &Attempt,
        now: Timestamp,
        stale_before: Timestamp,
    ) -> Result<Claim, StoreError>;
    /// Stores which of the customer's details a claimed attempt changes. Only its first try is recorded.
    async fn note_change(&self, attempt: &Attempt, change: &Change) -> Result<(), StoreError>;
    /// Whether the same submission, under this key or another, is being carried out. An attempt that has been running
    /// since before `stale_before` does not count.
    async fn is_running(&self, attempt: &Attempt, stale_before: Timestamp) -> Result<bool, StoreError>;
    /// Whether the last accepted submission of the same step, under any key, has the same body.
    async fn was_taken(&self, attempt: &Attempt) -> Result<bool, StoreError>;
    /// Ends a claimed attempt, records what was sent and removes the draft of the step, in one transaction. Does
    /// nothing if the prospect's data was removed in the meantime.
    async fn end(&self, attempt: &Attempt, ending: &AttemptOutcome) -> Result<(), StoreError>;
    /// Marks the running attempts of this program, and of programs that have ended, as lost, and returns their number. For the start
    /// of the program: none of its attempts runs then.
    async fn lose_running(&self) -> Result<usize, StoreError>;
    /// Whether an attempt with this key is running or ended with a result.
    async fn has_attempt(&self, prospect_id: ProspectId, key: &str) -> Result<bool, StoreError>;
}
