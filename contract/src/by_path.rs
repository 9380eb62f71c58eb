//! The customer's details by their paths ([`crate::path`]).

use alloc::string::String;

use crate::{
    path,
    profile::{Civility, Profile},
};

/// Declares where the text of each path stands.
macro_rules! texts {
    ($($path:path => $($field:ident).+,)+) => {
        fn text<'a>(profile: &'a Profile, path: &str) -> Option<&'a str> {
            Some(match path {
                $($path => &profile.$($field).+,)+
                _ => return None,
            })
        }

        fn text_mut<'a>(profile: &'a mut Profile, path: &str) -> Option<&'a mut String> {
            Some(match path {
                $($path => &mut profile.$($field).+,)+
                _ => return None,
            })
        }
    };
}

texts! {
    path::FIRST_NAME => first_name,
    path::LAST_NAME => last_name,
    path::BIRTH_NAME => birth_name,
    path::BIRTH_DATE => birth_date,
    path::BIRTH_CITY => birth_city,
    path::BIRTH_ZIP_CODE => birth_zip_code,
    path::BIRTH_COUNTRY => birth_country,
    path::NATIONALITY => nationality,
    path::PHONE_NUMBER => phone_number,
    path::PHONE_COUNTRY => phone_country,
    path::EMAIL => email,
    path::STREET => address.street,
    path::SUPPLEMENT_IN => address.supplement_in,
    path::SUPPLEMENT_OUT => address.supplement_out,
    path::ZIP_CODE => address.zip_code,
    path::CITY => address.city,
    path::COUNTRY => address.country,
}

/// The text at `path`, trimmed; the civility is its word. Empty where nothing stands there.
pub fn get<'a>(profile: &'a Profile, path: &str) -> &'a str {
    match path {
        path::CIVILITY => profile.civility.map_or("", Civility::as_str),
        other => text(profile, other).map_or("", str::trim),
    }
}

/// Puts `value` at `path`. A civility that is none leaves what was there.
pub fn set(profile: &mut Profile, path: &str, value: &str) {
    if path == path::CIVILITY {
        profile.civility = Civility::parse(value).or(profile.civility);
    } else if let Some(text) = text_mut(profile, path) {
        text.clear();
        text.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn every_path_is_read_where_it_was_written() {
        for path in path::ALL {
            let value = if path == path::CIVILITY { "mrs" } else { path };
            let mut profile = Profile::default();
            set(&mut profile, path, value);
            assert_eq!(get(&profile, path), value);
            let others = path::ALL.into_iter().filter(|other| !get(&profile, other).is_empty());
            assert_eq!(others.collect::<Vec<_>>(), [path]);
        }
    }

    #[test]
    fn every_path_is_where_the_profile_has_it_on_the_wire() {
        let text = include_str!("../fixtures/profile.json");
        let profile: Profile = serde_json::from_str(text).unwrap();
        let wire: serde_json::Value = serde_json::from_str(text).unwrap();
        for path in path::ALL {
            let at = alloc::format!("/{}", path.replace('.', "/"));
            let expected = wire.pointer(&at).and_then(serde_json::Value::as_str).unwrap_or_default();
            assert_eq!(get(&profile, path), expected, "{path}");
        }
    }
}
