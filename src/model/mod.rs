//! The rules of the onboarding as a state machine: it knows neither browser nor network, clock nor randomness.
//!
//! [`Model::update`] is the only thing that changes it; [`Model::view`] says what to draw. Read `place` for where
//! the customer is led, `form` for what is typed, `handoff` for the code, `status` for when to ask the backend.

mod confirmation;
mod effect;
mod field;
mod form;
mod handoff;
mod message;
mod place;
mod random;
mod status;
mod submit;
pub mod view;

use contract::{
    snapshot::{ActivationState, Snapshot},
    step::StepId,
};
use form::Form;
use handoff::Handoff;
use place::Place;
use random::Random;
use status::Status;

pub use self::{
    effect::{Call, Effect, Focus, HostEvent, Lane, Timer},
    field::{Control, FieldId, FieldSpec, Options, Typed},
    handoff::{Code, SHOWN_MS},
    message::{CallId, Message},
};
use crate::{
    config::Config,
    error::{Failure, FailureKind},
    text::Text,
};

/// The onboarding as this page knows it.
pub struct Model {
    config: Config,
    random: Random,
    /// The page's monotonic clock at the last message, in milliseconds.
    now: u64,
    stage: Stage,
    /// What stops everything until the customer acts: no first answer, or the session ended.
    problem: Option<Failure>,
    status: Status,
    calls: Calls,
    is_offline: bool,
    is_ticking: bool,
}

/// What is known.
enum Stage {
    /// Nothing: the first answer is awaited.
    Loading,
    /// The server's snapshot, and what the customer is doing.
    Open(Box<Open>),
}

/// The onboarding after the first answer.
struct Open {
    snapshot: Snapshot,
    /// The model's time when the snapshot came: the server's clock is counted on from there.
    received_at: u64,
    place: Place,
    forms: Vec<Form>,
    /// The step whose form is on its way. Another one sent meanwhile waits for its turn.
    sending: Option<StepId>,
    handoff: Handoff,
    /// What made the last try to resend a confirmation fail.
    resend_failure: Option<Failure>,
}

/// The call under way in each lane.
#[derive(Default)]
struct Calls {
    last: CallId,
    status: Option<CallId>,
    submit: Option<CallId>,
    resend: Option<CallId>,
    reveal: Option<CallId>,
}

impl Calls {
    fn lane(&mut self, lane: Lane) -> &mut Option<CallId> {
        match lane {
            Lane::Status => &mut self.status,
            Lane::Submit => &mut self.submit,
            Lane::Resend => &mut self.resend,
            Lane::Reveal => &mut self.reveal,
        }
    }

    fn start(&mut self, call: Call) -> Effect {
        self.last = CallId(self.last.0.wrapping_add(1));
        *self.lane(call.lane()) = Some(self.last);
        Effect::Call(self.last, call)
    }

    /// Ends a call; `None` where it is not the one its lane waits for: its answer comes too late.
    fn end(&mut self, id: CallId) -> Option<Lane> {
        let lane = [Lane::Status, Lane::Submit, Lane::Resend, Lane::Reveal]
            .into_iter()
            .find(|lane| *self.lane(*lane) == Some(id))?;
        *self.lane(lane) = None;
        Some(lane)
    }
}

impl Model {
    /// A model that has not begun. `seed` makes its random numbers: delays and idempotency keys.
    pub fn new(config: Config, seed: u64) -> Self {
        Self {
            config,
            random: Random::new(seed),
            now: 0,
            stage: Stage::Loading,
            problem: None,
            status: Status::new(),
            calls: Calls::default(),
            is_offline: false,
            is_ticking: false,
        }
    }

