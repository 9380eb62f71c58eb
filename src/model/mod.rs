//! The rules of the onboarding as a state machine: it knows neither browser nor network, clock nor randomness.
//!
//! [`Model::update`] is the only thing that changes it; [`Model::view`] says what to draw. Read `place` for where
//! the customer is led, `snapshot` for what an answer changes, `form` and `submit` for what is typed and sent,
//! `draft` for what is typed and not sent, `read_back` for what is on record, `handoff` for the code, `report` for one
//! that somebody else used, `proof` and `document` for a transfer and for files, `status` for when to ask the backend,
//! `tabs` for which of several asks, `demand` for a new check, `end` for what can follow the end.

mod call;
mod certificate;
mod code;
mod confirmation;
mod demand;
mod device;
mod document;
mod draft;
mod effect;
mod end;
mod field;
mod form;
mod handoff;
mod message;
mod place;
mod proof;
mod random;
mod read_back;
mod report;
mod restart;
mod snapshot;
mod status;
mod submit;
mod tabs;
mod title;
pub mod view;

use contract::{snapshot::Snapshot, step::StepId};

use self::{
    call::Calls, demand::Demand, document::Documents, draft::Drafts, form::Form, handoff::Handoff,
    place::Place, proof::Proof, random::Random, report::Report, status::Status, tabs::Tabs, title::Attention,
};
pub use self::{
    call::{Call, CallId, Lane},
    code::{AppLink, Code, SHOWN_MS},
    device::Device,
    effect::{Effect, Focus, HostEvent, Timer},
    field::{Control, FieldId, FieldSpec, Options, Typed},
    form::Record,
    message::Message,
    proof::{Payment, PaymentField},
    tabs::TabNews,
};
use crate::{
    config::Config,
    error::{Failure, FailureKind},
    text::Text,
};

/// The onboarding as this page knows it. A copy goes on from the same moment: what may come next can be tried out.
#[derive(Clone)]
pub struct Model {
    config: Config,
    random: Random,
    /// The page's monotonic clock at the last message, in milliseconds.
    now: u64,
    stage: Stage,
    /// What stops everything until the customer acts: no first answer, or the session ended.
    problem: Option<Failure>,
    status: Status,
    tabs: Tabs,
    calls: Calls,
    /// Whether the page is on a phone or a tablet.
    is_handheld: bool,
    attention: Attention,
    is_offline: bool,
    is_ticking: bool,
}

