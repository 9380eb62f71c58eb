//! Everything the sandbox knows, and what is going to happen in it. No I/O and no waiting: [`crate::engine`] brings the
//! time, fires the events and posts the callbacks.

mod event;
pub mod faults;
pub mod random;
pub mod received;
pub mod settings;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::time::Timestamp;
use tokio::time::Instant;

use crate::{
    api::error::ApiError,
    callback::{message::Message, outbox::Outbox, render::render},
    customer::prospect::Prospect,
    scenario::Scenario,
    time::{
        clock::{Clock, plus},
        schedule::Schedule,
        timetable,
    },
};

pub use self::event::{Event, WebviewOf};
use self::{
    faults::{CallbackFault, Faults},
    random::Random,
    received::Received,
    settings::Settings,
};

/// The state of the sandbox.
pub struct World {
    /// Its time.
    pub clock: Clock,
    /// Prospects and customers by `appUserId`.
    pub prospects: BTreeMap<String, Prospect>,
    /// Identifiers that were ever used: never reusable.
    pub used_ids: BTreeSet<String>,
    /// Phones: device id to the `appUserId` it is bound to, or was.
    pub devices: HashMap<String, String>,
    /// Pages of the identification provider, by their tokens.
    pub webviews: HashMap<String, WebviewOf>,
    /// Access tokens and until when they are good.
    pub tokens: HashMap<String, Timestamp>,
    /// Callbacks.
    pub outbox: Outbox,
    /// Which faces are shown.
    pub settings: Settings,
    /// Faults to come.
    pub faults: Faults,
    /// What the next prospect to be created goes through.
    pub next_scenario: Option<&'static Scenario>,
    /// Calls of the API.
    pub received: Received,
    /// Codes and identifiers.
    pub random: Random,
    schedule: Schedule<Event>,
}

impl World {
    /// An empty world.
    pub fn new(clock: Clock, random: Random) -> Self {
        Self {
            clock,
            prospects: BTreeMap::new(),
            used_ids: BTreeSet::new(),
            devices: HashMap::new(),
            webviews: HashMap::new(),
            tokens: HashMap::new(),
            outbox: Outbox::default(),
            settings: Settings::default(),
            faults: Faults::default(),
            next_scenario: None,
            received: Received::default(),
            random,
            schedule: Schedule::default(),
        }
    }

    /// Forgets everything but the time, and where codes come from.
    pub fn reset(&mut self) {
        let random = std::mem::replace(&mut self.random, Random::from_system());
        *self = Self::new(self.clock, random);
    }

    /// The sandbox's time.
    pub fn now(&self) -> Timestamp {
        self.clock.at(Instant::now())
    }

    /// Plans an event.
    pub fn plan(&mut self, due: Timestamp, event: Event) {
        self.schedule.plan(due, event);
    }

    /// When the next event is due.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.schedule.next_due()
    }

    /// Lets the next event happen if it is due at `time` or before; false when there is none.
    pub fn fire_next(&mut self, time: Timestamp) -> bool {
        let Some((at, event)) = self.schedule.take_due(time) else { return false };
        self.fire(at, event);
        true
    }

    fn fire(&mut self, at: Timestamp, event: Event) {
        match event {
            Event::Say { app_user_id, message } => self.send(at, &app_user_id, &message),
            Event::Repeat { webhook_id } => self.outbox.repeat(webhook_id),
            Event::LetGo { webhook_id } => self.outbox.let_go(webhook_id),
            Event::IssueCode { app_user_id } => self.issue_code(at, &app_user_id),
            Event::Identification { app_user_id, round, stage } => {
                self.reach_stage(at, &app_user_id, round, stage);
            }
            Event::TransferArrives { app_user_id, order_id } => {
                self.receive_transfer(at, &app_user_id, order_id);
            }
            Event::TransferReviewed { app_user_id, order_id } => {
                self.conclude_transfer(at, &app_user_id, order_id);
            }
            Event::TaxDocument { app_user_id, kind, attempt, stage } => {
                self.look_at_tax_document(at, &app_user_id, kind, attempt, stage);
            }
            Event::Screening { app_user_id, stage } => self.screen(at, &app_user_id, stage),
            Event::AuthenticationExpires { app_user_id, id } => self.expire(at, &app_user_id, id),
            Event::AuthenticationRefused { app_user_id, id } => self.decline(&app_user_id, id),
            Event::Validate { app_user_id } => self.validate(at, &app_user_id),
            Event::Refuse { app_user_id } => self.refuse(at, &app_user_id),
            Event::Forget { app_user_id } => self.forget(at, &app_user_id),
            // Nobody waits any more when the caller has hung up.
            Event::Answer { waiting } => drop(waiting.send(())),
        }
    }

    /// Plans a callback.
    pub fn send_later(&mut self, due: Timestamp, app_user_id: &str, message: Message) {
        self.plan(due, Event::Say { app_user_id: app_user_id.into(), message });
    }

    /// Puts a callback on its way, with the fault it is to have.
    pub fn send(&mut self, at: Timestamp, app_user_id: &str, message: &Message) {
        let rendered = render(message, app_user_id, &self.settings);
        let webhook_id = self.random.uuid();
        self.outbox.add(webhook_id, message.kind(), app_user_id, at, rendered);
        match self.faults.take_callback(message.kind(), app_user_id) {
            None => self.outbox.enqueue(webhook_id),
            Some(CallbackFault::Doubled) => {
                self.outbox.enqueue(webhook_id);
                self.outbox.enqueue(webhook_id);
            }
            Some(CallbackFault::Lost) => self.outbox.lose(webhook_id),
            Some(CallbackFault::Late { millis }) => {
                self.plan(plus(at, millis), Event::Repeat { webhook_id });
            }
            Some(CallbackFault::Reordered) => {
                self.outbox.hold_back(webhook_id);
                self.plan(plus(at, timetable::HELD_BACK), Event::LetGo { webhook_id });
            }
        }
    }

    /// The prospect with this `appUserId`, as the API answers for it.
    ///
    /// # Errors
    /// 147 when there is none.
    pub fn prospect(&mut self, app_user_id: &str) -> Result<&mut Prospect, ApiError> {
        self.prospects.get_mut(app_user_id).ok_or_else(ApiError::user_not_found)
    }
}
