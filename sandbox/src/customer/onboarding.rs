//! The life of a prospect: created, given an activation code, accepted as a customer, refused, removed (documentation,
//! onboarding). The steps have their own modules.

use contract::time::Timestamp;
use serde_json::{Value, json};

use crate::{
    api::{error::ApiError, users_v2::profile_to_json},
    callback::message::Message,
    customer::{
        generation::Generation,
        place::Correction,
        profile::Profile,
        prospect::{Activation, Prospect},
        record::UserRecordStatus,
    },
    kyc::diligence::KycStatus,
    time::{clock::plus, timetable},
    world::{Event, WebviewOf, World},
};

impl World {
    /// Creates a prospect; callbacks 34, 4 and 35 follow, or 34 and 45 in the current generation.
    ///
    /// # Errors
    /// 719, 350, 514 or 515 if a value that must be unique is not.
    pub fn create_prospect(
        &mut self,
        app_user_id: &str,
        profile: Profile,
        generation: Generation,
    ) -> Result<&Prospect, ApiError> {
        if self.used_ids.contains(app_user_id) {
            return Err(ApiError::app_user_id_used());
        }
        self.check_unique(&profile, None)?;
        let now = self.now();
        self.used_ids.insert(app_user_id.into());
        let number = u64::try_from(self.used_ids.len()).unwrap_or_default();
        let mut prospect =
            Prospect::new(app_user_id.into(), number, profile, generation, now, &mut self.random);
        let initialized = user_record(&prospect);
        let next = match generation {
            Generation::Legacy => prospect.identification.message(),
            Generation::Current => account(&prospect),
        };
        self.send_later(plus(now, timetable::INITIALIZED), app_user_id, initialized);
        self.send_later(plus(now, timetable::SECOND_CALLBACK), app_user_id, next);
        let id = || app_user_id.to_owned();
        if generation == Generation::Legacy {
            self.plan(plus(now, timetable::ACTIVATION_CODE), Event::IssueCode { app_user_id: id() });
        }
        self.plan(plus(now, timetable::PROSPECT_LIFE), Event::Forget { app_user_id: id() });
        prospect.screening.is_needed |= self.settings.screening;
        self.prospects.insert(id(), prospect);
        if let Some(scenario) = self.next_scenario.take() {
            self.play(app_user_id, scenario);
        }
        Ok(self.prospect(app_user_id)?)
    }

    /// Plans callback `UserCreatedOrUpdated` with the corrections.
    pub fn tell_of_user(&mut self, app_user_id: &str, corrections: Vec<Correction>) {
        let now = self.now();
        let Some(prospect) = self.prospects.get(app_user_id) else { return };
        let message = Message::User {
            status: prospect.status,
            created_at: prospect.created_at,
            profile: profile_to_json(&prospect.profile),
            corrections,
        };
        self.send_later(plus(now, timetable::USER_TOLD), app_user_id, message);
    }

    /// Checks that only `own` has this e-mail address, alias and phone number.
    ///
    /// # Errors
    /// 350 (550 for a change), 514 or 515.
    pub fn check_unique(&self, profile: &Profile, own: Option<&str>) -> Result<(), ApiError> {
        let is_same = |other: &Profile, name: &str| {
            let value = profile.text(name);
            !value.is_empty() && other.text(name).eq_ignore_ascii_case(value)
        };
        for other in self.prospects.values().filter(|other| Some(other.app_user_id.as_str()) != own) {
            // A refused prospect no longer occupies its e-mail address.
            if other.status != UserRecordStatus::Refused && is_same(&other.profile, "Email") {
                return Err(ApiError::email_used(own.is_some()));
            }
            if is_same(&other.profile, "Phonenumber") {
                return Err(ApiError::phone_number_used());
            }
            if is_same(&other.profile, "Alias") {
                return Err(ApiError::alias_used());
            }
        }
        Ok(())
    }