    /// Takes a fact over. `now` is the page's monotonic clock in milliseconds.
    ///
    /// A fact that means nothing here and now (a press on a screen that is gone, an answer to an earlier call)
    /// changes nothing.
    pub fn update(&mut self, now: u64, message: Message) -> Vec<Effect> {
        self.now = self.now.max(now);
        let mut effects = Vec::new();
        if self.is_final() {
            return effects;
        }
        match message {
            Message::Started => {
                effects.push(self.fetch());
                effects.push(Effect::TellHost(HostEvent::Ready));
            }
            Message::SnapshotArrived(id, snapshot) => {
                if self.calls.end(id).is_some() {
                    self.status_answered(snapshot, &mut effects);
                }
            }
            Message::StepAccepted(id, snapshot) => {
                if self.calls.end(id).is_some() {
                    self.step_accepted(*snapshot, &mut effects);
                }
            }
            Message::ConfirmationSent(id, snapshot) => {
                if self.calls.end(id).is_some() {
                    self.confirmation_sent(*snapshot, &mut effects);
                }
            }
            Message::CodeRevealed(id, activation) => {
                if self.calls.end(id).is_some() {
                    self.code_revealed(activation, &mut effects);
                }
            }
            Message::CallFailed(id, failure) => {
                if let Some(lane) = self.calls.end(id) {
                    self.call_failed(lane, failure, &mut effects);
                }
            }
            Message::TimerFired(Timer::Poll) => effects.push(self.fetch()),
            Message::TimerFired(Timer::Second) => {
                self.is_ticking = false;
                self.second_passed(&mut effects);
            }
            Message::PageHidden => {
                self.status.is_hidden = true;
                self.hide_code();
            }
            Message::PageLeft => self.hide_code(),
            Message::PageShown => {
                self.status.is_hidden = false;
                self.status.touch(self.now);
                self.check_now(&mut effects);
                self.entered(&mut effects);
            }
            Message::WentOffline => {
                self.is_offline = true;
                effects.push(Effect::Announce(Text::new("banner.offline")));
            }
            Message::WentOnline => {
                self.is_offline = false;
                self.check_now(&mut effects);
                self.resume_sending(&mut effects);
            }
            Message::RetryPressed => {
                self.status.touch(self.now);
                self.check_now(&mut effects);
            }
            Message::FieldEdited(..)
            | Message::FieldLeft(_)
            | Message::SubmitPressed
            | Message::ResidenceAdded
            | Message::ResidenceRemoved => self.form_message(message, &mut effects),
            Message::StepChosen(step) => self.step_chosen(step, &mut effects),
            Message::ContinuePressed => self.go_on(&mut effects),
            Message::ShowCodePressed => self.show_code(&mut effects),
            Message::CopyPressed => {
                let code = self.open().and_then(|open| open.handoff.code().cloned());
                effects.extend(code.map(Effect::CopyCode));
            }
            Message::CopyEnded(is_copied) => {
                let key = if is_copied { "handoff.copied" } else { "handoff.not_copied" };
                effects.push(Effect::Announce(Text::new(key)));
            }
            Message::ResendPressed => self.resend(&mut effects),
        }
        self.keep_ticking(&mut effects);
        effects
    }

    fn open(&self) -> Option<&Open> {
        match &self.stage {
            Stage::Open(open) => Some(open),
            Stage::Loading => None,
        }
    }

    fn open_mut(&mut self) -> Option<&mut Open> {
        match &mut self.stage {
            Stage::Open(open) => Some(open),
            Stage::Loading => None,
        }
    }

    fn is_final(&self) -> bool {
        self.open().is_some_and(|open| open.snapshot.onboarding.is_final())
    }

    fn fetch(&mut self) -> Effect {
        let after = self.open().map(|open| open.snapshot.revision);
        let wait_seconds = self.status.ask(self.now, after);
        self.calls.start(Call::FetchSnapshot { after, wait_seconds })
    }

    /// Asks at once, in place of what was planned or is under way.
    fn check_now(&mut self, effects: &mut Vec<Effect>) {
        effects.push(Effect::StopTimer(Timer::Poll));
        effects.push(self.fetch());
    }

    fn status_answered(&mut self, snapshot: Option<Box<Snapshot>>, effects: &mut Vec<Effect>) {
        if snapshot.is_none() && self.open().is_none() {
            // Nothing was known that could be unchanged.
            self.status_failed(Failure::new(FailureKind::Malformed), effects);
            return;
        }
        if self.problem.take().is_some() {
            effects.push(Effect::MoveFocus(Focus::Heading));
        }
        let revision = snapshot.as_ref().map(|snapshot| snapshot.revision);
        if let Some(snapshot) = snapshot {
            self.take(*snapshot, effects);
        }
        let Some(open) = self.open() else { return };
        if open.snapshot.onboarding.is_final() {
            return;
        }
        let poll_after_ms = open.snapshot.poll_after_ms.into();
        if let Some(delay) = self.status.answered(self.now, revision, poll_after_ms) {
            effects.push(Effect::StartTimer(Timer::Poll, delay));
        }
    }

