//! Forms (`application/x-www-form-urlencoded`): either JSON in one field, or the values in fields, as in callback 15.

use serde_json::{Map, Value};

use super::json;

/// The form as an object: the JSON in its only field, or its fields as texts. `None` if the text is not a form.
pub(super) fn object(text: &str) -> Option<Value> {
    if let Some((name, held)) = text.split_once('=')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && let Some(held) = json::value(held).filter(|held| held.is_object() || held.is_array())
    {
        return Some(held); // the text is not URL-encoded
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
