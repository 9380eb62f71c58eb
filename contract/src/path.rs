//! The customer's details by their paths: the name of each field of the profile in errors, drafts, locks and corrections, and
//! its place in [`Profile`]. Every list of these fields is generated from this table.

use alloc::string::String;

use crate::profile::{Civility, Profile};

/// A detail as text.
trait Detail {
    fn get(&self) -> &str;
    fn set(&mut self, value: &str);
}

impl Detail for String {
    fn get(&self) -> &str {
        self.trim()
    }

    fn set(&mut self, value: &str) {
        self.clear();
        self.push_str(value);
    }
}

impl Detail for Option<Civility> {
    fn get(&self) -> &str {
        self.map_or("", Civility::as_str)
    }

    fn set(&mut self, value: &str) {
        *self = Civility::parse(value).or(*self);
    }
}

/// Declares the paths, list by list, each with the member of [`Profile`] that it leads to.
macro_rules! details {
    ($($(#[$meta:meta])* $list:ident { $($constant:ident = $path:literal => $($member:ident).+,)+ })+) => {
        $($(
            #[doc = concat!("Path of `", stringify!($($member).+), "` in [`Profile`].")]
            pub const $constant: &str = $path;
        )+)+

        $(
            $(#[$meta])*
            pub const $list: [&str; [$($path),+].len()] = [$($path),+];
        )+

        /// Every path: [`IDENTITY`], then [`CONTACT`].
        pub const ALL: [&str; [$($($path),+),+].len()] = [$($($path),+),+];

        fn detail<'a>(profile: &'a Profile, path: &str) -> Option<&'a dyn Detail> {
            Some(match path {
                $($($path => &profile.$($member).+,)+)+
                _ => return None,
            })
        }

        fn detail_mut<'a>(profile: &'a mut Profile, path: &str) -> Option<&'a mut dyn Detail> {
            Some(match path {
                $($($path => &mut profile.$($member).+,)+)+
                _ => return None,
            })
        }
    };
}

details! {
    /// Critical identification data: compared with the document, and locked once entered.
    IDENTITY {
        CIVILITY = "civility" => civility,
        FIRST_NAME = "firstName" => first_name,
        LAST_NAME = "lastName" => last_name,
        BIRTH_NAME = "birthName" => birth_name,
        BIRTH_DATE = "birthDate" => birth_date,
        BIRTH_CITY = "birthCity" => birth_city,
        BIRTH_ZIP_CODE = "birthZipCode" => birth_zip_code,
        BIRTH_COUNTRY = "birthCountry" => birth_country,
        NATIONALITY = "nationality" => nationality,
    }
    /// All other details: they can be changed until the identity is validated.
    CONTACT {
        PHONE_NUMBER = "phoneNumber" => phone_number,
        PHONE_COUNTRY = "phoneCountry" => phone_country,
        EMAIL = "email" => email,
        STREET = "address.street" => address.street,
        SUPPLEMENT_IN = "address.supplementIn" => address.supplement_in,
        SUPPLEMENT_OUT = "address.supplementOut" => address.supplement_out,
        ZIP_CODE = "address.zipCode" => address.zip_code,
        CITY = "address.city" => address.city,
        COUNTRY = "address.country" => address.country,
    }
}

/// The text at `path`, trimmed; a civility is given as its word on the wire. Empty if there is no such path.
pub fn get<'a>(profile: &'a Profile, path: &str) -> &'a str {
    detail(profile, path).map_or("", Detail::get)
}

/// Sets the value at `path`. An unknown civility leaves the previous one.
pub fn set(profile: &mut Profile, path: &str, value: &str) {
    if let Some(detail) = detail_mut(profile, path) {
        detail.set(value);
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, vec::Vec};

    use super::*;

    const fn value(path: &'static str) -> &'static str {
        if matches!(path.as_bytes(), b"civility") { "mrs" } else { path }
    }

    #[test]
    fn every_path_is_read_where_it_was_written() {
        for path in ALL {
            let mut profile = Profile::default();
            set(&mut profile, path, value(path));
            assert_eq!(get(&profile, path), value(path));
            let others = ALL.into_iter().filter(|other| !get(&profile, other).is_empty());
            assert_eq!(others.collect::<Vec<_>>(), [path]);
        }
    }

    #[test]
    fn every_path_is_where_the_profile_has_it_on_the_wire() {
        let mut profile = Profile::default();
        for path in ALL {
            set(&mut profile, path, value(path));
        }
        let wire = serde_json::to_value(&profile).unwrap();
        for path in ALL {
            let at = format!("/{}", path.replace('.', "/"));
            assert_eq!(wire.pointer(&at).and_then(serde_json::Value::as_str), Some(value(path)), "{path}");
        }
        let members = |value: &serde_json::Value| value.as_object().map_or(0, serde_json::Map::len);
        assert_eq!(members(&wire) - 1 + members(&wire["address"]), ALL.len());
    }
}
