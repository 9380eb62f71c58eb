//! Converts a detail of the customer from the provider's spelling to that of the contract.

use contract::{path, time::Date};

/// The value at `path` as the contract spells it. Empty if it cannot be read.
pub(crate) fn value(path: &str, value: &str) -> String {
    match path {
        // Version 2.0 has words, version 1.1 numbers (documentation, users).
        path::CIVILITY => match value.to_lowercase().as_str() {
            "0" | "mr" => "mr",
            "1" | "mrs" => "mrs",
            "2" | "miss" => "miss",
            _ => "",
        }
        .to_owned(),
        // Version 1.1 appends a time of day.
        path::BIRTH_DATE => {
            let date = value.get(..10).unwrap_or(value);
            if Date::parse(date).is_some() { date.to_owned() } else { String::new() }
        }
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spellings_of_the_provider_are_read() {
        for (path, given, expected) in [
            ("civility", "Miss", "miss"),
            ("civility", "1", "mrs"),
            ("civility", "Empty", ""),
            ("birthDate", "1965-12-06T00:00:00", "1965-12-06"),
            ("birthDate", "1965-12-06", "1965-12-06"),
            ("birthDate", "06/12/1965", ""),
            ("firstName", "Zoé", "Zoé"),
        ] {
            assert_eq!(value(path, given), expected, "{given}");
        }
    }
}
