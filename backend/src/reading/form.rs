//! Forms (`application/x-www-form-urlencoded`): JSON in a field, or the fields themselves, as callback 15 has them.

use serde_json::{Map, Value};

use super::json;

/// The form as an object: that of the one field that holds JSON, or the fields as texts. `None` where it is no form.
pub(super) fn object(text: &str) -> Option<Value> {
    if let Some((name, held)) = text.split_once('=')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && let Some(held) = json::value(held).filter(|held| held.is_object() || held.is_array())
    {
        return Some(held); // not encoded
    }
    let is_form = text.contains('=') && !text.contains(['{', '<', '"', '\n']) && text.is_ascii();
    if !is_form {
        return None;
    }
    let fields: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    let held = fields
        .iter()
        .map(|(_, value)| value)
        .find_map(|value| json::value(value).filter(|value| value.is_object() || value.is_array()));
    if held.is_some() {
        return held;
    }
    let fields: Map<String, Value> =
        fields.into_iter().map(|(name, value)| (name, Value::String(value))).collect();
    (!fields.is_empty()).then_some(Value::Object(fields))
}
