//! Callbacks on their way. Each prospect has a lane: first attempts leave it one after the other, in the order in
//! which things happened. A failed attempt is repeated later and does not hold up the lane.

use std::collections::{BTreeMap, HashMap, VecDeque};

use contract::time::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::render::Rendered;
use crate::time::{clock::plus, date_format, timetable};

/// All callbacks since the start or the last reset.
#[derive(Default)]
pub struct Outbox {
    callbacks: HashMap<Uuid, Callback>,
    order: Vec<Uuid>,
    lanes: BTreeMap<String, Lane>,
}

#[derive(Default)]
struct Lane {
    waiting: VecDeque<Uuid>,
    held_back: Option<Uuid>,
    is_busy: bool,
}

/// One callback and what became of it.
struct Callback {
    kind: &'static str,
    app_user_id: String,
    process_date: Timestamp,
    rendered: Rendered,
    attempts: Vec<Attempt>,
    /// The partner has it: it answered 2xx, or removed it from the queue.
    is_taken: bool,
    /// It could not be delivered so far: it can be fetched.
    is_in_queue: bool,
}

/// One attempt to deliver a callback.
#[derive(Clone)]
pub struct Attempt {
    /// When it was made.
    pub at: Timestamp,
    /// The partner's HTTP status, or why there is none.
    pub answer: Result<u16, &'static str>,
}

/// What delivery needs to know to make one attempt.
pub struct Delivery {
    /// `Webhook-Id`, the same at each attempt.
    pub webhook_id: Uuid,
    /// The documented number of the type.
    pub kind: &'static str,
    /// `Webhook-Processdate`, the same at each attempt.
    pub process_date: String,
    /// What to post.
    pub rendered: Rendered,
}

impl Outbox {
    /// Records a callback of `app_user_id`; it leaves when [`Self::enqueue`] or the like says so.
    pub fn add(
        &mut self,
        id: Uuid,
        kind: &'static str,
        app_user_id: &str,
        process_date: Timestamp,
        rendered: Rendered,
    ) {
        let callback = Callback {
            kind,
            app_user_id: app_user_id.into(),
            process_date,
            rendered,
            attempts: Vec::new(),
            is_taken: false,
            is_in_queue: false,
        };
        self.callbacks.insert(id, callback);
        self.order.push(id);
    }

    /// Puts an attempt at the end of the prospect's lane, and behind it what was held back.
    pub fn enqueue(&mut self, id: Uuid) {
        let Some(lane) = self.lane_of(id) else { return };
        lane.waiting.push_back(id);
        if let Some(held_back) = lane.held_back.take().filter(|held_back| *held_back != id) {
            lane.waiting.push_back(held_back);
        }
    }

    /// Makes another attempt, unless the partner has it by now.
    pub fn repeat(&mut self, id: Uuid) {
        if self.callbacks.get(&id).is_some_and(|callback| !callback.is_taken) {
            self.enqueue(id);
        }
    }

    /// Keeps a callback until the prospect's next one has left, or [`Self::let_go`].
    pub fn hold_back(&mut self, id: Uuid) {
        let Some(lane) = self.lane_of(id) else { return };
        if let Some(earlier) = lane.held_back.replace(id) {
            lane.waiting.push_back(earlier);
        }
    }

    /// Lets a callback leave that was held back and still is.
    pub fn let_go(&mut self, id: Uuid) {
        if self.lane_of(id).is_some_and(|lane| lane.held_back == Some(id)) {
            self.enqueue(id);
        }
    }

    /// Gives a callback up: it can be fetched from the queue only.
    pub fn lose(&mut self, id: Uuid) {
        if let Some(callback) = self.callbacks.get_mut(&id) {
            callback.is_in_queue = true;
        }
    }

    /// The next attempt of a lane that has none running.
    pub fn take_delivery(&mut self) -> Option<Delivery> {
        let lane = self.lanes.values_mut().find(|lane| !lane.is_busy && !lane.waiting.is_empty())?;
        let id = lane.waiting.pop_front()?;
        lane.is_busy = true;
        let callback = self.callbacks.get(&id)?;
        Some(Delivery {
            webhook_id: id,
            kind: callback.kind,
            process_date: date_format::process_date(callback.process_date),
            rendered: callback.rendered.clone(),
        })
    }

    /// Records what became of an attempt; the answer says in how many milliseconds there has to be another.
    pub fn record(&mut self, id: Uuid, attempt: Attempt) -> Option<u64> {
        let is_delivered = matches!(attempt.answer, Ok(200..=299));
        self.lane_of(id)?.is_busy = false;
        let callback = self.callbacks.get_mut(&id)?;
        callback.attempts.push(attempt);
        callback.is_taken |= is_delivered;
        callback.is_in_queue = !callback.is_taken;
        if callback.is_taken {
            return None;
        }
        timetable::RETRIES.get(callback.attempts.len().checked_sub(1)?).copied()
    }

    /// Whether nothing waits to leave and nothing is under way.
    pub fn is_quiet(&self) -> bool {
        self.lanes.values().all(|lane| !lane.is_busy && lane.waiting.is_empty())
    }

    /// The `limit` oldest callbacks of the last 14 days that were not delivered (documentation, webhooks); with
    /// `remove` they are gone from the queue then.
    pub fn queue(&mut self, limit: usize, remove: bool, now: Timestamp) -> Vec<Value> {
        let callbacks = &mut self.callbacks;
        let mut entries = Vec::new();
        for id in &self.order {
            let Some(callback) = callbacks.get_mut(id).filter(|callback| callback.is_in_queue) else {
                continue;
            };
            if now > plus(callback.process_date, timetable::QUEUE_LIFE) || entries.len() == limit {
                continue;
            }
            if remove {
                callback.is_taken = true;
                callback.is_in_queue = false;
            }
            entries.push(json!({
                "metadata": {
                    "id": id.to_string(),
                    "processDate": date_format::process_date(callback.process_date),
                    "type": callback.kind,
                    "version": "1.0",
                },
                "payload": callback.rendered.payload,
                "response": {
                    "statusCode": callback.attempts.last().and_then(|attempt| attempt.answer.ok()),
                },
            }));
        }
        entries
    }

    /// What was sent, oldest first, for `GET /control/sent`; of one prospect where `app_user_id` names it.
    pub fn report(&self, app_user_id: Option<&str>) -> Vec<Value> {
        let about = |callback: &&Callback| app_user_id.is_none_or(|id| id == callback.app_user_id);
        let callbacks = self.order.iter().filter_map(|id| Some((id, self.callbacks.get(id).filter(about)?)));
        callbacks.map(|(id, callback)| callback.report(*id)).collect()
    }

    fn lane_of(&mut self, id: Uuid) -> Option<&mut Lane> {
        let app_user_id = self.callbacks.get(&id)?.app_user_id.clone();
        Some(self.lanes.entry(app_user_id).or_default())
    }
}

impl Callback {
    fn report(&self, id: Uuid) -> Value {
        let attempts = self.attempts.iter().map(|attempt| {
            json!({
                "at": attempt.at,
                "status": attempt.answer.ok(),
                "error": attempt.answer.err(),
            })
        });
        let headers: serde_json::Map<_, _> = self
            .rendered
            .headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
            .collect();
        json!({
            "webhookId": id.to_string(),
            "type": self.kind,
            "appUserId": self.app_user_id,
            "processDate": self.process_date,
            "headers": headers,
            "body": self.rendered.body,
            "attempts": attempts.collect::<Vec<_>>(),
            "taken": self.is_taken,
            "inQueue": self.is_in_queue,
        })
    }
}
