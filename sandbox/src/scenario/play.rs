//! Applies a story to the next prospect, or to an existing one.

use super::story::{Scenario, Set};
use crate::{
    time::clock::plus,
    world::{
        Event, World,
        faults::{ApiRule, CallbackRule},
    },
};

impl World {
    /// Chooses the scenario of the next created prospect. `None` chooses none.
    pub fn choose_next(&mut self, scenario: Option<&'static Scenario>) {
        self.next_scenario = scenario;
        for set in scenario.map_or(&[][..], |scenario| scenario.sets) {
            if let Set::Creation(times, fault) = *set {
                for route in ["POST /api/v1.1/users", "POST /api/v2.0/users"] {
                    let rule = ApiRule { route: route.into(), app_user_id: None, times, fault };
                    self.faults.api.push(rule);
                }
            }
        }
    }

    /// Applies `scenario` to the prospect `app_user_id`. Returns false if there is no such prospect.
    pub fn play(&mut self, app_user_id: &str, scenario: &'static Scenario) -> bool {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return false };
        prospect.scenario = Some(scenario.name);
        if let Some(outcome) = scenario.outcome() {
            prospect.outcome = outcome;
        }
        for set in scenario.sets {
            self.set(app_user_id, set);
        }
        true
    }

    fn set(&mut self, app_user_id: &str, set: &Set) {
        let now = self.now();
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let only = || Some(app_user_id.to_owned());
        match *set {
            // `outcome` applies the pictures, and `choose_next` the creation.
            Set::Aliases(_) | Set::Mismatch(_) | Set::Review | Set::NoSignature | Set::Creation(..) => {}
            Set::Screening(finding) => self.set_finding(app_user_id, finding),
            Set::Confirmation(fate) => prospect.next_confirmation = Some(fate),
            Set::NoFirstCode => prospect.is_next_code_lacking = true,
            Set::TransferReview(hours) => prospect.transfer_review_millis = Some(hours * 3_600_000),
            Set::DocumentRefused => prospect.is_next_document_refused = true,
            Set::Life(minutes) => {
                let app_user_id = app_user_id.to_owned();
                self.plan(plus(now, minutes * 60_000), Event::Forget { app_user_id });
            }
            Set::Calls(route, times, fault) => {
                self.faults.api.push(ApiRule { route: route.into(), app_user_id: only(), times, fault });
            }
            Set::Callbacks(kind, times, fault) => {
                let rule = CallbackRule { kind: kind.into(), app_user_id: only(), times, fault };
                self.faults.callbacks.push(rule);
            }
        }
    }
}
