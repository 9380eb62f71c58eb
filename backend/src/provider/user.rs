//! Reads a user tolerantly. Both generations use the same names in different casing. Version 1.1 has the address beside
//! the other fields (documentation, users: read).

use serde_json::{Map, Value};

use contract::path;

use crate::reading::{detail, words};

/// What the provider reports about a customer: paths and values. Personal data that must not be logged.
pub type Details = Vec<(&'static str, String)>;

/// The details of a user, without those that are missing or empty.
pub(super) fn details(user: &Map<String, Value>) -> Details {
    let profile = words::get(user, "profile").and_then(Value::as_object).unwrap_or(user);
    let address = words::get(profile, "address").and_then(Value::as_object).unwrap_or(profile);
    let reported = |path: &'static str| {
        let text = match path.strip_prefix("address.") {
            Some(name) => words::text(address, name)?,
            None => words::text(profile, path)?,
        };
        let value = detail::value(path, &text);
        (!value.is_empty()).then_some((path, value))
    };
    path::ALL.into_iter().filter_map(reported).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(user: &Value) -> Vec<(&'static str, String)> {
        details(user.as_object().unwrap())
    }

    #[test]
    fn both_generations_are_read() {
        let legacy = json!({ "Id": 1, "AppUserId": "a1b2c3d4e", "Profile": {
            "Civility": 2, "FirstName": "Corinne", "Birthdate": "1965-12-06T00:00:00", "Birthcity": "Paris",
            "Phonenumber": "+33612345678", "Street": "104, rue des Fleurs", "City": "Boulogne", "ZipCode": "92100",
            "Country": "FR", "Email": null,
        } });
        let current = json!({ "appUserId": "a1b2c3d4e", "profile": {
            "civility": "Miss", "firstName": "Corinne", "birthDate": "1965-12-06", "birthCity": "Paris",
            "phoneNumber": "+33612345678", "email": "", "address": {
                "street": "104, rue des Fleurs", "city": "Boulogne", "zipCode": "92100", "country": "FR", "area": "",
            },
        } });
        let expected: Vec<(&str, String)> = [
            ("civility", "miss"),
            ("firstName", "Corinne"),
            ("birthDate", "1965-12-06"),
            ("birthCity", "Paris"),
            ("phoneNumber", "+33612345678"),
            ("address.street", "104, rue des Fleurs"),
            ("address.zipCode", "92100"),
            ("address.city", "Boulogne"),
            ("address.country", "FR"),
        ]
        .map(|(path, value)| (path, value.to_owned()))
        .into();
        assert_eq!(read(&legacy), expected);
        assert_eq!(read(&current), expected);
        assert_eq!(read(&json!({ "profile": 4 })), []);
    }
}
