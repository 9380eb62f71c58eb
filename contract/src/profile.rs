//! The customer's details (documentation, users: create).

use alloc::string::String;

use serde::{Deserialize, Serialize};

mod check;

pub use crate::postcode::MAX_POSTCODE;
use crate::{phone, postcode, word::words};

/// Maximum length of a name, in characters.
pub const MAX_NAME: usize = 140;
/// Maximum length of the place of birth and of an e-mail address, in characters.
pub const MAX_LONG: usize = 255;
/// How many characters of a street line fit on the letter with the card; the rest is cut off there (documentation, users). A
/// longer line is accepted.
pub const STREET_ON_LETTER: usize = 38;
/// Maximum length of a street line, in characters. The provider does not publish its own limit for version 2.0.
pub const MAX_STREET: usize = 255;
/// Age of majority, in years. A server may apply another one.
pub const MIN_AGE: u16 = 18;
/// The lowest age that is too old to be accepted, in years.
pub const AGE_LIMIT: u16 = 100;

words! {
    /// How the customer is addressed.
    pub enum Civility {
        /// Mr.
        Mr = "mr",
        /// Mrs.
        Mrs = "mrs",
        /// Miss.
        Miss = "miss",
    }
}

/// Where the customer lives.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Address {
    /// Number and street.
    pub street: String,
    /// Flat or floor; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub supplement_in: String,
    /// Building or residence; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub supplement_out: String,
    /// Postcode: five digits in France and its overseas territories.
    pub zip_code: String,
    /// Town.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// Submission of the step `profile`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// How the customer is addressed; `None` means that the customer did not answer.
    pub civility: Option<Civility>,
    /// All first names, separated by spaces.
    pub first_name: String,
    /// Last name in use.
    pub last_name: String,
    /// Name at birth.
    pub birth_name: String,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Town of birth.
    pub birth_city: String,
    /// Postcode of birth; required for births in France and its overseas territories, empty elsewhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub birth_zip_code: String,
    /// ISO 3166-1 alpha-2.
    pub birth_country: String,
    /// ISO 3166-1 alpha-2.
    pub nationality: String,
    /// Mobile number: ITU-T E.164 (`+33612345678`), or as dialled within [`Profile::phone_country`] (`0612345678`).
    pub phone_number: String,
    /// ISO 3166-1 alpha-2 of the country that a national number belongs to; empty where the number begins with `+`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone_country: String,
    /// E-mail address.
    pub email: String,
    /// Where the customer lives.
    pub address: Address,
}

