//! Confirmations on the phone (documentation, SCA): a call of the API requests one, the customer confirms or refuses it
//! within five minutes, and callback 36 reports the result. [`super::authentication`] has the types.

use contract::time::Timestamp;
use uuid::Uuid;

use super::authentication::{Authentication, AuthenticationStatus, Decision, Fate, NotDecided, Operation};
use crate::{
    callback::message::{AuthenticationResult, Message},
    customer::prospect::{Prospect, Wallet},
    time::{clock::plus, timetable},
    world::{Event, World},
};

/// Reason of a refusal on the phone.
const CANCELED: &str = "CANCELED";
/// Reason of an expired confirmation.
const TIMEOUT: &str = "TIMEOUT";

impl World {
    /// Requests a confirmation on the phone. `None` if the prospect has no wallet, or if none is found.
    pub fn ask_confirmation(&mut self, app_user_id: &str, operation: Operation) -> Option<Authentication> {
        let now = self.now();
        let expires_at = plus(now, self.settings.sca_life_millis);
        let prospect = self.prospects.get_mut(app_user_id)?;
        if !matches!(prospect.wallet, Wallet::Ready(_)) {
            return None;
        }
        let fate = prospect.next_confirmation.take();
        if fate == Some(Fate::NoWallet) {
            return None;
        }
        for earlier in &mut prospect.authentications {
            let is_same = earlier.operation.label() == operation.label();
            if is_same && earlier.status == AuthenticationStatus::Pending {
                earlier.status = AuthenticationStatus::Replaced;
            }
        }
        let id = self.random.uuid();
        let status = AuthenticationStatus::Pending;
        let authentication = Authentication { id, operation, requested_at: now, expires_at, status, fate };
        prospect.authentications.push(authentication.clone());
        let own = || app_user_id.to_owned();
        self.plan(expires_at, Event::AuthenticationExpires { app_user_id: own(), id });
        if fate == Some(Fate::Refused) {
            let refused = Event::AuthenticationRefused { app_user_id: own(), id };
            self.plan(plus(now, timetable::REFUSED_ON_THE_PHONE), refused);
        }
        Some(authentication)
    }

    /// Records the customer's decision on the phone.
    ///
    /// # Errors
    /// [`NotDecided`] if there is nothing to decide.
    pub fn decide(&mut self, app_user_id: &str, id: Uuid, decision: Decision) -> Result<(), NotDecided> {
        let now = self.now();
        let prospect = self.prospects.get_mut(app_user_id).ok_or(NotDecided::Unknown)?;
        let authentication = pending(prospect, id).ok_or(NotDecided::Unknown)?;
        if authentication.status != AuthenticationStatus::Pending || authentication.expires_at <= now {
            return Err(NotDecided::Over);
        }
        match decision {
            Decision::Refuse => self.fail(now, app_user_id, id, CANCELED),
            Decision::Validate => {
                authentication.status = AuthenticationStatus::Succeeded;
                let authentication = authentication.clone();
                self.carry_out(now, app_user_id, &authentication);
            }
        }
        Ok(())
    }

    /// Refuses a confirmation that is planned to be refused.
    pub fn decline(&mut self, app_user_id: &str, id: Uuid) {
        // If the customer was faster, there is nothing left to refuse.
        let _ = self.decide(app_user_id, id, Decision::Refuse);
    }

    /// Expires a confirmation.
    pub fn expire(&mut self, at: Timestamp, app_user_id: &str, id: Uuid) {
        let found = self.prospects.get_mut(app_user_id).and_then(|prospect| pending(prospect, id));
        if found.is_some_and(|authentication| authentication.status == AuthenticationStatus::Pending) {
            self.fail(at, app_user_id, id, TIMEOUT);
        }
    }

    fn fail(&mut self, at: Timestamp, app_user_id: &str, id: Uuid, reason: &'static str) {
        let found = self.prospects.get_mut(app_user_id).and_then(|prospect| pending(prospect, id));
        let Some(authentication) = found else { return };
        authentication.status = AuthenticationStatus::Failed;
        let message = result(authentication, at, Some(reason), None);
        self.send_later(plus(at, timetable::AUTHENTICATION_RESULT), app_user_id, message);
    }

    fn carry_out(&mut self, now: Timestamp, app_user_id: &str, authentication: &Authentication) {
        let answer = match &authentication.operation {
            Operation::Tax(declaration) => self.declare_tax(app_user_id, declaration.clone()),
            Operation::Terms => self.accept_terms(app_user_id),
        };
        let message = result(authentication, now, None, answer.map(|answer| answer.to_string()));
        self.send_later(plus(now, timetable::AUTHENTICATION_RESULT), app_user_id, message);
    }
}

fn pending(prospect: &mut Prospect, id: Uuid) -> Option<&mut Authentication> {
    prospect.authentications.iter_mut().find(|authentication| authentication.id == id)
}

fn result(
    authentication: &Authentication,
    at: Timestamp,
    failure: Option<&'static str>,
    payload: Option<String>,
) -> Message {
    let Authentication { id, requested_at, .. } = *authentication;
    Message::Authentication(AuthenticationResult { id, requested_at, at, failure, payload })
}
