//! A callback as the inbox stores it: headers, body, and the keys to find it again.

use contract::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::reading::words;

/// A callback to store. Its body may contain personal data: there is no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Envelope {
    /// The same for every delivery of one callback: the provider's id, or else a digest of the whole delivery.
    pub key: String,
    /// `34`, `4`, `UserCreatedOrUpdated`, …; `None` if nothing names it.
    pub kind: Option<String>,
    /// The user it is about, in lower case.
    pub app_user_id: Option<String>,
    /// The confirmation that it answers (callback 36).
    pub authentication_id: Option<String>,
    /// When the provider made it.
    pub process_at: Option<Timestamp>,
    /// When it arrived.
    pub received_at: Timestamp,
    /// Whether it could be read. Unreadable callbacks are stored and listed.
    pub is_readable: bool,
    /// The fields in the headers (callback 36), as a JSON object.
    pub headers: String,
    /// The body as JSON, in which digests replace activation codes and addresses of identification pages.
    /// Empty if it could not be read.
    pub body: String,
}

/// The content of a body, with or without a wrapper: bare, `Payload`, `payload`.
///
/// Callback 36 has a `Header` beside its `Payload`: that `Payload` is not a wrapper.
pub(super) fn content(body: &Map<String, Value>) -> &Map<String, Value> {
    if words::get(body, "header").is_some() {
        return body;
    }
    match words::get(body, "payload") {
        Some(Value::Object(inner)) => content(inner),
        _ => body,
    }
}

/// The `Header` of callback 36, if the content has one.
pub(super) fn confirmation_header(content: &Map<String, Value>) -> Option<&Map<String, Value>> {
    words::get(content, "header").and_then(Value::as_object)
}

/// Where a field can be found: in the HTTP headers of callback 36, and in the body.
pub(super) struct Fields<'a> {
    pub(super) headers: &'a Map<String, Value>,
    pub(super) body: &'a Map<String, Value>,
}

impl Fields<'_> {
    /// Callbacks for transfers and old callbacks for accounts (15, 16, 38) spell it `userId` or `userid`.
    pub(super) fn user_id(&self) -> Option<String> {
        self.text("appUserId").or_else(|| self.text("userId"))
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        let content = content(self.body);
        let of_header = confirmation_header(content).and_then(|header| words::text(header, key));
        let of_body = of_header.or_else(|| words::text(content, key)).or_else(|| words::text(self.body, key));
        of_body.or_else(|| words::text(self.headers, key))
    }
}
