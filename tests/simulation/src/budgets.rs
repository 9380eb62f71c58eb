//! Counts how often the module asks, on a clock that is only a number. The real rules run against a server that is up,
//! holds answers or is down: one tab alone, and ten thousand after an outage.

use std::{cmp::Reverse, collections::BinaryHeap, fmt};

use contract::snapshot::Snapshot;
use xpollens_onboarding::{
    config::{Config, OptionValue},
    error::{Failure, FailureKind},
    model::{Call, CallId, Effect, Message, Model, Timer},
};

use crate::dice::Dice;

/// One minute, in milliseconds.
pub const MINUTE: u64 = 60_000;
/// Travel time of a request and its answer together, in milliseconds.
const WAY_MS: u64 = 50;

/// What the server does with a status call.
#[derive(Clone, Copy)]
pub enum Reply {
    /// Nothing has changed. The answer comes after this many milliseconds.
    Unchanged(u64),
    /// The server is down. It may name a delay in milliseconds.
    Down(Option<u64>),
}

/// The recorded calls.
#[derive(Default)]
pub struct Asked {
    /// Times of the calls in milliseconds, in order.
    pub at: Vec<u64>,
    /// Calls made before the time that the server had asked for.
    pub early: usize,
}

/// A page that waits.
struct Client {
    model: Model,
    /// Number of the timer start that counts. Older ones are ignored.
    timer: u64,
    call: Option<CallId>,
    not_before: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Start,
    Timer(u64),
    Answer(CallId),
}

/// The waiting pages and the server.
struct World<S> {
    server: S,
    dice: Dice,
    pages: Vec<Client>,
    replies: Vec<Option<Reply>>,
    events: BinaryHeap<Reverse<(u64, u64, usize, Event)>>,
    /// Orders events of the same time.
    number: u64,
    snapshot: Snapshot,
    asked: Asked,
}

/// Lets `clients` pages, opened within `spread` milliseconds, wait until `until`. `server` gets the time and the number
/// of seconds for which it may hold the answer.
pub fn observe(
    clients: usize,
    spread: u64,
    until: u64,
    is_hidden: bool,
    server: impl FnMut(u64, u64, &mut Dice) -> Reply,
) -> Asked {
    let mut world = World {
        server,
        dice: Dice::new(clients as u64, "budgets"),
        pages: (0..clients).map(|index| Client::new(index as u64)).collect(),
        replies: vec![None; clients],
        events: BinaryHeap::new(),
        number: clients as u64,
        snapshot: waiting(),
        asked: Asked::default(),
    };
    for index in 0..clients {
        let at = world.dice.between(0, spread);
        world.events.push(Reverse((at, index as u64, index, Event::Start)));
    }
    while let Some(Reverse((now, _, index, event))) = world.events.pop() {
        if now > until {
            break;
        }
        for effect in world.happen(now, index, event, is_hidden) {
            world.perform(now, index, effect);
        }
    }
    world.asked
}

impl<S: FnMut(u64, u64, &mut Dice) -> Reply> World<S> {
    /// Passes an event to a page.
    fn happen(&mut self, now: u64, index: usize, event: Event, is_hidden: bool) -> Vec<Effect> {
        let page = &mut self.pages[index];
        match event {
            Event::Start => {
                if is_hidden {
                    page.model.update(now, Message::PageHidden);
                }
                page.model.update(now, Message::Started)
            }
            Event::Timer(timer) if timer == page.timer => {
                page.model.update(now, Message::TimerFired(Timer::Poll))
            }
            Event::Answer(id) if page.call == Some(id) => {
                page.call = None;
                let message = page.message(id, self.replies[index], &self.snapshot, now);
                page.model.update(now, message)
            }
            Event::Timer(_) | Event::Answer(_) => Vec::new(),
        }
    }

    fn perform(&mut self, now: u64, index: usize, effect: Effect) {
        self.number += 1;
        let page = &mut self.pages[index];
        match effect {
            Effect::Call(id, Call::FetchSnapshot { after, wait_seconds }) => {
                self.asked.at.push(now);
                self.asked.early += usize::from(now < page.not_before);
                let wait = if after.is_some() { wait_seconds.into() } else { 0 };
                let reply = (self.server)(now, wait, &mut self.dice);
                page.call = Some(id);
                self.replies[index] = Some(reply);
                let held = if let Reply::Unchanged(held) = reply { held } else { 0 };
                self.events.push(Reverse((now + held + WAY_MS, self.number, index, Event::Answer(id))));
            }
            Effect::StartTimer(Timer::Poll, delay) => {
                page.timer = self.number;
                self.events.push(Reverse((now + delay, self.number, index, Event::Timer(self.number))));
            }
            Effect::StopTimer(Timer::Poll) => page.timer = self.number,
            _ => {}
        }
    }
}

impl Client {
    fn new(seed: u64) -> Self {
        let options = [("endpoint".to_owned(), OptionValue::Text("/api".into()))];
        let model = Model::new(Config::from_options(options).expect("valid options"), seed);
        Self { model, timer: 0, call: None, not_before: 0 }
    }

    fn message(&mut self, id: CallId, reply: Option<Reply>, snapshot: &Snapshot, now: u64) -> Message {
        match reply {
            Some(Reply::Down(retry_after_ms)) => {
                self.not_before = now + retry_after_ms.unwrap_or(0);
                Message::CallFailed(id, Failure { retry_after_ms, ..Failure::new(FailureKind::Unavailable) })
            }
            // The first answer has the snapshot.
            _ if self.not_before == 0 && !self.is_open() => {
                Message::SnapshotArrived(id, Some(Box::new(snapshot.clone())))
            }
            _ => Message::SnapshotArrived(id, None),
        }
    }

