//! Events that wait to be sent to the partner's server, in an order for each customer.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{
    error::StoreError,
    prospects::{Prospect, ProspectId},
};

/// An event to store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewEvent {
    /// Id of the event, the same for every attempt to send it.
    pub id: String,
    /// What it says that can change. A snapshot that says the same as the last event makes none.
    pub state: String,
    /// When it happened.
    pub at: Timestamp,
    /// The body to post.
    pub body: String,
}

/// An event to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueuedEvent {
    /// Its customer.
    pub prospect_id: ProspectId,
    /// Its place among the events of the customer.
    pub number: i64,
    /// Id of the event.
    pub id: String,
    /// The body to post.
    pub body: String,
    /// Number of attempts to send it, including the current one.
    pub tries: u32,
}

/// The events that wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Backlog {
    /// How many.
    pub count: u64,
    /// When the oldest one happened.
    pub oldest: Option<Timestamp>,
}

/// Storage of events. An event is stored with the snapshot that it is about ([`super::Looks::keep_view`]).
#[async_trait]
pub trait EventQueue: Send + Sync {
    /// Claims events that are due, at most `most`: of each customer, only the first that waits. No other caller gets them before
    /// `busy_until`.
    async fn claim_events(
        &self,
        now: Timestamp,
        busy_until: Timestamp,
        most: u32,
    ) -> Result<Vec<QueuedEvent>, StoreError>;
    /// Records that an event was taken. The next one of its customer is due then.
    async fn take_event(&self, event: &QueuedEvent, at: Timestamp) -> Result<(), StoreError>;
    /// Schedules the next attempt after one that failed.
    async fn postpone_event(&self, event: &QueuedEvent, until: Timestamp) -> Result<(), StoreError>;
    /// When the next event is due, or `None` if none waits.
    async fn next_event_at(&self) -> Result<Option<Timestamp>, StoreError>;
    /// Makes all events wait again that happened at `since` or later. Returns how many wait.
    async fn replay_events(&self, since: Timestamp, now: Timestamp) -> Result<u64, StoreError>;
    /// The events that wait.
    async fn event_backlog(&self) -> Result<Backlog, StoreError>;
}

/// Storage for reminders, and for snapshots that nobody asks for.
#[async_trait]
pub trait Reminders: Send + Sync {
    /// Prospects opened after `opened_after` and at `opened_until` or earlier that have not ended and were not reminded after `days`
    /// days or later: at most `most`.
    async fn unreminded(
        &self,
        days: u32,
        opened_after: Timestamp,
        opened_until: Timestamp,
        most: u32,
    ) -> Result<Vec<ProspectId>, StoreError>;
    /// Records that the reminder after `days` days was due, and stores its event if there is one, unless that was done already. Both
    /// only if [`Prospect::revision`] is still the current one; returns `false` otherwise.
    async fn remind(
        &self,
        prospect: &Prospect,
        days: u32,
        at: Timestamp,
        event: Option<NewEvent>,
    ) -> Result<bool, StoreError>;
    /// Prospects whose last snapshot changed by the passing of time until `now`: at most `most`, those with ids above `after`.
    async fn outdated(
        &self,
        now: Timestamp,
        after: ProspectId,
        most: u32,
    ) -> Result<Vec<ProspectId>, StoreError>;
    /// Prospects about which something was recorded that is in no snapshot yet: at most `most`, those with ids above `after`.
    async fn unfolded(&self, after: ProspectId, most: u32) -> Result<Vec<ProspectId>, StoreError>;
}
