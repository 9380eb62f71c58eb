//! The stages of a screening, one after the other, each with its callback. The results are in [`super::screening`].

use contract::time::Timestamp;

use super::screening::{Finding, Stage};
use crate::{
    time::{clock::plus, timetable},
    world::{Event, World},
};

impl World {
    /// Begins the screening once, when the document is accepted.
    pub fn begin_screening(&mut self, at: Timestamp, app_user_id: &str) {
        let Some(prospect) = self.prospects.get(app_user_id) else { return };
        if prospect.screening.is_needed && prospect.screening.stage == Stage::Waiting {
            self.screen(at, app_user_id, Stage::Running);
        }
    }

    /// Plans the result of a screening. The account waits for it.
    pub fn set_finding(&mut self, app_user_id: &str, finding: Finding) {
        let now = self.now();
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        prospect.screening.finding = finding;
        prospect.screening.is_needed = true;
        if prospect.identification.has_valid_document() {
            self.begin_screening(now, app_user_id);
        }
    }

    /// Reaches a stage of the screening: sends its callback and plans what follows.
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
