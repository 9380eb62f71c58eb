//! The rules of the onboarding as a state machine: it knows neither browser nor network, clock nor randomness.
//!
//! [`Model::update`] is the only thing that changes it; [`Model::view`] says what to draw. Begin with `handle`, the table of
//! what each message means.
//!
//! The model is the parent of its parts: `forms`, `handoff`, `report`, `proof`, `documents`, `confirmation`, `demand`, `end`
//! and `polling`. A part owns its state, reaches no other part, and returns an `outcome`: what it asks the model to do.
//! `press` is what every part uses that sends something for the customer. `rules` answers questions about a snapshot.
//! `navigation` moves the customer from screen to screen, `arrival` takes what the server answered.

mod arrival;
mod call;
mod calls;
mod code;
mod confirmation;
mod date;
mod demand;
mod device;
mod documents;
mod effect;
mod end;
mod field;
mod form;
mod forms;
mod handle;
mod handoff;
mod message;
mod navigation;
mod outcome;
mod payment;
mod polling;
mod press;
mod proof;
mod random;
mod report;
mod rules;
mod title;
pub mod view;

use contract::snapshot::Snapshot;

pub use self::{
    call::{Call, CallId, Lane},
    code::{AppLink, Code, SHOWN_MS},
    date::{DatePart, DateTexts},
    device::Device,
    effect::{Effect, Focus, HostEvent, TabNews, Timer},
    field::{Control, FieldId, FieldSpec, Options, Typed},
    form::Record,
    message::Message,
    payment::{Payment, PaymentField},
};
use self::{
    calls::Calls,
    confirmation::Confirmation,
    demand::Demand,
    documents::Documents,
    end::End,
    form::Form,
    forms::Forms,
    handoff::Handoff,
    outcome::{Outcome, Request},
    polling::{Known, Polling},
    proof::Proof,
    random::Random,
    report::Report,
    rules::Place,
    title::Attention,
};
use crate::{config::Config, error::Failure, text::Text};

/// The onboarding as this page knows it. A clone continues from the same state, so that tests can try several continuations.
#[derive(Clone)]
pub struct Model {
    config: Config,
    random: Random,
    /// The page's monotonic clock at the last message, in milliseconds.
    now: u64,
    stage: Stage,
    /// The failure that stops everything until the customer acts: there was no first answer, or the session ended.
    problem: Option<Failure>,
    polling: Polling,
    calls: Calls,
    /// The effects of the current message: `update` hands them out.
    outbox: Vec<Effect>,
    /// Whether the page is on a phone or a tablet.
    is_handheld: bool,
    attention: Attention,
    /// Whether the page shows the module.
    is_in_sight: bool,
    is_offline: bool,
    is_ticking: bool,
}

/// How much the page knows of the onboarding.
#[derive(Clone)]
enum Stage {
    /// Nothing: the first answer is awaited.
    Loading,
    /// The server's snapshot, and what the customer is doing.
    Open(Box<Open>),
}