    /// Makes a new activation code that replaces the previous one: callback 35. If no code can be made, callback 35
    /// says so, and the next one follows.
    pub fn issue_code(&mut self, at: Timestamp, app_user_id: &str) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        if std::mem::take(&mut prospect.is_next_code_lacking) {
            let next = Event::IssueCode { app_user_id: app_user_id.into() };
            self.plan(plus(at, timetable::NEXT_CODE), next);
            return self.send(at, app_user_id, &Message::NoActivationCode);
        }
        let code = self.random.hex_code();
        prospect.activation = Activation::Ready(code.clone());
        self.send(at, app_user_id, &Message::ActivationCode { code });
    }

    /// Records the first completed step: callback 34 `InProgress`, once.
    pub fn mark_in_progress(&mut self, app_user_id: &str, at: Timestamp) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        if prospect.status == UserRecordStatus::Initialized {
            prospect.status = UserRecordStatus::InProgress;
            let message = user_record(prospect);
            self.send_later(plus(at, timetable::IN_PROGRESS), app_user_id, message);
        }
    }

    /// Records a step that was completed on the partner's side.
    pub fn step_done(&mut self, app_user_id: &str) {
        let now = self.now();
        self.mark_in_progress(app_user_id, now);
        self.validate_if_clear(now, app_user_id);
    }

    /// Accepts the terms. Returns the answer of the API.
    pub fn accept_terms(&mut self, app_user_id: &str) -> Option<Value> {
        let now = self.now();
        self.prospects.get_mut(app_user_id)?.terms_accepted_at = Some(now);
        self.step_done(app_user_id);
        Some(json!({ "card": true, "partner": true, "account": true }))
    }

    /// Plans the opening of the account once nothing is missing.
    pub fn validate_if_clear(&mut self, at: Timestamp, app_user_id: &str) {
        if self.prospects.get(app_user_id).is_some_and(Prospect::is_clear) {
            let app_user_id = app_user_id.to_owned();
            self.plan(plus(at, timetable::VALIDATED), Event::Validate { app_user_id });
        }
    }

    /// Makes the prospect a customer: callbacks 34 `Validated` and 45 `Activated`.
    pub fn validate(&mut self, at: Timestamp, app_user_id: &str) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        if prospect.status.is_final() || !prospect.is_clear() {
            return;
        }
        prospect.status = UserRecordStatus::Validated;
        let record = user_record(prospect);
        let account = account(prospect);
        self.send(at, app_user_id, &record);
        self.send(at, app_user_id, &account);
    }

    /// Refuses the prospect for good: callback 34 `Refused`.
    pub fn refuse(&mut self, at: Timestamp, app_user_id: &str) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        if !prospect.status.is_final() {
            prospect.status = UserRecordStatus::Refused;
            let record = user_record(prospect);
            self.send(at, app_user_id, &record);
        }
    }

    /// Removes a prospect that is not a customer after ninety days, with its code. An open file is closed before:
    /// callback 4 `Rejected`.
    pub fn forget(&mut self, at: Timestamp, app_user_id: &str) {
        let is_customer = |prospect: &&mut Prospect| prospect.status == UserRecordStatus::Validated;
        let Some(prospect) = self.prospects.get_mut(app_user_id).filter(|found| !is_customer(found)) else {
            return;
        };
        let is_reported =
            prospect.generation == Generation::Legacy || prospect.identification.demand.is_some();
        if is_reported && !prospect.status.is_final() && !prospect.identification.kyc_status.is_final() {
            prospect.identification.kyc_status = KycStatus::Rejected;
            let message = prospect.identification.message();
            self.send(at, app_user_id, &message);
        }
        self.prospects.remove(app_user_id);
        self.devices.retain(|_, bound| bound != app_user_id);
        self.webviews.retain(|_, of| *of != WebviewOf::Demand(app_user_id.to_owned()));
    }
}

/// Callback 45 with the current state.
fn account(prospect: &Prospect) -> Message {
    Message::Account { account_id: prospect.account_id, status: prospect.account_status() }
}

/// Callback 34 with the current state.
fn user_record(prospect: &Prospect) -> Message {
    Message::UserRecord { public_user_code: prospect.public_user_code.clone(), status: prospect.status }
}
