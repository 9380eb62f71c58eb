//! A tab of the customer's browser with the real rules: what `src/browser/app.rs` does, in virtual time. It performs
//! effects and checks, after every message, that the screen shows nothing forbidden.

use std::{
    cell::RefCell,
    collections::VecDeque,
    rc::{Rc, Weak},
    time::Duration,
};

use contract::{
    snapshot::{ActivationState, Snapshot},
    step::DocumentKind,
};
use tokio::{task::JoinHandle, time::Instant};
use xpollens_onboarding::{
    config::{Config, OptionValue},
    error::{Failure, FailureKind},
    model::{
        Call, CallId, Effect, Lane, Message, Model, SHOWN_MS, Timer,
        view::{CodeView, HandoffView, Panel, View},
    },
    wire::Request,
};

use crate::{
    channel::{Listener, Place},
    exchange,
    network::Network,
};

/// A tab. Dropping it closes it.
pub struct Tab {
    /// Its number in this world.
    pub number: u32,
    opened: Instant,
    model: Model,
    network: Rc<Network>,
    token: Rc<RefCell<String>>,
    calls: Vec<(CallId, Lane, Task)>,
    poll: Option<Task>,
    second: Option<Task>,
    draft: Option<Task>,
    place: Option<Place>,
    files: Vec<DocumentKind>,
    is_hidden: bool,
    /// Messages that wait while the tab sleeps.
    asleep: Option<VecDeque<Message>>,
    witness: Witness,
    own: Weak<RefCell<Tab>>,
}

/// A task that runs until it is dropped.
struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What was observed in the tab, for the checks.
#[derive(Default)]
struct Witness {
    /// Revision that the last request asked about. Cleared when the onboarding starts again.
    asked_after: Option<u32>,
    /// Newest revision that arrived, and whether the phone was bound in it.
    newest: Option<(u32, bool)>,
    revealed_at: Option<Instant>,
    /// The status call that the backend answered with `Retry-After`, and how long it asked to wait, in milliseconds.
    asked_to_wait: Option<(CallId, u64)>,
}

impl Tab {
    /// Opens the page with the module in it.
    pub fn open(
        number: u32,
        seed: u64,
        network: Rc<Network>,
        token: String,
        is_hidden: bool,
    ) -> Rc<RefCell<Self>> {
        let options = [("endpoint".to_owned(), OptionValue::Text("/api".into()))];
        let config = Config::from_options(options).expect("valid options");
        let tab = Rc::new_cyclic(|own| {
            RefCell::new(Self {
                number,
                opened: Instant::now(),
                model: Model::new(config, seed),
                network,
                token: Rc::new(RefCell::new(token)),
                calls: Vec::new(),
                poll: None,
                second: None,
                draft: None,
                place: None,
                files: Vec::new(),
                is_hidden,
                asleep: None,
                witness: Witness::default(),
                own: own.clone(),
            })
        });
        if is_hidden {
            tab.borrow_mut().deliver(Message::PageHidden);
        }
        tab.borrow_mut().deliver(Message::Started);
        tab
    }

    /// The current view.
    pub fn view(&self) -> View {
        self.model.view()
    }

    /// Whether the customer looks elsewhere.
    pub fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    /// The customer turns to the tab or away from it.
    pub fn turn(&mut self, is_hidden: bool) {
        self.is_hidden = is_hidden;
        self.deliver(if is_hidden { Message::PageHidden } else { Message::PageShown });
    }

    /// Puts the machine to sleep: nothing happens in the tab, and its connections break.
    pub fn fall_asleep(&mut self) {
        self.asleep.get_or_insert_default();
        let broken: Vec<_> = self.calls.drain(..).map(|(id, ..)| id).collect();
        for id in broken {
            self.deliver(Message::CallFailed(id, Failure::new(FailureKind::Unavailable)));
        }
    }

    /// Wakes the machine up. The messages that waited are delivered.
    pub fn wake_up(&mut self) {
        for message in self.asleep.take().into_iter().flatten() {
            self.take(message);
        }
        // The screen can be seen only now.
        self.watch();
    }

    /// Loses the connection: running requests fail.
    pub fn lose_connection(&mut self) {
        self.deliver(Message::WentOffline);
        let broken: Vec<_> = self.calls.drain(..).map(|(id, ..)| id).collect();
        for id in broken {
            self.deliver(Message::CallFailed(id, Failure::new(FailureKind::Offline)));
        }
    }

    /// Chooses a file for a document.
    pub fn choose_file(&mut self, kind: DocumentKind) {
        if !self.files.contains(&kind) {
            self.files.push(kind);
        }
        let size = exchange::FILE.len() as u64;
        self.deliver(Message::FileChosen { kind, size, media_type: "application/pdf" });
    }

