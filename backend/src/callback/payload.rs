//! The wrapper of a callback: an object, a list or a text in `Payload`.

use serde_json::{Map, Value};

use crate::reading::{
    json,
    words::{self, plain},
};

/// The callbacks in `objects`. A `Payload` that is a text with JSON is parsed; a `Payload` that is a list gives one callback for
/// each item.
pub(super) fn unwrapped(objects: Vec<Map<String, Value>>) -> Vec<Map<String, Value>> {
    objects.into_iter().flat_map(unwrapped_one).collect()
}

fn unwrapped_one(mut object: Map<String, Value>) -> Vec<Map<String, Value>> {
    read_text(&mut object, "header");
    if words::get(&object, "header").is_some() {
        return vec![object]; // callback 36: its payload is the answer to what was confirmed
    }
    read_text(&mut object, "payload");
    let Some(name) = object.iter().find(|(name, _)| plain(name) == "payload").map(|(name, _)| name.clone())
    else {
        return vec![object];
    };
    let with = |inner: Value| {
        let mut outer = object.clone();
        outer.insert(name.clone(), inner);
        outer
    };
    match object.get(&name) {
        Some(Value::Object(inner)) => {
            unwrapped_one(inner.clone()).into_iter().map(|inner| with(Value::Object(inner))).collect()
        }
        Some(Value::Array(items)) if items.iter().any(Value::is_object) => {
            let items = json::objects(items.clone());
            unwrapped(items).into_iter().map(|inner| with(Value::Object(inner))).collect()
        }
        _ => vec![object],
    }
}

/// Replaces the value of `key` with the object or list that it contains as text, if it does.
fn read_text(object: &mut Map<String, Value>, key: &str) {
    let field = object.iter_mut().find(|(name, _)| plain(name) == key);
    if let Some((_, value)) = field
        && let Value::String(text) = &*value
        && let Some(held @ (Value::Object(_) | Value::Array(_))) = json::value(text)
    {
        *value = held;
    }
}
