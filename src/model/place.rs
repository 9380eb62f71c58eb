//! Where the customer is among the steps, and where to lead them next. Which steps there are is the server's data.

use contract::{
    reason::Reason,
    snapshot::{ActivationState, Snapshot},
    step::{Step, StepId, StepState},
};

use super::{
    Model, document,
    effect::{Effect, Focus},
    form::{Form, has_form},
    handoff::Handoff,
    proof,
    report::is_reported,
};
use crate::error::Failure;

/// The screen the customer is on while the onboarding runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Filling in the form of a step.
    Form(StepId),
    /// Handing over to the phone.
    Handoff,
    /// Choosing another way to prove who they are.
    Options,
    /// Sending money from an account in their own name.
    Transfer,
    /// Sending the documents that a step asks for.
    Documents(StepId),
    /// Asked whether somebody else used the code.
    Report,
    /// Following what runs elsewhere: checks, and confirmations on the phone.
    Overview,
}

impl Place {
    /// The step it is of; `None` for the overview, which is of all.
    pub(super) fn step(self, snapshot: &Snapshot) -> Option<StepId> {
        Some(match self {
            Self::Form(step) | Self::Documents(step) => step,
            Self::Handoff => StepId::Device,
            Self::Options => StepId::Identity,
            Self::Transfer => proof::proof_step(snapshot),
            Self::Report | Self::Overview => return None,
        })
    }

    /// Whether the customer can put it off and go on with something else.
    fn can_wait(self) -> bool {
        matches!(self, Self::Handoff | Self::Transfer | Self::Documents(_))
    }
}

/// Where to lead the customer: to what happened to a code that was reported, to what waits on the phone, since it lives only minutes; else to the first step of the
/// server's order that can be done here now.
pub(super) fn leading_place(snapshot: &Snapshot) -> Place {
    if is_reported(snapshot) {
        // Whatever waits on a phone may be somebody else's.
        handoff_place(snapshot).unwrap_or(Place::Overview)
    } else if snapshot.confirmation.is_some() {
        Place::Overview
    } else {
        next_place(snapshot)
    }
}

/// The first step of the server's order that can be done here now.
pub(super) fn next_place(snapshot: &Snapshot) -> Place {
    next_place_except(snapshot, None)
}

/// As [`next_place`], passing over one step.
pub(super) fn next_place_except(snapshot: &Snapshot, passed: Option<StepId>) -> Place {
    let places = || {
        let steps = snapshot.steps.iter().filter(|step| Some(step.id) != passed);
        steps.filter_map(|step| open_place(snapshot, step))
    };
    // A transfer is made elsewhere and takes its time: what can be done here comes first.
    places().find(|place| *place != Place::Transfer).or_else(|| places().next()).unwrap_or(Place::Overview)
}

/// The hand-over, while there is something to do there.
pub(super) fn handoff_place(snapshot: &Snapshot) -> Option<Place> {
    snapshot.step(StepId::Device).and_then(|step| open_place(snapshot, step))
}

/// The screen on which `step` can be done now; `None` where it cannot, or not here.
pub(super) fn open_place(snapshot: &Snapshot, step: &Step) -> Option<Place> {
    let is_open = match step.state {
        StepState::Todo => true,
        StepState::ActionRequired => !waits_for_confirmation(step),
        _ => false,
    };
    if !is_open || !requirements_are_met(snapshot, step) {
        return None;
    }
    match step.id {
        // The step lacks a document: asking the same questions again would lead nowhere.
        id if step.state == StepState::ActionRequired && !step.documents.is_empty() => {
            document::can_send(snapshot, step).then_some(Place::Documents(id))
        }
        StepId::Device if snapshot.activation.state != ActivationState::Bound => Some(Place::Handoff),
        id if has_form(id) => Some(Place::Form(id)),
        _ => proof::waits_for_transfer(snapshot, step).then_some(Place::Transfer),
    }
}

/// Whether the server has the customer's details, so that they can be read back.
pub(super) fn is_on_record(step: &Step) -> bool {
    step.id == StepId::Profile && is_kept(step) || is_to_correct(step)
}