    fn is_open(&self) -> bool {
        !self.model.view().rail.is_empty()
    }
}

/// A snapshot in which the customer waits for the provider.
fn waiting() -> Snapshot {
    let mut snapshot: Snapshot =
        serde_json::from_str(include_str!("../../../contract/fixtures/snapshot.running.json"))
            .expect("the contract's example");
    snapshot.poll_after_ms = 2_000;
    // Each page belongs to another customer and is the only page of that customer.
    snapshot.channel = None;
    snapshot
}

/// Calls of one tab in 15 minutes.
pub struct Quarter {
    /// The server answers at once; the tab is visible.
    pub visible: usize,
    /// The server answers at once; the tab is hidden.
    pub hidden: usize,
    /// The server holds answers; the tab is visible.
    pub held: usize,
    /// The server is down; the tab is visible.
    pub outage: usize,
    /// The server is down; the tab is hidden.
    pub outage_hidden: usize,
    /// The server is down and asks for half a minute.
    pub outage_patient: usize,
}

/// Counts the calls of one tab in 15 minutes.
pub fn quarter() -> Quarter {
    let count = |is_hidden, server: fn(u64, u64) -> Reply| {
        let asked = observe(1, 0, 15 * MINUTE, is_hidden, |now, wait, _| server(now, wait));
        assert_eq!(asked.early, 0, "a call came before its time");
        asked.at.len()
    };
    // The first answer opens the onboarding, because polling starts only then.
    let down = |now: u64, _: u64| if now == 0 { Reply::Unchanged(0) } else { Reply::Down(None) };
    let patient = |now: u64, _: u64| if now == 0 { Reply::Unchanged(0) } else { Reply::Down(Some(30_000)) };
    Quarter {
        visible: count(false, |_, _| Reply::Unchanged(0)),
        hidden: count(true, |_, _| Reply::Unchanged(0)),
        held: count(false, |_, wait| Reply::Unchanged(wait * 1_000)),
        outage: count(false, down),
        outage_hidden: count(true, down),
        outage_patient: count(false, patient),
    }
}

/// Ten thousand tabs and an outage of five minutes.
pub struct Herd {
    /// Calls in five minutes without an outage.
    pub without: usize,
    /// Calls during the outage.
    pub retries: usize,
    /// Most calls in one second of the two minutes after the outage.
    pub peak: usize,
    /// Mean number of calls per second in the same two minutes.
    pub mean: f64,
    /// Calls made before the time that the server had asked for.
    pub early: usize,
}

/// Start of the outage, in milliseconds. By then the pages have waited for a long time.
const OUTAGE: u64 = 5 * MINUTE;
/// End of the outage, in milliseconds.
const RECOVERY: u64 = 10 * MINUTE;

/// Counts the calls of `clients` tabs to a server that `holds` answers or not. During the outage it names a delay to
/// some of them.
pub fn herd(clients: usize, holds: bool) -> Herd {
    let up = move |wait: u64| Reply::Unchanged(if holds { wait * 1_000 } else { 0 });
    let until = RECOVERY + 2 * MINUTE;
    let without = observe(clients, MINUTE, until, false, |_, wait, _| up(wait));
    let asked = observe(clients, MINUTE, until, false, |now, wait, dice| {
        if !(OUTAGE..RECOVERY).contains(&now) {
            return up(wait);
        }
        Reply::Down(dice.happens(500).then(|| dice.between(1, 30) * 1_000))
    });
    let within =
        |asked: &Asked, from: u64, to: u64| asked.at.iter().filter(|at| (from..to).contains(*at)).count();
    let seconds = (until - RECOVERY) / 1_000;
    let buckets = (0..seconds).map(|second| {
        let from = RECOVERY + second * 1_000;
        within(&asked, from, from + 1_000)
    });
    let buckets: Vec<_> = buckets.collect();
    Herd {
        without: within(&without, OUTAGE, RECOVERY),
        retries: within(&asked, OUTAGE, RECOVERY),
        peak: buckets.iter().copied().max().unwrap_or_default(),
        mean: buckets.iter().sum::<usize>() as f64 / buckets.len() as f64,
        early: asked.early,
    }
}

impl Quarter {
    /// Whether each count is within its documented limit.
    pub fn is_within(&self) -> bool {
        let visible = self.visible.max(self.held).max(self.outage);
        visible <= 90 && self.hidden.max(self.outage_hidden) <= 15 && self.outage_patient <= 31
    }
}

impl Herd {
    /// Whether no second has more than twice the mean, retries are no more than three times the usual traffic, and no
    /// call comes too early.
    pub fn is_calm(&self) -> bool {
        self.peak as f64 <= 2.0 * self.mean && self.retries <= 3 * self.without && self.early == 0
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "calls of one tab in 15 minutes             at most")?;
        writeln!(f, "  visible, plain polling           {:>5}        90", self.visible)?;
        writeln!(f, "  visible, the server holds        {:>5}        90", self.held)?;
        writeln!(f, "  hidden                           {:>5}        15", self.hidden)?;
        writeln!(f, "  visible, outage                  {:>5}        90", self.outage)?;
        writeln!(f, "  visible, outage, Retry-After 30  {:>5}        31", self.outage_patient)?;
        writeln!(f, "  hidden, outage                   {:>5}        15", self.outage_hidden)
    }
}

impl fmt::Display for Herd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { without, retries, peak, mean, early } = self;
        writeln!(f, "  calls in the five minutes, without and with the outage  {without} {retries}")?;
        writeln!(f, "  after it, largest second and mean of a second           {peak} {mean:.0}")?;
        writeln!(f, "  calls before the time that was asked for                {early}")
    }
}
