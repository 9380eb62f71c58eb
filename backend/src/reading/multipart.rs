//! Multipart forms (RFC 7578): either JSON in a part, or the values in parts. The boundary is read from the body, so that a
//! sender's `Content-Type` does not matter.

use serde_json::{Map, Value};

use super::json;

/// The form as an object: the JSON of its first part that holds some, or its parts as texts. `None` if the text is not a
/// multipart form.
pub(super) fn object(text: &str) -> Option<Value> {
    let boundary = text.lines().next()?.trim_end();
    if !boundary.starts_with("--") || boundary.len() < 3 {
        return None;
    }
    let parts = text.split(boundary).filter_map(|part| {
        let (headers, content) = part.split_once("\r\n\r\n").or_else(|| part.split_once("\n\n"))?;
        Some((name(headers)?, content.trim_end_matches(['\r', '\n'])))
    });
    let parts: Vec<(&str, &str)> = parts.collect();
    let is_json = |value: &Value| value.is_object() || value.is_array();
    if let Some(held) = parts.iter().find_map(|(_, content)| json::value(content).filter(is_json)) {
        return Some(held);
    }
    let fields: Map<String, Value> =
        parts.into_iter().map(|(name, content)| (name.to_owned(), content.into())).collect();
    (!fields.is_empty()).then_some(Value::Object(fields))
}

/// The name of a part in its `Content-Disposition`.
fn name(headers: &str) -> Option<&str> {
    let named = headers.split(';').find_map(|parameter| parameter.trim().strip_prefix("name="))?;
    let end = named.find(['\r', '\n']).unwrap_or(named.len());
    Some(named.get(..end)?.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_in_parts_are_an_object() {
        let text = "--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n34\r\n\
                    --b\r\nContent-Disposition: form-data; name=appUserId; x=y\r\n\r\nabc\r\n--b--\r\n";
        assert_eq!(object(text), Some(json!({ "type": "34", "appUserId": "abc" })));
    }

    #[test]
    fn anything_else_is_no_form() {
        for text in ["", "--", "--b", "--b\r\n\r\n--b--", "-- a comment\n{}", "a=b"] {
            assert_eq!(object(text), None, "{text:?}");
        }
    }
}