/// Whether something was done of the step.
pub(super) fn is_begun(step: &Step) -> bool {
    !matches!(step.state, StepState::Todo | StepState::NotNeeded)
}

/// Whether what the customer gave for the step can be seen again.
pub(super) fn is_kept(step: &Step) -> bool {
    matches!(step.state, StepState::Submitted | StepState::Review | StepState::Done)
}

/// The screen that `step` has for the customer who asks for it: to do it, or to see and change what was given. Nobody is
/// led to the latter.
pub(super) fn chosen_place(snapshot: &Snapshot, step: &Step) -> Option<Place> {
    let seen = || (step.id == StepId::Profile && is_kept(step)).then_some(Place::Form(step.id));
    open_place(snapshot, step).or_else(seen)
}

/// Whether other answers can be given to a step that was answered: what was sent has taken no effect, and the customer may
/// have refused it, or not have the document that it asks for, because it was wrong.
pub(super) fn can_answer_anew(snapshot: &Snapshot, step: &Step) -> bool {
    step.id == StepId::Tax
        && requirements_are_met(snapshot, step)
        && step.state == StepState::ActionRequired
        && (lapse(step).is_some() || !step.documents.is_empty())
}

/// Whether the step only lacks the confirmation on the phone: it was refused, or nobody answered.
pub(super) fn waits_for_confirmation(step: &Step) -> bool {
    step.state == StepState::ActionRequired && lapse(step).is_some()
}

/// Why the confirmation of a step did not come about.
pub(super) fn lapse(step: &Step) -> Option<Reason> {
    step.reasons.iter().copied().find(|reason| {
        matches!(reason, Reason::ConfirmationRefused | Reason::ConfirmationTimedOut | Reason::DeviceNotReady)
    })
}

/// The step whose confirmation must be asked for again, if any.
pub(super) fn lapsed_step(snapshot: &Snapshot) -> Option<&Step> {
    snapshot.steps.iter().find(|step| waits_for_confirmation(step))
}

pub(super) fn requirements_are_met(snapshot: &Snapshot, step: &Step) -> bool {
    step.requires.iter().all(|required| {
        // A requirement that is not among the steps cannot be met by anybody: it must not block. Nor must one that
        // this version does not know: any unknown step would stand for it.
        *required == StepId::Unknown
            || snapshot.step(*required).is_none_or(|step| {
                matches!(
                    step.state,
                    StepState::Submitting
                        | StepState::Submitted
                        | StepState::Review
                        | StepState::Done
                        | StepState::NotNeeded
                ) || is_to_correct(step)
            })
    })
}

/// Whether the customer's details are to be corrected: nothing that other steps send depends on the correction.
fn is_to_correct(step: &Step) -> bool {
    step.id == StepId::Profile && step.state == StepState::ActionRequired
}

impl Model {
    /// Puts the customer on another screen; the focus goes to its heading.
    pub(super) fn go(&mut self, place: Place, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        if open.place != place {
            open.place = place;
            open.handoff = Handoff::Fresh;
            open.resend_failure = None;
            open.demand.failure = None;
            open.proof.failure = None;
            open.proof.copied = None;
            effects.push(Effect::MoveFocus(Focus::Heading));
        }
        self.entered(effects);
    }

    /// What a screen needs once it is entered or looked at again: a form to type in, the code of the hand-over, and that
    /// a report goes out that the connection stopped.
    pub(super) fn entered(&mut self, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        match open.place {
            Place::Form(step) => {
                if !open.forms.iter().any(|form| form.step == step) {
                    open.forms.extend(Form::new(step));
                    self.keep_drafts(false, effects);
                }
                self.read_back(effects);
            }
            Place::Handoff if open.handoff.is_due() => self.reveal(effects),
            Place::Report if open.report.failure.as_ref().is_some_and(Failure::is_offline) => {
                self.send_report(effects);
            }
            _ => {}
        }
    }