    /// Passes a message to the rules and performs their effects.
    pub fn deliver(&mut self, message: Message) {
        if let Some(waiting) = &mut self.asleep {
            waiting.push_back(message);
            return;
        }
        self.take(message);
        self.watch();
    }

    fn take(&mut self, message: Message) {
        self.note(&message);
        let wait_ms = match (&message, self.witness.asked_to_wait) {
            (Message::CallFailed(failed, _), Some((id, wait_ms))) if *failed == id => wait_ms,
            _ => 0,
        };
        let now = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        let effects = self.model.update(now, message);
        for effect in effects {
            self.network.trace.line(&format!("tab {} orders {effect:?}", self.number));
            self.judge_patience(&effect, wait_ms);
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Call(id, call) => self.call(id, call),
            Effect::StartTimer(timer, delay_ms) => {
                let own = self.own.clone();
                let task = tokio::task::spawn_local(async move {
                    tokio::time::sleep(Duration::from_millis(delay_ms)).await;
                    send(&own, Message::TimerFired(timer));
                });
                *self.timer(timer) = Some(Task(task));
            }
            Effect::StopTimer(timer) => *self.timer(timer) = None,
            Effect::JoinTabs(channel) => {
                self.place = None; // leaves first, so that the tab joins at the end of the queue
                match &self.network.channels {
                    Some(channels) => {
                        self.place =
                            Some(channels.join(channel, self.own.clone() as Weak<RefCell<dyn Listener>>))
                    }
                    // In a browser without channels or locks, each tab leads.
                    None => {
                        let own = self.own.clone();
                        tokio::task::spawn_local(async move { send(&own, Message::LeadTaken) });
                    }
                }
            }
            Effect::TellTabs(news) => self.place.iter().for_each(|place| place.tell(news)),
            Effect::LeaveTabs => self.place = None,
            Effect::AbortStatus => self.calls.retain(|(_, lane, _)| *lane != Lane::Status),
            Effect::AbortUpload => self.calls.retain(|(_, lane, _)| *lane != Lane::Upload),
            Effect::ForgetFile(kind) => self.files.retain(|known| *known != kind),
            Effect::CopyPayment(..) | Effect::CopyCode(_) => {
                let own = self.own.clone();
                tokio::task::spawn_local(async move { send(&own, Message::CopyEnded(true)) });
            }
            Effect::MoveFocus(_)
            | Effect::Announce(_)
            | Effect::OpenApp(_)
            | Effect::TellHost(_)
            | Effect::MarkTitle(_) => {}
        }
    }

    fn timer(&mut self, timer: Timer) -> &mut Option<Task> {
        match timer {
            Timer::Poll => &mut self.poll,
            Timer::Second => &mut self.second,
            Timer::Draft => &mut self.draft,
        }
    }

    fn call(&mut self, id: CallId, call: Call) {
        self.judge_call(&call);
        let lane = call.lane();
        self.calls.retain(|(_, known, _)| *known != lane);
        let (own, network, token) = (self.own.clone(), Rc::clone(&self.network), Rc::clone(&self.token));
        let has_file = |kind: &DocumentKind| self.files.contains(kind);
        let is_writable = !matches!(&call, Call::Upload { kind, .. } if !has_file(kind));
        let task = tokio::task::spawn_local(async move {
            let request = Request::of(&call);
            let limit = Duration::from_millis(request.timeout_ms.into());
            let mut wait_ms = None;
            let message = if is_writable {
                match tokio::time::timeout(limit, network.exchange(&request, &token)).await {
                    Ok(Ok(response)) => {
                        wait_ms = exchange::retry_after_ms(&response).filter(|_| lane == Lane::Status);
                        exchange::read(id, &call, &response)
                    }
                    Ok(Err(failure)) => Message::CallFailed(id, failure),
                    Err(_) => Message::CallFailed(id, Failure::new(FailureKind::Timeout)),
                }
            } else {
                Message::CallFailed(id, Failure::new(FailureKind::Malformed))
            };
            let Some(tab) = own.upgrade() else { return };
            let mut tab = tab.borrow_mut();
            tab.calls.retain(|(known, ..)| *known != id);
            tab.witness.asked_to_wait = wait_ms.map(|wait_ms| (id, wait_ms)).or(tab.witness.asked_to_wait);
            tab.deliver(message);
        });
        self.calls.push((id, lane, Task(task)));
    }

