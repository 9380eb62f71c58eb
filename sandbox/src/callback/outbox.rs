//! Callbacks to send. Each prospect has a lane: first attempts leave it one after the other, in the order of their
//! events. A failed attempt is repeated later and does not block the lane.

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

/// One callback and its state.
struct Callback {
    kind: &'static str,
    app_user_id: String,
    process_date: Timestamp,
    rendered: Rendered,
    attempts: Vec<Attempt>,
    /// Whether the partner has it: it answered 2xx, or removed it from the queue.
    is_taken: bool,
    /// Whether its delivery failed so far, so that it can be fetched.
    is_in_queue: bool,
}

/// One attempt to deliver a callback.
#[derive(Clone)]
pub struct Attempt {
    /// When it was made.
    pub at: Timestamp,
    /// The partner's HTTP status, or the reason why there is none.
    pub answer: Result<u16, &'static str>,
}

/// The data for one attempt.
pub struct Delivery {
    /// `Webhook-Id`, the same for each attempt.
    pub webhook_id: Uuid,
    /// The documented number of the type.
    pub kind: &'static str,
    /// `Webhook-Processdate`, the same for each attempt.
    pub process_date: String,
    /// The content to post.
    pub rendered: Rendered,
}

impl Outbox {
    /// Records a callback of `app_user_id`. It is sent when [`Self::enqueue`] or a similar method is called.
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

    /// Puts an attempt at the end of the prospect's lane, followed by the callbacks that were held back.
    pub fn enqueue(&mut self, id: Uuid) {
        let Some(lane) = self.lane_of(id) else { return };
        lane.waiting.push_back(id);
        if let Some(held_back) = lane.held_back.take().filter(|held_back| *held_back != id) {
            lane.waiting.push_back(held_back);
        }
    }

    /// Makes another attempt, unless the partner has the callback by now.
    pub fn repeat(&mut self, id: Uuid) {
        if self.callbacks.get(&id).is_some_and(|callback| !callback.is_taken) {
            self.enqueue(id);
        }
    }

    /// Holds a callback back until the prospect's next one was sent, or until [`Self::let_go`].
    pub fn hold_back(&mut self, id: Uuid) {
        let Some(lane) = self.lane_of(id) else { return };
        if let Some(earlier) = lane.held_back.replace(id) {
            lane.waiting.push_back(earlier);
        }
    }

    /// Sends a callback that is still held back.
    pub fn let_go(&mut self, id: Uuid) {
        if self.lane_of(id).is_some_and(|lane| lane.held_back == Some(id)) {
            self.enqueue(id);
        }
    }

    /// Gives up the delivery of a callback. It can only be fetched from the queue.
    pub fn lose(&mut self, id: Uuid) {
        if let Some(callback) = self.callbacks.get_mut(&id) {
            callback.is_in_queue = true;
        }
    }

    /// The next attempt of a lane that has no running one.
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

    /// Records the result of an attempt. Returns the delay of the next attempt in milliseconds, if there has to be one.
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

    /// Whether no callback waits and no attempt is running.
    pub fn is_quiet(&self) -> bool {
        self.lanes.values().all(|lane| !lane.is_busy && lane.waiting.is_empty())
    }

    /// At most `limit` of the oldest undelivered callbacks of the last 14 days (documentation, webhooks). `remove`
    /// takes them out of the queue.
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

    /// The sent callbacks, oldest first, for `GET /control/sent`; only those of `app_user_id` if it is given.
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