    /// Goes on to what can be done next; from what can wait, to what can be done meanwhile.
    pub(super) fn go_on(&mut self, effects: &mut Vec<Effect>) {
        let Some(open) = self.open() else { return };
        let snapshot = &open.snapshot;
        let next = match open.place {
            Place::Report => return self.leave_report(effects),
            // Back to where the other ways were asked for.
            Place::Options => handoff_place(snapshot).unwrap_or(Place::Overview),
            place => next_place_except(snapshot, place.can_wait().then(|| place.step(snapshot)).flatten()),
        };
        self.go(next, effects);
    }

    /// Goes where a step of the rail leads; from the screen that says what the step lacks, to its answers.
    pub(super) fn step_chosen(&mut self, id: StepId, effects: &mut Vec<Effect>) {
        let Some(open) = self.open() else { return };
        let Some(step) = open.snapshot.step(id) else { return };
        let chosen = chosen_place(&open.snapshot, step).unwrap_or(Place::Overview);
        let is_there = chosen == open.place && can_answer_anew(&open.snapshot, step);
        let place = if is_there { Place::Form(id) } else { chosen };
        if place != open.place {
            self.outdate_record(place);
        }
        self.go(place, effects);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Snapshot {
        serde_json::from_str(include_str!("../../contract/fixtures/snapshot.start.json")).unwrap()
    }

    fn set(snapshot: &mut Snapshot, id: StepId, state: StepState) {
        snapshot.steps.iter_mut().find(|step| step.id == id).unwrap().state = state;
    }

    #[test]
    fn the_servers_order_leads() {
        let mut snapshot = start();
        assert_eq!(next_place(&snapshot), Place::Form(StepId::Profile));
        set(&mut snapshot, StepId::Profile, StepState::Done);
        assert_eq!(next_place(&snapshot), Place::Handoff);
        snapshot.steps.rotate_right(3);
        assert_eq!(
            next_place(&snapshot),
            Place::Form(StepId::Declarative),
            "tax and terms wait for the phone"
        );
    }

    #[test]
    fn a_step_that_runs_elsewhere_is_followed() {
        let mut snapshot = start();
        for id in [StepId::Profile, StepId::Device, StepId::Declarative, StepId::Terms] {
            set(&mut snapshot, id, StepState::Done);
        }
        set(&mut snapshot, StepId::Tax, StepState::ConfirmOnPhone);
        assert_eq!(next_place(&snapshot), Place::Overview, "identity is done on the phone");
    }

    #[test]
    fn unknown_steps_and_states_block_nothing() {
        let mut snapshot = start();
        snapshot.steps[0].id = StepId::Unknown;
        assert_eq!(next_place(&snapshot), Place::Handoff, "its requirement is unknown here");
        set(&mut snapshot, StepId::Device, StepState::Unknown);
        assert_eq!(next_place(&snapshot), Place::Form(StepId::Declarative));
        snapshot.steps[3].requires = vec![StepId::Unknown];
        assert_eq!(
            next_place(&snapshot),
            Place::Form(StepId::Declarative),
            "another unknown step stands for it"
        );
    }

    #[test]
    fn a_refused_confirmation_is_asked_again_and_a_wrong_answer_is_corrected() {
        let mut snapshot = start();
        for id in [StepId::Profile, StepId::Device, StepId::Identity, StepId::Declarative] {
            set(&mut snapshot, id, StepState::Done);
        }
        set(&mut snapshot, StepId::Terms, StepState::Done);
        let tax = snapshot.steps.iter_mut().find(|step| step.id == StepId::Tax).unwrap();
        tax.state = StepState::ActionRequired;
        assert_eq!(next_place(&snapshot), Place::Form(StepId::Tax));
        let tax = snapshot.steps.iter_mut().find(|step| step.id == StepId::Tax).unwrap();
        tax.reasons.push(Reason::ConfirmationTimedOut);
        assert_eq!(next_place(&snapshot), Place::Overview);
        assert_eq!(lapsed_step(&snapshot).map(|step| step.id), Some(StepId::Tax));
    }
}
