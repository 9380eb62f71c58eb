//! Screening: politically exposed persons and sanctions (documentation, filtering). It begins once the document is good,
//! in the current generation always, in the mission's where it was asked for. No callback says that there is a sanction: it looks like no
//! hit, and the refusal follows. What happens when is in [`super::screening_run`].

use serde::{Deserialize, Serialize};

use crate::callback::message::Message;

/// What the screening of a prospect is going to find.
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

/// Where the screening stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Screening {
    /// Whether the account waits for it.
    pub is_needed: bool,
    /// What it is going to find.
    pub finding: Finding,
    /// How far it is.
    pub stage: Stage,
}

/// How far a screening is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Stage {
    /// Not begun.
    #[default]
    Waiting,
    /// Lists are being searched.
    Running,
    /// Somebody decides about a hit.
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
    /// Whether nothing stands against the account.
    pub fn is_clear(self) -> bool {
        !self.is_needed
            || (self.stage == Stage::Done
                && matches!(self.finding, Finding::Clear | Finding::ExposedAccepted))
    }

    /// Whether the person holds a public office.
    pub fn is_exposed(self) -> bool {
        matches!(self.finding, Finding::ExposedAccepted | Finding::ExposedRefused)
    }

    /// The callback about the stage that it is in.
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
