//! Reading back the customer's details: when the form of a step that the server has received is opened again.

use contract::{
    snapshot::Snapshot,
    step::{StepId, StepState},
};

use super::Forms;
use crate::{
    error::Failure,
    model::{
        call::Call,
        effect::Focus,
        form::{Form, ReadBack, Record},
        outcome::Outcome,
        rules::{self, Place},
    },
};

impl Forms {
    /// Asks for the record, if the form of the customer's details is on the screen and is based on a record that was
    /// not asked for yet.
    pub(in crate::model) fn read_back(&mut self, snapshot: &Snapshot, place: Place) -> Outcome {
        let is_wanted = place == Place::Form(StepId::Profile)
            && snapshot.step(StepId::Profile).is_some_and(|step| rules::is_on_record(snapshot, step));
        // What the partner knows does not interrupt a customer who is typing.
        let is_free = |form: &&mut Form| !form.is_sending && (form.is_untouched() || !snapshot.is_prefilled);
        let form = self.get_mut(StepId::Profile).filter(|_| is_wanted).filter(is_free);
        match form.filter(|form| matches!(form.read_back, ReadBack::None)) {
            Some(form) => {
                form.begin_reading();
                Outcome::call(Call::ReadProfile)
            }
            None => Outcome::none(),
        }
    }

    pub(in crate::model) fn record_arrived(&mut self, record: Box<Record>, snapshot: &Snapshot) {
        let step = snapshot.step(StepId::Profile);
        let reasons = step.filter(|step| step.state == StepState::ActionRequired).map(|step| &*step.reasons);
        if let Some(form) = self.get_mut(StepId::Profile) {
            if snapshot.is_prefilled {
                form.take_prefill(record, snapshot.now.date());
            } else {
                form.take_record(record, reasons);
            }
        }
    }

    pub(in crate::model) fn reading_failed(&mut self, failure: Failure) -> Outcome {
        if let Some(form) = self.get_mut(StepId::Profile) {
            form.read_back = ReadBack::Failed(failure);
        }
        Outcome::focus_at(Place::Form(StepId::Profile), Focus::Heading)
    }

    /// Asks again for a record that could not be read; `only_offline`: only if the connection was lost. `None` if there is
    /// none to ask for on the screen.
    pub(in crate::model) fn read_again(
        &mut self,
        only_offline: bool,
        snapshot: &Snapshot,
        place: Place,
    ) -> Option<Outcome> {
        let form = self.get_mut(StepId::Profile).filter(|_| place == Place::Form(StepId::Profile))?;
        let ReadBack::Failed(failure) = &form.read_back else { return None };
        if only_offline && !failure.is_offline() {
            return None;
        }
        form.read_back = ReadBack::None;
        Some(self.read_back(snapshot, place))
    }

    /// The record may have changed: it is read again, unless the customer is editing the form.
    pub(in crate::model) fn invalidate_record(&mut self, step: StepId) {
        // A form that waits to be sent again needs its record for that.
        let is_idle =
            |form: &&mut Form| form.is_untouched() && !form.is_sending && form.press.failure().is_none();
        if let Some(form) = self.get_mut(step).filter(is_idle)
            && !matches!(form.read_back, ReadBack::Reading)
        {
            form.read_back = ReadBack::None;
        }
    }

    /// Notes that no reading is in progress any more: the record is read again when it is needed.
    pub(in crate::model) fn stop_reading(&mut self) {
        for form in &mut self.list {
            if matches!(form.read_back, ReadBack::Reading) {
                form.read_back = ReadBack::None;
            }
        }
    }
}
