//! The faults on the way, by seed: a fault is drawn for each message of each hop. After a while the faults stop.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::time::Instant;

use crate::dice::Dice;

/// Name of a crash of the backend in the figures.
pub const CRASH: &str = "backend: crash and restart";

/// A hop of messages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hop {
    /// Calls of the page.
    Page,
    /// Calls of the backend to the provider.
    Provider,
    /// Callbacks of the provider.
    Callback,
    /// Requests of the partner's server for a session.
    Host,
}

/// The fate of one message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It arrives, and so does the answer.
    Passes,
    /// It is lost, and the caller gets an error at once.
    Refused,
    /// It is lost, and the caller waits.
    Swallowed,
    /// It is carried out, but the connection breaks before the answer arrives.
    AnswerLost,
    /// It is carried out, but the answer never arrives.
    AnswerSwallowed,
    /// It arrives twice.
    Doubled,
    /// It arrives late.
    Late(Duration),
    /// It arrives, but the answer comes late, after the answers to later messages.
    AnswerLate(Duration),
    /// A proxy answers instead of the receiver, with a status and perhaps seconds to wait.
    Answered(u16, Option<u64>),
}

/// The faults of one world. Clones share the same state.
#[derive(Clone)]
pub struct Weather(Arc<Shared>);

struct Shared {
    dice: Mutex<Dice>,
    calm_at: Instant,
    per_mille: u32,
    counts: Mutex<BTreeMap<String, u64>>,
}

impl Weather {
    /// `per_mille` of a thousand messages have a fault until `storm` is over.
    pub fn new(seed: u64, per_mille: u32, storm: Duration) -> Self {
        Self(Arc::new(Shared {
            dice: Mutex::new(Dice::new(seed, "weather")),
            calm_at: Instant::now() + storm,
            per_mille,
            counts: Mutex::default(),
        }))
    }

    /// Whether the faults have stopped.
    pub fn is_calm(&self) -> bool {
        self.0.per_mille == 0 || Instant::now() >= self.0.calm_at
    }

    /// Faults so far, by hop and kind.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        self.0.counts.lock().expect("no thread panics with the lock").clone()
    }

    /// Number of times that the caller of a hop could not know whether its request was carried out.
    pub fn lost_answers(&self, hop: Hop) -> usize {
        let of_hop = format!("{}: ", hop.name());
        let counts = self.counts();
        let lost = ["connection cut after the work", "answer lost", "late", "answer late"];
        let count = lost.iter().filter_map(|kind| counts.get(&format!("{of_hop}{kind}"))).sum::<u64>();
        usize::try_from(count).unwrap_or(usize::MAX)
    }

    /// Number of crashes of the backend.
    pub fn crashes(&self) -> usize {
        usize::try_from(self.counts().get(CRASH).copied().unwrap_or_default()).unwrap_or(usize::MAX)
    }

    /// Counts a fault that does not concern a message.
    pub fn count(&self, kind: &str) {
        *self.0.counts.lock().expect("no thread panics with the lock").entry(kind.into()).or_default() += 1;
    }

    /// Draws a random number for a disturbance.
    pub fn throw<T>(&self, throw: impl FnOnce(&mut Dice) -> T) -> T {
        throw(&mut self.0.dice.lock().expect("no thread panics with the lock"))
    }

    /// Travel time of a message.
    pub fn latency(&self) -> Duration {
        let millis =
            self.throw(|dice| if dice.happens(100) { dice.between(100, 900) } else { dice.between(2, 60) });
        Duration::from_millis(millis)
    }

    /// Draws the fate of the next message of a hop.
    pub fn fate(&self, hop: Hop) -> Fate {
        if self.is_calm() {
            return Fate::Passes;
        }
        let per_mille = self.0.per_mille;
        let fate = self.throw(|dice| if dice.happens(per_mille) { fault(dice, hop) } else { Fate::Passes });
        let kind = match fate {
            Fate::Passes => return fate,
            Fate::Refused => "connection refused",
            Fate::Swallowed => "request lost",
            Fate::AnswerLost => "connection cut after the work",
            Fate::AnswerSwallowed => "answer lost",
            Fate::Doubled => "doubled",
            Fate::Late(_) => "late",
            Fate::AnswerLate(_) => "answer late",
            Fate::Answered(429, _) => "429",
            Fate::Answered(..) => "5xx",
        };
        self.count(&format!("{}: {kind}", hop.name()));
        fate
    }
}

impl Hop {
    /// Its name in the figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page to backend",
            Self::Provider => "backend to provider",
            Self::Callback => "callback",
            Self::Host => "partner to backend",
        }
    }
}

fn fault(dice: &mut Dice, hop: Hop) -> Fate {
    let late = Duration::from_millis(match hop {
        Hop::Callback => dice.between(1_000, 9_000),
        _ => dice.between(500, 25_000),
    });
    // Requests between two servers are not duplicated, because they have their own connection.
    let doubled = if hop == Hop::Provider { Fate::AnswerLost } else { Fate::Doubled };
    let seconds = dice.happens(700).then(|| dice.between(1, 20));
    let status = *dice.pick(&[500, 502, 503, 504]);
    match dice.between(0, 8) {
        0 => Fate::Refused,
        1 => Fate::Swallowed,
        2 => Fate::AnswerLost,
        3 => Fate::AnswerSwallowed,
        4 => doubled,
        5 => Fate::Late(late),
        6 => Fate::AnswerLate(late),
        7 => Fate::Answered(429, seconds),
        _ => Fate::Answered(status, seconds),
    }
}
