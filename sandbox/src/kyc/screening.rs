//! Screening for politically exposed persons and sanctions (documentation, filtering). It begins once the document is
//! accepted: always in the current generation, and only on request in the legacy one. No callback reports a sanction: it
//! looks like no hit, and the refusal follows. [`super::screening_run`] decides when things happen.

use serde::{Deserialize, Serialize};

use crate::callback::message::Message;

/// The planned result of a prospect's screening.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Nothing.
    #[default]
    Clear,
    /// A politically exposed person, who is accepted.
    ExposedAccepted,
    /// A politically exposed person, who is refused.
    ExposedRefused,
    /// A sanction.
    Sanction,
}

/// The state of the screening.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Screening {
    /// Whether the account waits for it.
    pub is_needed: bool,
    /// The planned result.
    pub finding: Finding,
    /// The stage.
    pub stage: Stage,
}

/// The stage of a screening.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Stage {
    /// Not begun.
    #[default]
    Waiting,
    /// Lists are being searched.
    Running,
    /// A person decides about a hit.
    Found,
    /// Finished.
    Done,
}

impl Stage {
    /// The word in answers of the sandbox.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Found => "found",
            Self::Done => "done",
        }
    }
}

impl Screening {
    /// Whether the screening does not block the account.
    pub fn is_clear(self) -> bool {
        !self.is_needed
            || (self.stage == Stage::Done
                && matches!(self.finding, Finding::Clear | Finding::ExposedAccepted))
    }

    /// Whether the person holds a public office.
    pub fn is_exposed(self) -> bool {
        matches!(self.finding, Finding::ExposedAccepted | Finding::ExposedRefused)
    }

    /// The callback about the current stage.
    pub fn message(self) -> Message {
        let is_exposed = self.is_exposed();
        Message::Exposure {
            is_exposed: (self.stage >= Stage::Found).then_some(is_exposed),
            decision: (self.stage == Stage::Done && is_exposed)
                .then_some(self.finding == Finding::ExposedAccepted),
            is_done: self.stage == Stage::Done,
        }
    }
}
