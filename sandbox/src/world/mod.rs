//! The state of the sandbox and its planned events, without I/O and without waiting: [`crate::engine`] supplies the
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
    /// Identifiers that were ever used. They cannot be used again.
    pub used_ids: BTreeSet<String>,
    /// Phones: device id and the `appUserId` that it is or was bound to.
    pub devices: HashMap<String, String>,
    /// Pages of the identification provider, by token.
    pub webviews: HashMap<String, WebviewOf>,
    /// Access tokens and their expiry.
    pub tokens: HashMap<String, Timestamp>,
    /// Callbacks.
    pub outbox: Outbox,
    /// The chosen variants of the provider.
    pub settings: Settings,
    /// The planned faults.
    pub faults: Faults,
    /// The scenario of the next created prospect.
    pub next_scenario: Option<&'static Scenario>,
    /// The received API calls.
    pub received: Received,
    /// The source of codes and identifiers.
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

    /// Removes everything except the time and the source of codes.
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

    /// Fires the next event if it is due at `time` or earlier. Returns false if there is none.
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
            // An error means that the caller has hung up.
            Event::Answer { waiting } => drop(waiting.send(())),
        }
    }

    /// Plans a callback.
    pub fn send_later(&mut self, due: Timestamp, app_user_id: &str, message: Message) {
        self.plan(due, Event::Say { app_user_id: app_user_id.into(), message });
    }

    /// Sends a callback, with its planned fault.
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

    /// The prospect with this `appUserId`, for an answer of the API.
    ///
    /// # Errors
    /// 147 if there is no such prospect.
    pub fn prospect(&mut self, app_user_id: &str) -> Result<&mut Prospect, ApiError> {
        self.prospects.get_mut(app_user_id).ok_or_else(ApiError::user_not_found)
    }
}