    /// Checks that the next status call is not earlier than the backend asked for.
    fn judge_patience(&self, effect: &Effect, wait_ms: u64) {
        let asks_after_ms = match effect {
            Effect::StartTimer(Timer::Poll, delay_ms) => *delay_ms,
            Effect::Call(_, Call::FetchSnapshot { .. }) => 0,
            _ => return,
        };
        if asks_after_ms < wait_ms {
            self.network.complain(format!(
                "tab {} asks after {asks_after_ms} ms, and the backend asked it to wait {wait_ms} ms",
                self.number
            ));
        }
    }

    /// Checks that revisions only grow, until an onboarding starts again, and that a submission is not cancelled by the
    /// next call of its kind, because its answer would be lost.
    fn judge_call(&mut self, call: &Call) {
        let lane = call.lane();
        let can_be_asked_again =
            matches!(lane, Lane::Status | Lane::Draft | Lane::Places | Lane::Reveal | Lane::Profile);
        if !can_be_asked_again && self.calls.iter().any(|(_, known, _)| *known == lane) {
            self.network.complain(format!("tab {} sends twice at a time: {lane:?}", self.number));
        }
        match call {
            Call::FetchSnapshot { after: Some(after), .. } => {
                if let Some(previous) = self.witness.asked_after
                    && *after < previous
                {
                    self.network.complain(format!(
                        "tab {} went back from revision {previous} to {after}",
                        self.number
                    ));
                }
                self.witness.asked_after = Some(*after);
            }
            Call::FetchSnapshot { after: None, .. } => self.witness.asked_after = None,
            Call::SubmitStep { idempotency_key, submission } => {
                self.network.intend(submission.step().as_str(), idempotency_key);
            }
            Call::Restart => self.network.intend("restart", ""),
            Call::Upload { idempotency_key, .. } => self.network.intend("document", idempotency_key),
            Call::ResendConfirmation(step) => {
                let pressed = format!("resend {} {:?}", self.number, self.opened.elapsed());
                self.network.intend(step.as_str(), &pressed);
            }
            _ => {}
        }
    }

    fn note(&mut self, message: &Message) {
        self.network.trace.line(&format!("tab {} learns {}", self.number, name(message)));
        let mut take = |snapshot: &Snapshot| {
            let newest = self.witness.newest.map(|(revision, _)| revision);
            if newest.is_none_or(|newest| snapshot.revision >= newest) {
                let is_bound = snapshot.activation.state == ActivationState::Bound;
                self.witness.newest = Some((snapshot.revision, is_bound));
            }
        };
        match message {
            Message::SnapshotArrived(_, Some(snapshot)) | Message::Accepted(_, snapshot) => take(snapshot),
            Message::CodeRevealed(..) => self.witness.revealed_at = Some(Instant::now()),
            Message::FieldEdited(field, text) => self.network.typed.borrow_mut().add(*field, text),
            Message::ProfileRead(_, record) => {
                for path in self.network.typed.borrow().lost_on_the_way_back(record) {
                    self.network.complain(format!("tab {} reads another {path} than was typed", self.number));
                }
            }
            _ => {}
        }
    }

    /// Checks that the code is shown only for its time, while somebody looks, and until the phone is bound.
    fn watch(&self) {
        let Panel::Handoff(HandoffView { code: CodeView::Shown { .. }, .. }) = self.model.view().panel else {
            return;
        };
        let complain =
            |what: &str| self.network.complain(format!("tab {} shows the code {what}", self.number));
        if self.is_hidden {
            complain("while nobody looks");
        }
        // The clock advances in steps of one second.
        let limit = Duration::from_millis(SHOWN_MS + 1_000);
        if self.witness.revealed_at.is_some_and(|at| at.elapsed() > limit) {
            complain("for longer than its time");
        }
        if self.witness.newest.is_some_and(|(_, is_bound)| is_bound) {
            complain("after the phone was bound");
        }
    }
}

impl Listener for Tab {
    fn deliver(&mut self, message: Message) {
        Self::deliver(self, message);
    }
}

fn send(tab: &Weak<RefCell<Tab>>, message: Message) {
    if let Some(tab) = tab.upgrade() {
        tab.borrow_mut().deliver(message);
    }
}

/// A message without typed or revealed values.
fn name(message: &Message) -> String {
    match message {
        Message::FieldEdited(field, _) => format!("FieldEdited({field:?})"),
        Message::SnapshotArrived(id, Some(snapshot)) => {
            format!("SnapshotArrived({id:?}, {} {:?})", snapshot.revision, states(snapshot))
        }
        Message::Accepted(id, snapshot) => {
            format!("Accepted({id:?}, {} {:?})", snapshot.revision, states(snapshot))
        }
        other => format!("{other:?}"),
    }
}

fn states(snapshot: &Snapshot) -> Vec<&'static str> {
    let status = [snapshot.onboarding.as_str()];
    status.into_iter().chain(snapshot.steps.iter().map(|step| step.state.as_str())).collect()
}
