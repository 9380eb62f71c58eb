//! The API calls that the sandbox received, for tests to inspect.

use std::collections::VecDeque;

use contract::time::Timestamp;
use serde_json::{Value, json};

/// Largest number of stored calls. The oldest are dropped.
const KEPT: usize = 10_000;

/// The calls of the API since the start or the last reset.
#[derive(Default)]
pub struct Received {
    calls: VecDeque<Call>,
    forgotten: usize,
}

/// One API call. It has personal data, so there is no `Debug`.
pub struct Call {
    /// When it arrived.
    pub at: Timestamp,
    /// HTTP method.
    pub method: String,
    /// Path and query as they were sent.
    pub path: String,
    /// The body: JSON, or a text if it is not JSON, or null if it is empty. Secrets are left out.
    pub body: Value,
    /// Members of the body that the API does not know and ignores.
    pub ignored_fields: Vec<String>,
    /// HTTP status of the answer. `None` while there is none.
    pub status: Option<u16>,
}

impl Received {
    /// Records a call. Returns its number for [`Self::answered`].
    pub fn add(&mut self, call: Call) -> usize {
        if self.calls.len() == KEPT {
            self.calls.pop_front();
            self.forgotten += 1;
        }
        self.calls.push_back(call);
        self.forgotten + self.calls.len() - 1
    }

    /// Records the answer to a call.
    pub fn answered(&mut self, number: usize, status: u16) {
        let call = number.checked_sub(self.forgotten).and_then(|index| self.calls.get_mut(index));
        if let Some(call) = call {
            call.status = Some(status);
        }
    }

    /// The calls, oldest first, for `GET /control/received`.
    pub fn report(&self) -> Vec<Value> {
        let entry = |call: &Call| {
            json!({
                "at": call.at,
                "method": call.method,
                "path": call.path,
                "body": call.body,
                "ignoredFields": call.ignored_fields,
                "status": call.status,
            })
        };
        self.calls.iter().map(entry).collect()
    }
}
