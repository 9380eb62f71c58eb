//! Reads JSON whose keys and words have several spellings: `AppUserId`, `appUserid`, `Fraud_Suspicion`.

use serde_json::{Map, Value};

/// A word in lower case, without white space, `_` and `-`.
pub(crate) fn plain(word: &str) -> String {
    word.chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The value of `key` in any spelling. `null` counts as missing. If several spellings are present, the first one
/// counts.
pub(crate) fn get<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    let exact = object.get(key);
    let found = exact.or_else(|| {
        let key = plain(key);
        object.iter().find(|(name, _)| plain(name) == key).map(|(_, value)| value)
    });
    found.filter(|value| !value.is_null())
}

/// The value of `key` as trimmed text. Numbers and booleans become text; empty text counts as missing.
pub(crate) fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let text = match get(object, key)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(boolean) => boolean.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The value of `key` as a list. A single value becomes a list of one, a missing value an empty list.
pub(crate) fn list<'a>(object: &'a Map<String, Value>, key: &str) -> Vec<&'a Value> {
    match get(object, key) {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(single) => [single].into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_words_are_read_in_any_spelling() {
        let value: Value =
            serde_json::from_str(r#"{"AppUserid": " x ", "n": 4, "none": null, "": ""}"#).unwrap();
        let object = value.as_object().unwrap();
        assert_eq!(text(object, "appUserId").as_deref(), Some("x"));
        assert_eq!(text(object, "N").as_deref(), Some("4"));
        assert_eq!(text(object, "none"), None);
        assert_eq!(plain("Fraud_Suspicion"), plain("FraudSuspicion"));
        assert_eq!(plain("To_Review_Manually"), "toreviewmanually");
    }
}