impl Profile {
    /// Writes the phone number and the postcodes as the provider expects them, however the customer wrote them, and replaces a
    /// grave accent that stands for an apostrophe. The texts must be normalised already ([`crate::text`]).
    pub fn normalise(&mut self) {
        // In an e-mail address, the grave accent is a separate character.
        for text in [
            &mut self.first_name,
            &mut self.last_name,
            &mut self.birth_name,
            &mut self.birth_city,
            &mut self.address.street,
            &mut self.address.supplement_in,
            &mut self.address.supplement_out,
            &mut self.address.city,
        ] {
            *text = text.chars().map(|character| if character == '`' { '\'' } else { character }).collect();
        }
        self.birth_zip_code = postcode::normalise_birth_postcode(&self.birth_country, &self.birth_zip_code);
        self.address.zip_code = postcode::normalise_postcode(&self.address.country, &self.address.zip_code);
        self.phone_number = phone::normalise_phone_number(&self.phone_number);
        // A number in international form already says its country.
        if self.phone_number.starts_with('+') {
            self.phone_country.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use FieldErrorCode::*;

    use alloc::vec::Vec;

    use super::*;
    use crate::{problem::FieldErrorCode, time::Date};

    fn profile() -> Profile {
        Profile {
            civility: Some(Civility::Miss),
            first_name: "Corinne Zoé".into(),
            last_name: "Berthier-Łukasz".into(),
            birth_name: "O’Neil".into(),
            birth_date: "1965-12-06".into(),
            birth_city: "Saint-Étienne".into(),
            birth_zip_code: "42000".into(),
            birth_country: "FR".into(),
            nationality: "FR".into(),
            phone_number: "+33612345678".into(),
            phone_country: String::new(),
            email: "corinne+LC_ACCEPTED@example.fr".into(),
            address: Address {
                street: "104, rue des Fleurs".into(),
                zip_code: "92100".into(),
                city: "Boulogne".into(),
                country: "FR".into(),
                ..Address::default()
            },
        }
    }

    fn errors(change: impl FnOnce(&mut Profile)) -> Vec<(String, FieldErrorCode)> {
        let mut profile = profile();
        change(&mut profile);
        let today = Date::parse("2026-11-23").unwrap();
        profile.check(today).into_iter().map(|error| (error.field, error.code)).collect()
    }

    fn one(field: &str, code: FieldErrorCode) -> Vec<(String, FieldErrorCode)> {
        [(field.into(), code)].into()
    }

    #[test]
    fn a_good_profile_passes() {
        assert_eq!(errors(|_| ()), []);
    }

    #[test]
    fn names_are_latin_and_not_endless() {
        for (name, code) in [
            ("", Required),
            ("   ", Required),
            ("Ирина", InvalidCharacters),
            ("\u{202e}Corinne", InvalidCharacters),
            ("Zoé 😀", InvalidCharacters),
            ("<script>alert(1)</script>", InvalidCharacters),
            ("---", InvalidCharacters),
            ("Zoe\u{301}", InvalidCharacters),
        ] {
            assert_eq!(errors(|profile| profile.first_name = name.into()), one("firstName", code), "{name}");
        }
        for name in ["Məmmədov", "Əliyev", "ɓello", "Kɔfi", "Đặng", "Weiß", "Þór", "St. Martin"] {
            assert_eq!(errors(|profile| profile.first_name = name.into()), [], "{name}");
        }
        assert_eq!(errors(|profile| profile.last_name = "é".repeat(140)), []);
        assert_eq!(errors(|profile| profile.last_name = "é".repeat(141)), one("lastName", TooLong));
        assert_eq!(errors(|profile| profile.last_name = "a".repeat(200_000)), one("lastName", TooLong));
    }

    #[test]
    fn age_is_counted_in_birthdays() {
        for (date, expected) in [
            ("2008-11-23", None),
            ("2008-11-24", Some(UnderAge)),
            ("1926-11-24", None),
            ("1926-11-23", Some(OverAge)),
            ("06/12/1965", Some(InvalidFormat)),
            ("2001-02-30", Some(InvalidFormat)),
            ("", Some(Required)),
        ] {
            let found = errors(|profile| profile.birth_date = date.into());
            assert_eq!(found.first().map(|(_, code)| *code), expected, "{date}");
        }
    }

    #[test]
    fn births_in_france_have_a_postcode() {
        assert_eq!(errors(|profile| profile.birth_zip_code.clear()), one("birthZipCode", Required));
        assert_eq!(
            errors(|profile| profile.birth_zip_code = "7500".into()),
            one("birthZipCode", InvalidFormat)
        );
        assert_eq!(
            errors(|profile| {
                profile.birth_zip_code.clear();
                profile.birth_country = "BE".into();
            }),
            []
        );
        assert_eq!(
            errors(|profile| {
                profile.birth_zip_code.clear();
                profile.birth_country = "RE".into();
            }),
            one("birthZipCode", Required)
        );
    }

    #[test]
    fn phone_numbers_are_e164() {
        for good in ["+33612345678", "+4915112345678", "+1234567"] {
            assert_eq!(errors(|profile| profile.phone_number = good.into()), [], "{good}");
        }
        for bad in ["0612345678", "+0612345678", "+336", "+33 612345678", "+3361234567890123"] {
            let found = errors(|profile| profile.phone_number = bad.into());
            assert_eq!(found, one("phoneNumber", InvalidFormat), "{bad}");
        }
    }

    #[test]
    fn a_national_number_has_its_country() {
        let national = |number: &str, country: &str| {
            errors(|profile| {
                profile.phone_number = number.into();
                profile.phone_country = country.into();
            })
        };
        assert_eq!(national("0612345678", "FR"), []);
        assert_eq!(national("0612345678", "XX"), one("phoneCountry", NotAllowed));
        for bad in ["061", "06 12 34 56 78", "+33612345678", "0612345678901234", "zero"] {
            assert_eq!(national(bad, "FR"), one("phoneNumber", InvalidFormat), "{bad}");
        }
        assert_eq!(national("", "FR"), one("phoneNumber", Required));
    }

    #[test]
    fn e_mail_addresses_have_a_domain() {
        for good in ["a@b.fr", "first.last+LC_DOC_QUALITY+LC_OTHER@sub.example.com", "o'neil_&{x}~1@a-b.fr"] {
            assert_eq!(errors(|profile| profile.email = good.into()), [], "{good}");
        }
        for bad in ["a", "a@b", "@b.fr", "a@.fr", "a@b..fr", "a@b@c.fr", "a@b.fr/c", "a@b_c.fr", "a@b'.fr"] {
            assert_eq!(errors(|profile| profile.email = bad.into()), one("email", InvalidFormat), "{bad}");
        }
        for bad in [
            "a b@c.fr",
            "<script>x</script>@c.fr",
            "a(b)@c.fr",
            "\"a\"@c.fr",
            "a;b@c.fr",
            "a\\b@c.fr",
            "é@c.fr",
        ] {
            assert_eq!(
                errors(|profile| profile.email = bad.into()),
                one("email", InvalidCharacters),
                "{bad}"
            );
        }
    }

    #[test]
    fn an_address_abroad_has_its_own_postcode() {
        assert_eq!(
            errors(|profile| profile.address.zip_code = "SW1A 1AA".into()),
            one("address.zipCode", InvalidFormat)
        );
        assert_eq!(
            errors(|profile| {
                profile.address.zip_code = "SW1A 1AA".into();
                profile.address.country = "GB".into();
            }),
            []
        );
        assert_eq!(
            errors(|profile| profile.address.street = "x".repeat(256)),
            one("address.street", TooLong)
        );
        assert_eq!(errors(|profile| profile.address.country = "fr".into()).len(), 1);
    }
}
