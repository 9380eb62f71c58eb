//! The forms of this page: what the customer types, sends and finds again. Nothing typed is lost by a failure. `sending`
//! sends a form, `drafts` keeps on the server what is not sent yet, `read_back` fetches the record.

mod draft_calls;
mod drafts;
mod read_back;
mod sending;

use contract::{snapshot::Snapshot, step::StepId};

use self::draft_calls::Drafts;
use super::{
    effect::Focus,
    field::{FieldId, Typed},
    form::Form,
    message::Message,
    outcome::{Outcome, Request},
    random::Random,
    rules::{self, Place},
};
use crate::text::Text;

/// The forms that were opened, and the calls about them.
#[derive(Clone, Default)]
pub(super) struct Forms {
    list: Vec<Form>,
    /// The step whose form is being sent. Another one that the customer sends meanwhile waits for its turn.
    sending: Option<StepId>,
    drafts: Drafts,
}

impl Forms {
    pub(super) fn get(&self, step: StepId) -> Option<&Form> {
        self.list.iter().find(|form| form.step == step)
    }

    fn get_mut(&mut self, step: StepId) -> Option<&mut Form> {
        self.list.iter_mut().find(|form| form.step == step)
    }

    /// Makes the form of a step. Returns whether it is new.
    pub(super) fn open(&mut self, step: StepId) -> bool {
        let is_new = self.get(step).is_none();
        if is_new {
            let details = self.get(StepId::Profile);
            let home = details.map(|details| details.value(FieldId::Country).into()).unwrap_or_default();
            self.list.extend(Form::new(step, home));
        }
        is_new
    }

    /// The way back: inside the form on the screen, or out of it.
    pub(super) fn turn_back(&mut self, place: Place) -> Outcome {
        let form = if let Place::Form(step) = place { self.get_mut(step) } else { None };
        let is_turned = form.is_some_and(Form::turn_back);
        if is_turned { Outcome::none() } else { Outcome::of(Request::Go(Place::Overview)) }
    }

    /// Removes everything that was typed.
    pub(super) fn clear(&mut self) {
        self.list.clear();
    }

    /// The customer does something in the form of a step.
    pub(super) fn handle(
        &mut self,
        step: StepId,
        message: Message,
        snapshot: &Snapshot,
        is_looking_up: bool,
        random: &mut Random,
    ) -> Outcome {
        let today = snapshot.now.date();
        let Some(form) = self.get_mut(step).filter(|form| !form.is_sending) else { return Outcome::none() };
        let outcome = match message {
            Message::FieldEdited(id, value) => edit(form, id, value, snapshot, is_looking_up),
            Message::SameNamePressed if step == StepId::Profile => take_last_name(form, snapshot),
            Message::FieldFinished(id) => {
                form.check_field(id, today);
                Outcome::none()
            }
            Message::ResidenceAdded => {
                form.add_residence();
                Outcome::none().focus(last_residence(form))
            }
            Message::ResidenceRemoved => {
                form.remove_residence();
                Outcome::none().focus(last_residence(form))
            }
            Message::SubmitPressed if form.can_submit() => {
                form.check(today);
                match form.first_error() {
                    Some(id) => point_at(id, form.wrong_here().len()),
                    None if form.turn(today) => Outcome::none(),
                    None => self.send(step, random),
                }
            }
            Message::SubmitPressed => Outcome::none(),
            Message::ChangePressed(at) => {
                form.change_sheet(at);
                Outcome::none()
            }
            _ => return Outcome::none(),
        };
        outcome.and(self.plan_draft(snapshot))
    }

    /// The towns of a postcode arrived, or could not be looked up. They are offered. A single town is filled in.
    pub(super) fn towns_arrived(&mut self, towns: Vec<Typed>, snapshot: &Snapshot) -> Outcome {
        let Some(form) = self.get_mut(StepId::Profile) else { return Outcome::none() };
        let is_filled = form.take_towns(towns);
        let waiting = form.ask_waiting_towns();
        let filled = if is_filled { Outcome::announce("announce.town") } else { Outcome::none() };
        filled.and(waiting.map_or_else(Outcome::none, Outcome::call)).and(self.plan_draft(snapshot))
    }
}

fn edit(form: &mut Form, id: FieldId, value: Typed, snapshot: &Snapshot, is_looking_up: bool) -> Outcome {
    if form.locks(id) {
        return Outcome::none();
    }
    if form.is_untouched() {
        form.terms_version = rules::terms_version(snapshot).into();
    }
    form.edit(id, value);
    form.ask_towns(id, is_looking_up).map_or_else(Outcome::none, Outcome::call)
}

/// The birth name is the last name.
fn take_last_name(form: &mut Form, snapshot: &Snapshot) -> Outcome {
    let name: Typed = form.value(FieldId::LastName).into();
    if name.is_empty() {
        return Outcome::none().focus(Focus::Field(FieldId::LastName));
    }
    edit(form, FieldId::BirthName, name, snapshot, false).and(Outcome::announce("announce.birth_name"))
}

/// Moves the focus to the field with the only error `id`, or to the list of all `count` errors, and says how many there are.
fn point_at(id: FieldId, count: usize) -> Outcome {
    let (key, focus) =
        if count == 1 { ("form.one_error", Focus::Field(id)) } else { ("form.errors", Focus::Errors) };
    Outcome::none().focus(focus).and_announce(Text::new(key).with_number("count", count))
}

fn last_residence(form: &Form) -> Focus {
    Focus::Field(FieldId::ResidenceCountry(form.residences.saturating_sub(1)))
}
