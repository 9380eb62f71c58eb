//! JSON in the wrappers that senders use: a byte order mark, a string that contains JSON, an array, or one value on
//! each line.

use serde_json::{Map, Value};

/// How many levels of JSON in strings are unwrapped.
const MOST_TEXTS: usize = 4;

/// `text` without white space and a byte order mark around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|character: char| {
        character.is_whitespace() || matches!(character, '\u{feff}' | '\0' | '\u{1a}')
    })
}

/// The value of `text`. A string that contains JSON is unwrapped. `None` if `text` is not JSON.
pub(crate) fn value(text: &str) -> Option<Value> {
    serde_json::from_str(trimmed(text)).ok().map(|value| unfolded(value, MOST_TEXTS))
}

/// The object of `text`. `None` if `text` is anything else.
pub(crate) fn object(text: &str) -> Option<Map<String, Value>> {
    match value(text)? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// The values of `text`, one after the other. `None` if it is not JSON.
pub(super) fn values(text: &str) -> Option<Vec<Value>> {
    let values = serde_json::Deserializer::from_str(trimmed(text)).into_iter::<Value>();
    values.map(|value| value.ok().map(|value| unfolded(value, MOST_TEXTS))).collect()
}

/// The objects among `values` and in their arrays.
pub(crate) fn objects(values: Vec<Value>) -> Vec<Map<String, Value>> {
    let objects = values.into_iter().flat_map(|value| match value {
        Value::Object(object) => vec![object],
        Value::Array(items) => objects(items.into_iter().map(|item| unfolded(item, MOST_TEXTS)).collect()),
        _ => Vec::new(),
    });
    objects.collect()
}

/// Unwraps a string that contains JSON.
fn unfolded(value: Value, most: usize) -> Value {
    let Value::String(text) = &value else { return value };
    match serde_json::from_str(trimmed(text)) {
        Ok(held @ (Value::Object(_) | Value::Array(_))) => held,
        Ok(held @ Value::String(_)) if most > 0 => unfolded(held, most - 1),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_unwrapped() {
        let expected = json!({ "a": 1 });
        let object = expected.to_string();
        let once = serde_json::to_string(&object).unwrap();
        let twice = serde_json::to_string(&once).unwrap();
        for text in [&object, &once, &twice, &format!("\u{feff}\u{feff} {object}\r\n\0\0")] {
            assert_eq!(value(text), Some(expected.clone()), "{text}");
        }
        let lines = format!("{object}\n{object}\n");
        for text in [format!("[{object},{object}]"), format!("[{once},[{twice}]]"), lines] {
            assert_eq!(objects(values(&text).unwrap()).len(), 2, "{text}");
        }
        for text in ["", "{", "{'a':1}", "<a/>", &format!("{object} and more")] {
            assert_eq!(values(text).filter(|values| !values.is_empty()), None, "{text}");
        }
    }
}
