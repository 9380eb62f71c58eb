//! The customer's details by their paths: `firstName`, `address.city`.

use contract::{
    profile::{Civility, Profile},
    time::Date,
};

use crate::journey::lock::{CONTACT, IDENTITY};

/// Every path.
pub fn all() -> impl Iterator<Item = &'static str> {
    IDENTITY.into_iter().chain(CONTACT)
}

/// The text at `path`, trimmed; the civility is its word. Empty where nothing stands there.
pub fn get<'a>(profile: &'a Profile, path: &str) -> &'a str {
    match path {
        "civility" => profile.civility.map_or("", Civility::as_str),
        other => text(profile, other).map_or("", |text| text.trim()),
    }
}

/// Puts `value` at `path`. A civility that is none leaves what was there.
pub fn set(profile: &mut Profile, path: &str, value: &str) {
    if path == "civility" {
        profile.civility = Civility::parse(value).or(profile.civility);
    } else if let Some(field) = text_mut(profile, path) {
        value.clone_into(field);
    }
}

/// A value as the provider writes it, in the writing of the contract.
pub fn canonical(path: &str, value: &str) -> String {
    match path {
        // Words in version 2.0, numbers in version 1.1 (documentation, users).
        "civility" => match value.to_lowercase().as_str() {
            "0" | "mr" => "mr",
            "1" | "mrs" => "mrs",
            "2" | "miss" => "miss",
            _ => "",
        }
        .to_owned(),
        // Version 1.1 adds a time of day.
        "birthDate" => {
            let date = value.get(..10).unwrap_or(value);
            if Date::parse(date).is_some() { date.to_owned() } else { String::new() }
        }
        _ => value.to_owned(),
    }
}

fn text<'a>(profile: &'a Profile, path: &str) -> Option<&'a String> {
    Some(match path {
        "firstName" => &profile.first_name,
        "lastName" => &profile.last_name,
        "birthName" => &profile.birth_name,
        "birthDate" => &profile.birth_date,
        "birthCity" => &profile.birth_city,
        "birthZipCode" => &profile.birth_zip_code,
        "birthCountry" => &profile.birth_country,
        "nationality" => &profile.nationality,
        "phoneNumber" => &profile.phone_number,
        "phoneCountry" => &profile.phone_country,
        "email" => &profile.email,
        "address.street" => &profile.address.street,
        "address.supplementIn" => &profile.address.supplement_in,
        "address.supplementOut" => &profile.address.supplement_out,
        "address.zipCode" => &profile.address.zip_code,
        "address.city" => &profile.address.city,
        "address.country" => &profile.address.country,
        _ => return None,
    })
}

fn text_mut<'a>(profile: &'a mut Profile, path: &str) -> Option<&'a mut String> {
    Some(match path {
        "firstName" => &mut profile.first_name,
        "lastName" => &mut profile.last_name,
        "birthName" => &mut profile.birth_name,
        "birthDate" => &mut profile.birth_date,
        "birthCity" => &mut profile.birth_city,
        "birthZipCode" => &mut profile.birth_zip_code,
        "birthCountry" => &mut profile.birth_country,
        "nationality" => &mut profile.nationality,
        "phoneNumber" => &mut profile.phone_number,
        "phoneCountry" => &mut profile.phone_country,
        "email" => &mut profile.email,
        "address.street" => &mut profile.address.street,
        "address.supplementIn" => &mut profile.address.supplement_in,
        "address.supplementOut" => &mut profile.address.supplement_out,
        "address.zipCode" => &mut profile.address.zip_code,
        "address.city" => &mut profile.address.city,
        "address.country" => &mut profile.address.country,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_read_where_it_was_put() {
        for path in all() {
            let value = if path == "civility" { "mrs" } else { path };
            let mut profile = Profile::default();
            set(&mut profile, path, value);
            assert_eq!(get(&profile, path), value);
            let others = all().filter(|other| !get(&profile, other).is_empty());
            assert_eq!(others.collect::<Vec<_>>(), [path]);
        }
    }

    #[test]
    fn the_writings_of_the_provider_are_read() {
        for (path, value, expected) in [
            ("civility", "Miss", "miss"),
            ("civility", "1", "mrs"),
            ("civility", "Empty", ""),
            ("birthDate", "1965-12-06T00:00:00", "1965-12-06"),
            ("birthDate", "1965-12-06", "1965-12-06"),
            ("birthDate", "06/12/1965", ""),
            ("firstName", "Zoé", "Zoé"),
        ] {
            assert_eq!(canonical(path, value), expected, "{value}");
        }
    }
}
