//! Reading back the customer's details: when the form of a step that the server has received is opened again.

use contract::step::{StepId, StepState};

use super::{
    Model,
    call::Call,
    effect::{Effect, Focus},
    form::{Form, ReadBack, Record},
    place::{self, Place},
};
use crate::error::Failure;

impl Model {
    /// Asks for what is on record, where the form on the screen stands on it and it was not asked for.
    pub(super) fn read_back(&mut self, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        let is_wanted = open.place == Place::Form(StepId::Profile)
            && open.snapshot.step(StepId::Profile).is_some_and(place::is_on_record);
        let form = open.forms.iter_mut().find(|form| form.step == StepId::Profile);
        if let Some(form) = form.filter(|form| is_wanted && !form.is_sending)
            && matches!(form.read_back, ReadBack::None)
        {
            form.begin_reading();
            self.calls.start(Call::ReadProfile, effects);
        }
    }

    pub(super) fn profile_read(&mut self, record: Box<Record>) {
        let Some(open) = self.open_mut() else { return };
        let step = open.snapshot.step(StepId::Profile);
        let reasons = step.filter(|step| step.state == StepState::ActionRequired);
        let reasons = reasons.map(|step| step.reasons.clone());
        if let Some(form) = open.forms.iter_mut().find(|form| form.step == StepId::Profile) {
            form.take_record(record, reasons.as_deref());
        }
    }

    pub(super) fn reading_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        if let Some(form) = open.forms.iter_mut().find(|form| form.step == StepId::Profile) {
            form.read_back = ReadBack::Failed(failure);
        }
        if open.place == Place::Form(StepId::Profile) {
            effects.push(Effect::MoveFocus(Focus::Heading));
        }
    }

    /// Asks again for what did not come; `only_offline`: where the connection was away. Whether it does.
    pub(super) fn read_again(&mut self, only_offline: bool, effects: &mut Vec<Effect>) -> bool {
        if self.problem.is_some() {
            return false;
        }
        let Some(open) = self.open_mut().filter(|open| open.place == Place::Form(StepId::Profile)) else {
            return false;
        };
        let form = open.forms.iter_mut().find(|form| {
            matches!(&form.read_back, ReadBack::Failed(failure)
                if !only_offline || failure.is_offline())
        });
        let Some(form) = form else { return false };
        form.read_back = ReadBack::None;
        self.read_back(effects);
        true
    }

    /// What is on record may have changed: it is asked for anew, unless the customer is at work on it.
    pub(super) fn outdate_record(&mut self, place: Place) {
        let Some(open) = self.open_mut() else { return };
        let Place::Form(step) = place else { return };
        let form = open.forms.iter_mut().find(|form| form.step == step);
        // One that waits to be sent again needs its record for it.
        let is_idle = |form: &&mut Form| form.is_untouched() && !form.is_sending && form.failure.is_none();
        if let Some(form) = form.filter(is_idle)
            && !matches!(form.read_back, ReadBack::Reading)
        {
            form.read_back = ReadBack::None;
        }
    }

    /// What is being read is not any more: it is asked for anew when it is needed.
    pub(super) fn stop_reading(&mut self) {
        let Some(open) = self.open_mut() else { return };
        for form in &mut open.forms {
            if matches!(form.read_back, ReadBack::Reading) {
                form.read_back = ReadBack::None;
            }
        }
    }
}
