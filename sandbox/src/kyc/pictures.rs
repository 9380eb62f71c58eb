//! Receives pictures of the document and the face from the phone and checks them in stages. A refusal ends the wallet
//! or asks for new pictures. [`crate::kyc::identification`] decides the results, [`crate::time::timetable`] the
//! durations.

use contract::time::Timestamp;

use crate::{
    customer::{
        generation::Generation,
        prospect::{Prospect, Wallet},
    },
    kyc::{
        diligence::{Document, KycStatus},
        identification::{Phase, Stage},
    },
    time::{clock::plus, timetable},
    world::{Event, World},
};

impl World {
    /// Receives pictures of `document` from the phone.
    pub fn submit_pictures(&mut self, app_user_id: &str, document: Document) {
        if let Some(prospect) = self.prospects.get_mut(app_user_id) {
            prospect.identification.document = document;
            self.start_round(app_user_id);
        }
    }

    /// Checks the pictures again after the details were corrected (documentation, users: update).
    pub fn look_again(&mut self, app_user_id: &str) {
        if let Some(prospect) = self.prospects.get_mut(app_user_id) {
            prospect.outcome = prospect.outcome.corrected();
            self.start_round(app_user_id);
        }
    }

    fn start_round(&mut self, app_user_id: &str) {
        let now = self.now();
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let face_checked = timetable::face_checked(&mut self.random);
        prospect.outcome.begin_round();
        prospect.identification.phase = Phase::Running;
        prospect.identification.round += 1;
        let round = prospect.identification.round;
        self.mark_in_progress(app_user_id, now);
        for (delay, stage) in [
            (timetable::KYC_PENDING, Stage::Received),
            (timetable::DOCUMENT_CHECKED, Stage::DocumentChecked),
            (face_checked, Stage::Concluded),
        ] {
            let app_user_id = app_user_id.to_owned();
            self.plan(plus(now, delay), Event::Identification { app_user_id, round, stage });
        }
    }

    /// Reaches a stage of the identification.
    pub fn reach_stage(&mut self, at: Timestamp, app_user_id: &str, round: u32, stage: Stage) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let identification = &mut prospect.identification;
        if identification.round != round || identification.phase != Phase::Running {
            return;
        }
        identification.look_at(&prospect.outcome, stage);
        let has_failed = identification.has_failed();
        let is_running = identification.phase == Phase::Running;
        let is_document_good = identification.has_valid_document();
        // The refusal of a document is sent together with the result for the face.
        let is_reported = stage != Stage::DocumentChecked || is_document_good;
        let message = identification.message();
        if stage == Stage::Concluded && is_running {
            let app_user_id = app_user_id.to_owned();
            let reviewed = Event::Identification { app_user_id, round, stage: Stage::Reviewed };
            self.plan(plus(at, timetable::REVIEWED), reviewed);
        }
        if is_reported {
            self.send(at, app_user_id, &message);
        }
        if is_document_good {
            self.begin_screening(at, app_user_id);
        }
        if has_failed {
            self.fail_identification(at, app_user_id);
        } else {
            self.validate_if_clear(at, app_user_id);
        }
    }

    /// Kills the wallet. A fraud is refused for good; any other prospect gets a code for the next wallet. In the
    /// current generation the wallet stays: the same page allows another attempt, or a new demand opens another one.
    fn fail_identification(&mut self, at: Timestamp, app_user_id: &str) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let is_fraud = prospect.outcome.is_fraud();
        if prospect.generation == Generation::Current && !is_fraud {
            if prospect.identification.kyc_status == KycStatus::Incomplete {
                prospect.identification.phase = Phase::Required;
            }
            return;
        }
        kill_wallet(prospect);
        let app_user_id = app_user_id.to_owned();
        let event = if is_fraud { Event::Refuse { app_user_id } } else { Event::IssueCode { app_user_id } };
        self.plan(plus(at, timetable::AFTER_FAILED_IDENTIFICATION), event);
    }
}

fn kill_wallet(prospect: &mut Prospect) {
    if matches!(prospect.wallet, Wallet::Ready(_)) {
        prospect.wallet = Wallet::Killed;
    }
}
