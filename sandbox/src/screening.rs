//! Screening: politically exposed persons and sanctions (documentation, filtering). It begins once the document is good,
//! in the current generation always, in the mission's where it was asked for. A sanction is never told: it looks like no
//! hit, and the refusal follows.

use contract::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    callback::message::Message,
    clock::plus,
    timetable,
    world::{Event, World},
};

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

    fn is_exposed(self) -> bool {
        matches!(self.finding, Finding::ExposedAccepted | Finding::ExposedRefused)
    }

    fn message(self) -> Message {
        let is_exposed = self.is_exposed();
        Message::Exposure {
            is_exposed: (self.stage >= Stage::Found).then_some(is_exposed),
            decision: (self.stage == Stage::Done && is_exposed)
                .then_some(self.finding == Finding::ExposedAccepted),
            is_done: self.stage == Stage::Done,
        }
    }
}

impl World {
    /// The document is good: the screening begins, once.
    pub fn begin_screening(&mut self, at: Timestamp, app_user_id: &str) {
        let Some(prospect) = self.prospects.get(app_user_id) else { return };
        if prospect.screening.is_needed && prospect.screening.stage == Stage::Waiting {
            self.screen(at, app_user_id, Stage::Running);
        }
    }

    /// Says what the screening of somebody is going to find, and that the account waits for it.
    pub fn set_finding(&mut self, app_user_id: &str, finding: Finding) {
        let now = self.now();
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        prospect.screening.finding = finding;
        prospect.screening.is_needed = true;
        if prospect.identification.has_valid_document() {
            self.begin_screening(now, app_user_id);
        }
    }

    /// A stage of the screening is reached: the callback about it, and what follows.
    pub fn screen(&mut self, at: Timestamp, app_user_id: &str, stage: Stage) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let screening = &mut prospect.screening;
        // Only a hit waits for a decision.
        screening.stage = if stage == Stage::Found && !screening.is_exposed() { Stage::Done } else { stage };
        let screening = *screening;
        self.send(at, app_user_id, &screening.message());
        let id = app_user_id.to_owned();
        let next = match screening.stage {
            Stage::Waiting => return,
            Stage::Running => Event::Screening { app_user_id: id, stage: Stage::Found },
            Stage::Found => Event::Screening { app_user_id: id, stage: Stage::Done },
            Stage::Done if screening.is_clear() => return self.validate_if_clear(at, app_user_id),
            Stage::Done => Event::Refuse { app_user_id: id },
        };
        let delay = match next {
            Event::Refuse { .. } => timetable::AFTER_FAILED_IDENTIFICATION,
            _ => timetable::SCREENED,
        };
        self.plan(plus(at, delay), next);
    }
}