/// The onboarding after the first answer.
#[derive(Clone)]
struct Open {
    snapshot: Snapshot,
    /// The model's time when the snapshot arrived. The server's clock is counted from there.
    received_at: u64,
    place: Place,
    forms: Forms,
    handoff: Handoff,
    report: Report,
    proof: Proof,
    documents: Documents,
    confirmation: Confirmation,
    demand: Demand,
    end: End,
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
            polling: Polling::new(),
            calls: Calls::default(),
            outbox: Vec::new(),
            is_handheld: false,
            attention: Attention::default(),
            is_in_sight: true,
            is_offline: false,
            is_ticking: false,
        }
    }

    /// Applies a message and returns the effects to perform, in order. `now` is the page's monotonic clock in milliseconds.
    ///
    /// A message that means nothing at this moment (a press on a screen that is gone, an answer to an earlier call) changes
    /// nothing.
    pub fn update(&mut self, now: u64, message: Message) -> Vec<Effect> {
        self.now = self.now.max(now);
        let heading = self.heading();
        self.polling.observe(self.now, &message);
        self.attention.observe(&message);
        if self.is_final() {
            self.handle_after_end(message);
        } else {
            self.handle(message);
        }
        self.keep_ticking();
        self.sync_tabs();
        let (is_known, is_wanted) = (self.open().is_some(), self.config.announce_in_title);
        let mark = self.attention.mark(is_known, is_wanted, &self.outbox);
        self.outbox.extend(mark);
        // The focus on its heading makes a screen reader say the new screen. The first screen takes no focus.
        let is_focused = self.outbox.iter().any(|effect| matches!(effect, Effect::MoveFocus(_)));
        if heading.is_some() && heading != self.heading() && !is_focused {
            self.focus(Focus::Heading);
        }
        std::mem::take(&mut self.outbox)
    }

    /// Whether nobody can see the module: the page is hidden, or does not show it.
    fn is_unseen(&self) -> bool {
        !self.is_in_sight || self.polling.is_hidden()
    }

    fn open(&self) -> Option<&Open> {
        self.stage.open()
    }

    fn is_final(&self) -> bool {
        self.open().is_some_and(|open| open.snapshot.onboarding.is_final())
    }

    /// Carries out the requests of a part.
    fn carry_out(&mut self, outcome: Outcome) {
        for request in outcome {
            match request {
                Request::Perform(effect) => self.outbox.push(effect),
                Request::Call(call) => self.call(call),
                Request::Send(call) => {
                    self.polling.touch();
                    self.call(call);
                    self.announce("form.sending");
                }
                Request::AbortStatus => {
                    self.calls.abandon(Lane::Status);
                    self.outbox.push(Effect::AbortStatus);
                }
                Request::AbortUpload => {
                    self.calls.abandon(Lane::Upload);
                    self.outbox.push(Effect::AbortUpload);
                }
                Request::Ask => self.ask_now(),
                Request::Check => {
                    let outcome = self.polling.check();
                    self.carry_out(outcome);
                }
                Request::Reroute => self.reroute(false),
                Request::Go(place) => self.go(place),
                Request::If(place, outcome) => {
                    if self.open().is_some_and(|open| open.place == place) {
                        self.carry_out(outcome);
                    }
                }
            }
        }
    }

    fn call(&mut self, call: Call) {
        let effect = self.calls.start(call);
        self.outbox.push(effect);
    }

    fn announce(&mut self, key: &'static str) {
        self.outbox.push(Effect::Announce(Text::new(key)));
    }

    fn focus(&mut self, focus: Focus) {
        self.outbox.push(Effect::MoveFocus(focus));
    }

    /// Makes the status call.
    fn ask(&mut self) {
        let known = self.open().map(|open| Known {
            revision: open.snapshot.revision,
            has_countdown: open.snapshot.confirmation.is_some(),
        });
        let call = self.polling.ask(known, self.is_offline);
        self.call(call);
    }

    /// Makes the status call, and drops one that is planned or running.
    fn ask_now(&mut self) {
        self.outbox.push(Effect::StopTimer(Timer::Poll));
        self.ask();
    }

    /// Seconds are counted only while the screen shows a countdown.
    fn keep_ticking(&mut self) {
        let is_counting = self.open().filter(|_| !self.is_final()).is_some_and(|open| {
            open.handoff.code().is_some()
                || (open.place == Place::Overview && open.snapshot.confirmation.is_some())
        });
        if is_counting && !self.is_ticking {
            self.outbox.push(Effect::StartTimer(Timer::Second, 1000));
        }
        if !is_counting && self.is_ticking {
            self.outbox.push(Effect::StopTimer(Timer::Second));
        }
        self.is_ticking = is_counting;
    }

    /// Tells the customer's other tabs what is new here, while there is something to share.
    fn sync_tabs(&mut self) {
        let is_over = self.is_final() || self.problem.is_some();
        let snapshot = self.stage.open().map(|open| &open.snapshot);
        let revision = snapshot.map_or(0, |snapshot| snapshot.revision);
        let channel = snapshot.and_then(|snapshot| snapshot.channel.as_deref()).filter(|_| !is_over);
        let outcome = self.polling.sync_tabs(revision, channel);
        self.carry_out(outcome);
    }
}

impl Stage {
    fn open(&self) -> Option<&Open> {
        match self {
            Self::Open(open) => Some(open),
            Self::Loading => None,
        }
    }

    fn open_mut(&mut self) -> Option<&mut Open> {
        match self {
            Self::Open(open) => Some(open),
            Self::Loading => None,
        }
    }
}

impl Open {
    /// The first snapshot arrived.
    fn new(snapshot: Snapshot, received_at: u64) -> Self {
        Self {
            place: rules::leading_place(&snapshot),
            forms: Forms::default(),
            handoff: Handoff::at_start(&snapshot),
            report: Report::default(),
            proof: Proof::at_start(&snapshot),
            documents: Documents::default(),
            confirmation: Confirmation::default(),
            demand: Demand::default(),
            end: End::default(),
            snapshot,
            received_at,
        }
    }

    /// The form on the screen.
    fn form(&self) -> Option<&Form> {
        let Place::Form(step) = self.place else { return None };
        self.forms.get(step)
    }

    /// The server's clock now, in milliseconds since the epoch: counted from the snapshot's.
    fn server_now(&self, now: u64) -> i64 {
        let passed = i64::try_from(now.saturating_sub(self.received_at)).unwrap_or(i64::MAX);
        self.snapshot.now.as_millis().saturating_add(passed)
    }
}
