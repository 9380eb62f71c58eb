//! What goes wrong on the way, by seed: each message of each hop is thrown for. After a while the weather is calm.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::time::Instant;

use crate::dice::Dice;

/// What a crash of the backend counts as.
pub const CRASH: &str = "backend: crash and restart";

/// A way that messages go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hop {
    /// Calls of the page.
    Page,
    /// Calls of the backend to the provider.
    Provider,
    /// Callbacks of the provider.
    Callback,
    /// The partner's server opens a session.
    Host,
}

/// What becomes of one message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It arrives, and so does the answer.
    Passes,
    /// It is lost, and the caller learns it at once.
    Refused,
    /// It is lost, and the caller waits.
    Swallowed,
    /// It is carried out; the connection breaks before the answer is there.
    AnswerLost,
    /// It is carried out; the caller waits for the answer.
    AnswerSwallowed,
    /// It arrives twice.
    Doubled,
    /// It arrives late.
    Late(Duration),
    /// It arrives, and the answer late: after those to later messages.
    AnswerLate(Duration),
    /// Something before the receiver answers in its place, with a status and perhaps seconds to wait.
    Answered(u16, Option<u64>),
}

/// The weather of one world. A copy is the same one.
#[derive(Clone)]
pub struct Weather(Arc<Shared>);

struct Shared {
    dice: Mutex<Dice>,
    calm_at: Instant,
    per_mille: u32,
    counts: Mutex<BTreeMap<String, u64>>,
}

impl Weather {
    /// Faults happen so often, in a thousand messages, until `storm` is over.
    pub fn new(seed: u64, per_mille: u32, storm: Duration) -> Self {
        Self(Arc::new(Shared {
            dice: Mutex::new(Dice::new(seed, "weather")),
            calm_at: Instant::now() + storm,
            per_mille,
            counts: Mutex::default(),
        }))
    }

    /// Whether nothing goes wrong any more.
    pub fn is_calm(&self) -> bool {
        self.0.per_mille == 0 || Instant::now() >= self.0.calm_at
    }

    /// Faults so far, by hop and kind.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        self.0.counts.lock().expect("nobody panics while counting").clone()
    }

    /// How often a caller of a hop could not know whether its request was carried out.
    pub fn lost_answers(&self, hop: Hop) -> usize {
        let of_hop = format!("{}: ", hop.name());
        let counts = self.counts();
        let lost = ["connection cut after the work", "answer lost", "late", "answer late"];
        let count = lost.iter().filter_map(|kind| counts.get(&format!("{of_hop}{kind}"))).sum::<u64>();
        usize::try_from(count).unwrap_or(usize::MAX)
    }

    /// How often the backend crashed.
    pub fn crashes(&self) -> usize {
        usize::try_from(self.counts().get(CRASH).copied().unwrap_or_default()).unwrap_or(usize::MAX)
    }

    /// Counts a fault that is none of a message.
    pub fn count(&self, kind: &str) {
        *self.0.counts.lock().expect("nobody panics while counting").entry(kind.into()).or_default() += 1;
    }

    /// Throws the dice of this world's disturbances.
    pub fn throw<T>(&self, throw: impl FnOnce(&mut Dice) -> T) -> T {
        throw(&mut self.0.dice.lock().expect("nobody panics while throwing"))
    }

    /// How long a message is on its way.
    pub fn latency(&self) -> Duration {
        let millis =
            self.throw(|dice| if dice.happens(100) { dice.between(100, 900) } else { dice.between(2, 60) });
        Duration::from_millis(millis)
    }

    /// What becomes of the next message of a hop.
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
    // Between two servers nothing doubles a request: their connection is their own.
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