/// What is known.
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
    /// The model's time when the snapshot came: the server's clock is counted on from there.
    received_at: u64,
    place: Place,
    forms: Vec<Form>,
    drafts: Drafts,
    /// The step whose form is on its way. Another one sent meanwhile waits for its turn.
    sending: Option<StepId>,
    handoff: Handoff,
    report: Report,
    proof: Proof,
    documents: Documents,
    /// What made the last try to fetch the self-certification fail.
    certificate_failure: Option<Failure>,
    /// What made the last try to resend a confirmation fail.
    resend_failure: Option<Failure>,
    /// The new identity check that the customer asks for.
    demand: Demand,
    /// What made the last try to begin anew fail.
    restart_failure: Option<Failure>,
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
            tabs: Tabs::default(),
            calls: Calls::default(),
            is_handheld: false,
            attention: Attention::default(),
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
        let former = self.heading();
        self.status.note(&message);
        self.attention.note(&message);
        if self.is_final() {
            self.after_the_end(message, &mut effects);
        } else {
            self.take_over(message, &mut effects);
        }
        self.keep_ticking(&mut effects);
        self.keep_tabs(&mut effects);
        self.keep_title(&mut effects);
        // Another screen is heard by its heading. What loads hands the focus on when it is drawn.
        let is_focused = || effects.iter().any(|effect| matches!(effect, Effect::MoveFocus(_)));
        if former.is_some() && former != self.heading() && !is_focused() {
            effects.push(Effect::MoveFocus(Focus::Heading));
        }
        effects
    }

    /// Takes a fact over that comes before the end.
    fn take_over(&mut self, message: Message, effects: &mut Vec<Effect>) {
        match message {
            Message::Started => {
                self.fetch(effects);
                effects.push(Effect::TellHost(HostEvent::Ready));
            }
            Message::SnapshotArrived(id, snapshot) => {
                if self.calls.end(id).is_some() {
                    self.status_answered(snapshot, effects);
                }
            }
            Message::Accepted(id, snapshot) => {
                if let Some(lane) = self.calls.end(id) {
                    self.accepted(lane, *snapshot, effects);
                }
            }
            Message::ProfileRead(id, record) => {
                if self.calls.end(id).is_some() {
                    self.profile_read(record);
                }
            }
            Message::TownsArrived(id, towns) => {
                if self.calls.end(id).is_some() {
                    self.towns_arrived(towns, effects);
                }
            }
            Message::UploadProgressed(id, percent) => self.upload_progressed(id, percent, effects),
            Message::CodeRevealed(id, activation) => {
                if self.calls.end(id).is_some() {
                    self.code_revealed(activation, effects);
                }
            }
            Message::DraftAnswered(id, values) => {
                if self.calls.end(id).is_some() {
                    self.draft_answered(values, effects);
                }
            }
            Message::CallFailed(id, failure) => {
                if let Some(lane) = self.calls.end(id) {
                    self.call_failed(lane, failure, effects);
                }
            }
            Message::TimerFired(Timer::Poll) if self.status.is_away => self.stop_asking(effects),
            Message::TimerFired(Timer::Poll) => {
                self.ask_for_lead(effects);
                self.fetch(effects);
            }
            Message::TimerFired(Timer::Second) => {
                self.is_ticking = false;
                self.second_passed(effects);
            }
            Message::TimerFired(Timer::Draft) => self.draft_due(effects),
            Message::PageHidden => {
                self.hide_code();
                self.slow_down(effects);
                self.offer_lead(effects);
                self.keep_drafts(true, effects);
            }
            Message::PageLeft => {
                self.hide_code();
                self.stop_asking(effects);
                self.keep_drafts(true, effects);
            }
            Message::PageShown => {
                self.tell_hidden_code(effects);
                self.status.touch(self.now);
                self.catch_up(effects);
                self.ask_for_lead(effects);
                self.entered(effects);
                self.keep_drafts(false, effects);
            }
            Message::PageResumed => self.catch_up(effects),
            Message::LeadTaken => self.lead(effects),
            Message::LeadWanted => self.let_seen_first(effects),
            Message::RevisionHeard(revision) => self.revision_heard(revision, effects),
            Message::WentOffline => {
                self.is_offline = true;
                effects.push(Effect::Announce(Text::new("banner.offline")));
            }
            Message::WentOnline => {
                self.back_online(effects);
                self.catch_up(effects);
            }
            Message::RetryPressed => {
                self.status.touch(self.now);
                if !self.read_again(false, effects) {
                    self.ask_now(effects);
                }
            }
            Message::FieldEdited(..)
            | Message::FieldFinished(_)
            | Message::SubmitPressed
            | Message::ResidenceAdded
            | Message::ResidenceRemoved => self.form_message(message, effects),
            Message::OptionsNarrowed(count) => effects.push(Effect::Announce(view::words::narrowed(count))),
            Message::FileChosen { .. }
            | Message::JustificationEdited(_)
            | Message::DocumentChosen(_)
            | Message::UploadPressed
            | Message::CancelPressed => self.document_message(message, effects),
            Message::OptionsPressed => self.options_asked(effects),
            Message::AlternativePressed => self.take_alternative(effects),
            Message::PaymentCopyPressed(field) => self.copy_payment(field, effects),
            Message::StepChosen(step) => self.step_chosen(step, effects),
            Message::BackPressed => self.go(Place::Overview, effects),
            Message::ContinuePressed => self.go_on(effects),
            Message::ShowCodePressed => self.show_code(effects),
            Message::DeviceSeen(device) => self.is_handheld = device.is_handheld(),
            Message::OpenAppPressed => self.open_app(effects),
            Message::NotMePressed => self.ask_report(effects),
            Message::ReportPressed => self.send_report(effects),
            Message::CopyPressed => {
                let code = self.open().and_then(|open| open.handoff.code().cloned());
                effects.extend(code.map(Effect::CopyCode));
            }
            Message::CopyEnded(is_copied) => {
                self.copy_ended(is_copied, effects);
                self.payment_copied(is_copied, effects);
            }
            Message::ResendPressed => self.resend(effects),
            Message::NewCheckPressed => self.demand_check(effects),
            // Noted already.
            Message::LookedAway | Message::LookedBack => {}
            // Only after the end.
            Message::RestartPressed | Message::DownloadPressed | Message::CertificateSaved(_) => {}
        }
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

    /// The server did what the customer asked for.
    fn accepted(&mut self, lane: Lane, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        match lane {
            Lane::Submit => self.step_accepted(snapshot, effects),
            Lane::Resend => self.confirmation_sent(snapshot, effects),
            Lane::Alternative => self.alternative_taken(snapshot, effects),
            Lane::Upload => self.document_accepted(snapshot, effects),
            Lane::Report => self.report_taken(snapshot, effects),
            Lane::Demand => self.demand_accepted(snapshot, effects),
            // They are no press, or only come after the end.
            Lane::Status
            | Lane::Reveal
            | Lane::Profile
            | Lane::Places
            | Lane::Draft
            | Lane::Download
            | Lane::Restart => {}
        }
    }

    fn call_failed(&mut self, lane: Lane, failure: Failure, effects: &mut Vec<Effect>) {
        if lane == Lane::Places {
            // Suggestions are a convenience: the town can be typed.
            self.towns_arrived(Vec::new(), effects);
            return;
        }
        if lane == Lane::Draft {
            self.draft_failed(failure, effects);
            return;
        }
        effects.push(Effect::TellHost(HostEvent::failed(&failure)));
        if matches!(failure.kind, FailureKind::SessionExpired) {
            self.session_ended(failure, effects);
            return;
        }
        match lane {
            Lane::Status => self.status_failed(failure, effects),
            Lane::Submit => self.submission_failed(failure, effects),
            Lane::Resend => self.resend_failed(failure, effects),
            Lane::Alternative => self.alternative_failed(failure, effects),
            Lane::Upload => self.upload_failed(failure, effects),
            Lane::Reveal => self.reveal_failed(failure, effects),
            Lane::Report => self.report_failed(failure, effects),
            Lane::Profile => self.reading_failed(failure, effects),
            Lane::Demand => self.demand_failed(failure, effects),
            // The first two went before; the others only come after the end.
            Lane::Places | Lane::Draft | Lane::Download | Lane::Restart => {}
        }
    }

    /// The connection is there: what waited for it goes on.
    fn back_online(&mut self, effects: &mut Vec<Effect>) {
        if std::mem::take(&mut self.is_offline) {
            effects.push(Effect::Announce(Text::new("announce.online")));
        }
        self.resume_sending(effects);
        self.resume_upload(effects);
        self.entered(effects);
        self.read_again(true, effects);
        self.keep_drafts(false, effects);
    }

    /// Without a session nothing more can be asked; what was typed is kept for when it is renewed.
    fn session_ended(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        self.stop_sending();
        self.stop_reading();
        self.hide_code();
        self.calls.end_all();
        self.stop_asking(effects);
        if self.problem.is_none() {
            effects.push(Effect::MoveFocus(Focus::Heading));
        }
        self.problem = Some(failure);
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
    /// The form on the screen.
    fn form(&self) -> Option<&Form> {
        let Place::Form(step) = self.place else { return None };
        self.forms.iter().find(|form| form.step == step)
    }

    /// The server's clock now, in milliseconds since the epoch: counted on from the snapshot's.
    fn server_now(&self, now: u64) -> i64 {
        let passed = i64::try_from(now.saturating_sub(self.received_at)).unwrap_or(i64::MAX);
        self.snapshot.now.as_millis().saturating_add(passed)
    }
}
