//! Reads a body as JSON, whatever its content coding (RFC 9110, section 8.4), character encoding and wrapper, declared
//! or not.

use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::unreadable::Unreadable;
use super::{charset, coding, form, json, multipart};

/// Largest size of a decompressed body, in bytes.
const MAX_DECODED: usize = 32 * 1024 * 1024;

/// What the headers say about a body.
#[derive(Clone, Copy, Default)]
pub(crate) struct Declared<'a> {
    /// `Content-Type`. Empty if there is none.
    pub(crate) content_type: &'a str,
    /// `Content-Encoding`, with all its lines joined by commas. Empty if there is none.
    pub(crate) content_encoding: &'a str,
}

impl<'a> Declared<'a> {
    /// Reads the headers of an answer.
    pub(crate) fn of(headers: &'a HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self { content_type: text(header::CONTENT_TYPE), content_encoding: text(header::CONTENT_ENCODING) }
    }
}

/// The bytes without their content coding. Unchanged if the coding is unknown.
pub(crate) fn decoded(bytes: &[u8], declared: Declared) -> Vec<u8> {
    coding::decode(bytes, declared.content_encoding, MAX_DECODED)
        .map_or_else(|_| bytes.to_vec(), |decoded| decoded.bytes)
}

/// The JSON value of a body. `None` if there is none.
pub(crate) fn value(bytes: &[u8], declared: Declared) -> Option<Value> {
    let decoded = coding::decode(bytes, declared.content_encoding, MAX_DECODED).ok()?;
    json::value(&charset::text(&decoded.bytes, declared.content_type, &decoded.unknown))
}

/// The objects of a body, in order: a single one, those of an array, or one on each line. A form counts as an object.
///
/// # Errors
/// [`Unreadable`].
pub(crate) fn objects(bytes: &[u8], declared: Declared) -> Result<Vec<Map<String, Value>>, Unreadable> {
    let decoded = coding::decode(bytes, declared.content_encoding, MAX_DECODED)?;
    let text = charset::text(&decoded.bytes, declared.content_type, &decoded.unknown);
    let text = json::trimmed(&text);
    if text.is_empty() {
        return Err(Unreadable::Empty);
    }
    let values =
        json::values(text).or_else(|| Some([multipart::object(text).or_else(|| form::object(text))?].into()));
    match values.map(json::objects) {
        Some(objects) if objects.is_empty() => Err(Unreadable::NoObject),
        Some(objects) => Ok(objects),
        None if decoded.is_doubtful => Err(Unreadable::Coding),
        None => Err(Unreadable::NotJson),
    }
}