    /// Takes a snapshot over. One that is older than the known one, or comes after the end, changes nothing.
    fn take(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        let received_at = self.now;
        match &mut self.stage {
            Stage::Loading => {
                let place = place::leading_place(&snapshot);
                tell_changes(None, &snapshot, effects);
                self.stage = Stage::Open(Box::new(Open {
                    snapshot,
                    received_at,
                    place,
                    forms: Vec::new(),
                    sending: None,
                    handoff: Handoff::Fresh,
                    resend_failure: None,
                }));
                self.entered(effects);
            }
            Stage::Open(open) => {
                if snapshot.revision < open.snapshot.revision || open.snapshot.onboarding.is_final() {
                    return;
                }
                let former = std::mem::replace(&mut open.snapshot, snapshot);
                open.received_at = received_at;
                tell_changes(Some(&former), &open.snapshot, effects);
                announce_progress(&former, &open.snapshot, effects);
                if open.snapshot.activation.issue != former.activation.issue
                    || open.snapshot.activation.state != ActivationState::Ready
                {
                    open.handoff = Handoff::Fresh;
                }
                self.follow(&former, effects);
            }
        }
    }

    /// Leads the customer where a new snapshot makes the present screen pointless.
    fn follow(&mut self, former: &Snapshot, effects: &mut Vec<Effect>) {
        if self.is_final() {
            self.end(effects);
            return;
        }
        let Some(open) = self.open_mut() else { return };
        let snapshot = &open.snapshot;
        let next = match open.place {
            Place::Form(step) => {
                let is_sending = open.forms.iter().any(|form| form.step == step && form.is_sending);
                let is_open =
                    snapshot.step(step).is_some_and(|step| place::open_place(snapshot, step).is_some());
                (!is_sending && !is_open).then(|| place::leading_place(snapshot))
            }
            Place::Handoff => {
                let is_open = snapshot
                    .step(StepId::Device)
                    .is_some_and(|step| place::open_place(snapshot, step) == Some(Place::Handoff));
                (!is_open).then_some(Place::Overview)
            }
            Place::Overview => {
                let was_confirmed = former.confirmation.is_some()
                    && snapshot.confirmation.is_none()
                    && place::lapsed_step(snapshot).is_none();
                was_confirmed.then(|| place::next_place(snapshot))
            }
        };
        match next {
            Some(next) => self.go(next, effects),
            None => self.entered(effects),
        }
    }

    /// Nothing can follow: no timer runs on, no code and nothing typed is kept, every later message is ignored.
    fn end(&mut self, effects: &mut Vec<Effect>) {
        self.problem = None;
        self.is_offline = false;
        if let Some(open) = self.open_mut() {
            open.handoff = Handoff::Fresh;
            open.forms.clear();
        }
        effects.push(Effect::StopTimer(Timer::Poll));
        effects.push(Effect::MoveFocus(Focus::Heading));
    }

    /// Puts the customer on another screen; the focus goes to its heading.
    fn go(&mut self, place: Place, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        if open.place != place {
            open.place = place;
            open.handoff = Handoff::Fresh;
            open.resend_failure = None;
            effects.push(Effect::MoveFocus(Focus::Heading));
        }
        self.entered(effects);
    }

    /// What a screen needs once it is entered: a form to type in, the code of the hand-over.
    fn entered(&mut self, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        match open.place {
            Place::Form(step) => {
                if !open.forms.iter().any(|form| form.step == step) {
                    open.forms.extend(Form::new(step));
                }
            }
            Place::Handoff if matches!(open.handoff, Handoff::Fresh) => self.reveal(effects),
            Place::Handoff | Place::Overview => {}
        }
    }

    fn go_on(&mut self, effects: &mut Vec<Effect>) {
        let Some(open) = self.open() else { return };
        let passed = (open.place == Place::Handoff).then_some(StepId::Device);
        let next = place::next_place_except(&open.snapshot, passed);
        self.go(next, effects);
    }

