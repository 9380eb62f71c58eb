//! The provider's queue of callbacks that it could not deliver (documentation, webhooks).

use axum::http::Method;
use serde_json::{Map, Value};

use super::{
    client::Provider,
    dialect::{Call, JSON},
    error::ProviderError,
};
use crate::reading::words;

/// Most entries to request at once: the smallest of the published limits.
pub const QUEUE_LIMIT: usize = 30;

/// A callback from the queue. Its body may hold personal data, so the type has no `Debug`.
pub struct Missed {
    /// `Webhook-Id`, the same for each attempt to deliver it.
    pub id: Option<String>,
    /// `Webhook-Processdate`.
    pub process_date: Option<String>,
    /// Type of the callback.
    pub kind: Option<String>,
    /// The body that would have been posted. Empty if the headers carry everything.
    pub body: Vec<u8>,
}

impl Provider {
    /// At most `limit` of the oldest undelivered callbacks. `is_removing` takes them out of the queue. `GET
    /// /api/v2.0/webhooks?limit=&remove=`.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn missed_callbacks(
        &self,
        limit: usize,
        is_removing: bool,
        request_id: &str,
    ) -> Result<Vec<Missed>, ProviderError> {
        let path = format!("/api/v2.0/webhooks?limit={limit}&remove={is_removing}");
        let call = Call { method: Method::GET, path, media_type: JSON, body: None };
        let reply = self.call(&call, request_id).await?;
        let listed = match reply.value {
            Some(Value::Array(listed)) => listed,
            Some(Value::Object(page)) => words::list(&page, "values").into_iter().cloned().collect(),
            _ => Vec::new(),
        };
        Ok(listed.iter().filter_map(Value::as_object).map(missed).collect())
    }
}

fn missed(entry: &Map<String, Value>) -> Missed {
    let metadata = words::get(entry, "metadata").and_then(Value::as_object);
    let of_metadata = |key: &str| metadata.and_then(|metadata| words::text(metadata, key));
    let body = match words::get(entry, "payload") {
        Some(Value::String(text)) => text.clone().into_bytes(),
        Some(payload) => payload.to_string().into_bytes(),
        None => Vec::new(),
    };
    Missed {
        id: of_metadata("id"),
        process_date: of_metadata("processDate"),
        kind: of_metadata("type"),
        body,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_entry_is_read_as_documented_even_if_parts_are_missing() {
        let entry = json!({
            "metadata": { "id": "a", "processDate": "12/12/2023 17:51:40 +00:00", "type": "34", "version": "1.0" },
            "payload": { "type": "34", "appUserId": "k7p2m9x4q" },
            "response": { "statusCode": 500 },
        });
        let read = missed(entry.as_object().unwrap());
        assert_eq!((read.id.as_deref(), read.kind.as_deref()), (Some("a"), Some("34")));
        assert_eq!(read.process_date.as_deref(), Some("12/12/2023 17:51:40 +00:00"));
        assert_eq!(read.body, entry["payload"].to_string().into_bytes());
        let bare = missed(&Map::new());
        assert!(bare.id.is_none() && bare.kind.is_none() && bare.body.is_empty());
    }
}