    fn step_chosen(&mut self, id: StepId, effects: &mut Vec<Effect>) {
        let Some(open) = self.open() else { return };
        let Some(step) = open.snapshot.step(id) else { return };
        let place = place::open_place(&open.snapshot, step).unwrap_or(Place::Overview);
        self.go(place, effects);
    }

    fn call_failed(&mut self, lane: Lane, failure: Failure, effects: &mut Vec<Effect>) {
        effects.push(Effect::TellHost(HostEvent::Error {
            code: failure.kind.code(),
            is_retryable: failure.kind.is_retryable(),
            request_id: failure.request_id.clone(),
        }));
        if failure.kind == FailureKind::SessionExpired {
            self.session_ended(failure, effects);
            return;
        }
        match lane {
            Lane::Status => self.status_failed(failure, effects),
            Lane::Submit => self.submission_failed(failure, effects),
            Lane::Resend => self.resend_failed(failure, effects),
            Lane::Reveal => self.reveal_failed(failure),
        }
    }

    /// Without a session nothing more can be asked; what was typed is kept for when it is renewed.
    fn session_ended(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        self.stop_sending();
        self.hide_code();
        effects.push(Effect::StopTimer(Timer::Poll));
        if self.problem.is_none() {
            effects.push(Effect::MoveFocus(Focus::Heading));
        }
        self.problem = Some(failure);
    }

    fn status_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        let delay = self.status.failed(failure.retry_after_ms, &mut self.random);
        effects.push(Effect::StartTimer(Timer::Poll, delay));
        if self.open().is_none() {
            if self.problem.is_none() {
                effects.push(Effect::MoveFocus(Focus::Heading));
            }
            self.problem = Some(failure);
        }
    }

    /// Seconds are counted only while the screen shows a countdown.
    fn keep_ticking(&mut self, effects: &mut Vec<Effect>) {
        let is_counting = self.open().filter(|_| !self.is_final()).is_some_and(|open| {
            open.handoff.code().is_some()
                || (open.place == Place::Overview && open.snapshot.confirmation.is_some())
        });
        if is_counting && !self.is_ticking {
            effects.push(Effect::StartTimer(Timer::Second, 1000));
        }
        if !is_counting && self.is_ticking {
            effects.push(Effect::StopTimer(Timer::Second));
        }
        self.is_ticking = is_counting;
    }
}

impl Open {
    /// The server's clock now, in milliseconds since the epoch: counted on from the snapshot's.
    fn server_now(&self, now: u64) -> i64 {
        let passed = i64::try_from(now.saturating_sub(self.received_at)).unwrap_or(i64::MAX);
        self.snapshot.now.as_millis().saturating_add(passed)
    }
}

/// Tells the host what is new in a snapshot.
fn tell_changes(former: Option<&Snapshot>, snapshot: &Snapshot, effects: &mut Vec<Effect>) {
    for step in &snapshot.steps {
        let is_news =
            former.is_some_and(|former| former.step(step.id).map(|step| step.state) != Some(step.state));
        // Several steps may be unknown to this version: they cannot be told apart.
        if is_news && step.id != StepId::Unknown {
            effects.push(Effect::TellHost(HostEvent::Step { step: step.id, state: step.state }));
        }
    }
    if former.map(|former| former.onboarding) != Some(snapshot.onboarding) {
        effects.push(Effect::TellHost(HostEvent::Status { status: snapshot.onboarding }));
        if snapshot.onboarding.is_final() {
            effects.push(Effect::TellHost(HostEvent::End { status: snapshot.onboarding }));
        }
    }
}

/// Says in the live region what moved while the customer looked elsewhere.
fn announce_progress(former: &Snapshot, snapshot: &Snapshot, effects: &mut Vec<Effect>) {
    if snapshot.activation.state == ActivationState::Bound
        && former.activation.state != ActivationState::Bound
    {
        effects.push(Effect::Announce(Text::new("announce.bound")));
    }
    let moved = snapshot.diligences.iter().find(|diligence| !former.diligences.contains(diligence));
    if let Some(diligence) = moved {
        let announcement = Text::new("announce.progress")
            .with_text("label", &view::words::diligence(diligence.kind))
            .with_text("state", &view::words::diligence_state(diligence.state));
        effects.push(Effect::Announce(announcement));
    }
}
