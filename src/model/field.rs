//! The fields of the forms: where each goes in the contract, and how a browser is told what it holds.

use std::{fmt, ops::Deref};

use contract::{country, declarative, path, profile};

/// A field of a form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs, reason = "named like the contract's fields")]
pub enum FieldId {
    Civility,
    FirstName,
    LastName,
    BirthName,
    BirthDate,
    BirthCountry,
    BirthCity,
    BirthZipCode,
    Nationality,
    Email,
    PhoneCountry,
    PhoneNumber,
    Street,
    SupplementIn,
    SupplementOut,
    Country,
    ZipCode,
    City,
    EconomicActivity,
    Income,
    Asset,
    IsUsPerson,
    ResidenceCountry(u8),
    Tin(u8),
    AcceptAccount,
    AcceptCard,
    AcceptPartner,
}

/// What was typed into a field. Its debug text does not tell it: personal data belongs in no log.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Typed(String);

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Deref for Typed {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Typed {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

/// How a field is filled in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Control {
    /// One line of text; the HTML `type` of the input.
    Input(&'static str),
    /// A list of countries, by code.
    Country,
    /// A list of options.
    Select(Options),
    /// A few options, all visible.
    Radio(Options),
    /// Yes or no; yes is the value `true`.
    Checkbox,
}

/// The options of a choice. The value is the word or number of the contract; the text key is the field's own plus it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Options {
    /// Words.
    Words(&'static [&'static str]),
    /// Numbers, in groups: each group's text key ends with the tens of its numbers.
    Grouped(&'static [u8]),
    /// Numbers from 1 to this.
    Brackets(u8),
}

/// What a browser needs to know of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldSpec {
    /// Which field.
    pub id: FieldId,
    /// How it is filled in.
    pub control: Control,
    /// HTML `autocomplete` token (WCAG 2.2, 1.3.5); empty: `off`.
    pub autocomplete: &'static str,
    /// HTML `inputmode`; empty: the type's own.
    pub input_mode: &'static str,
    /// Most characters; 0: no limit of its own. A longer text is not cut: it gets an error.
    pub max_length: usize,
    /// Whether a hint stands under the label.
    pub has_hint: bool,
    /// Whether it may stay empty.
    pub is_optional: bool,
}

impl FieldId {
    /// Every field.
    pub fn all() -> impl Iterator<Item = Self> {
        PATHS.iter().map(|(id, _)| *id)
    }

    /// The path in the submission, as field errors name it.
    pub fn path(self) -> &'static str {
        PATHS.iter().find(|(id, _)| *id == self).map_or("", |(_, path)| path)
    }

    /// The field at `path`; `None` where this version has none.
    pub fn at(path: &str) -> Option<Self> {
        PATHS.iter().find(|(_, known)| *known == path).map(|(id, _)| *id)
    }

    /// Name of the field in text keys: the path without the number of a residence.
    pub fn text_name(self) -> &'static str {
        match self {
            Self::ResidenceCountry(_) => "residence.country",
            Self::Tin(_) => "residence.tin",
            _ => self.path(),
        }
    }

    /// What a browser needs to know of it.
    pub fn spec(self) -> FieldSpec {
        let text = FieldSpec {
            id: self,
            control: Control::Input("text"),
            autocomplete: "",
            input_mode: "",
            max_length: 0,
            has_hint: false,
            is_optional: false,
        };
        let name = |autocomplete| FieldSpec { autocomplete, max_length: profile::MAX_NAME, ..text };
        let line = |autocomplete| FieldSpec { autocomplete, max_length: profile::MAX_STREET, ..text };
        let country = |autocomplete| FieldSpec { control: Control::Country, autocomplete, ..text };
        let choice = |control| FieldSpec { control, ..text };
        match self {
            Self::Civility => FieldSpec {
                autocomplete: "honorific-prefix",
                ..choice(Control::Radio(Options::Words(&["mr", "mrs", "miss"])))
            },
            Self::FirstName => FieldSpec { has_hint: true, ..name("given-name") },
            Self::LastName => name("family-name"),
            Self::BirthName => FieldSpec { has_hint: true, ..name("") },
            Self::BirthDate => FieldSpec { autocomplete: "bday", ..choice(Control::Input("date")) },
            Self::BirthCountry | Self::Nationality | Self::PhoneCountry | Self::ResidenceCountry(_) => {
                country("")
            }
            Self::BirthCity => FieldSpec { max_length: profile::MAX_LONG, ..text },
            Self::BirthZipCode => FieldSpec { input_mode: "numeric", has_hint: true, ..text },
            Self::Email => FieldSpec {
                control: Control::Input("email"),
                autocomplete: "email",
                max_length: profile::MAX_LONG,
                ..text
            },
            Self::PhoneNumber => {
                FieldSpec { control: Control::Input("tel"), autocomplete: "tel", has_hint: true, ..text }
            }
            Self::Street => line("address-line1"),
            Self::SupplementIn => FieldSpec { is_optional: true, ..line("address-line2") },
            Self::SupplementOut => FieldSpec { is_optional: true, ..line("address-line3") },
            Self::Country => country("country"),
            Self::ZipCode => {
                FieldSpec { autocomplete: "postal-code", max_length: profile::MAX_POSTCODE, ..text }
            }
            Self::City => name("address-level2"),
            Self::EconomicActivity => choice(Control::Select(Options::Grouped(&declarative::OCCUPATIONS))),
            Self::Income => FieldSpec {
                has_hint: true,
                ..choice(Control::Select(Options::Brackets(declarative::BRACKETS)))
            },
            Self::Asset => FieldSpec {
                has_hint: true,
                ..choice(Control::Select(Options::Brackets(declarative::BRACKETS)))
            },
            Self::IsUsPerson => {
                FieldSpec { has_hint: true, ..choice(Control::Radio(Options::Words(&["false", "true"]))) }
            }
            Self::Tin(_) => FieldSpec { has_hint: true, max_length: 30, ..text },
            Self::AcceptAccount | Self::AcceptCard | Self::AcceptPartner => choice(Control::Checkbox),
        }
    }
}

/// Whether the postcode of birth is asked for.
pub(super) fn asks_birth_postcode(birth_country: &str) -> bool {
    country::is_french(birth_country)
}

const PATHS: [(FieldId, &str); 31] = [
    (FieldId::Civility, path::CIVILITY),
    (FieldId::FirstName, path::FIRST_NAME),
    (FieldId::LastName, path::LAST_NAME),
    (FieldId::BirthName, path::BIRTH_NAME),
    (FieldId::BirthDate, path::BIRTH_DATE),
    (FieldId::BirthCountry, path::BIRTH_COUNTRY),
    (FieldId::BirthCity, path::BIRTH_CITY),
    (FieldId::BirthZipCode, path::BIRTH_ZIP_CODE),
    (FieldId::Nationality, path::NATIONALITY),
    (FieldId::Email, path::EMAIL),
    (FieldId::PhoneCountry, path::PHONE_COUNTRY),
    (FieldId::PhoneNumber, path::PHONE_NUMBER),
    (FieldId::Street, path::STREET),
    (FieldId::SupplementIn, path::SUPPLEMENT_IN),
    (FieldId::SupplementOut, path::SUPPLEMENT_OUT),
    (FieldId::Country, path::COUNTRY),
    (FieldId::ZipCode, path::ZIP_CODE),
    (FieldId::City, path::CITY),
    (FieldId::EconomicActivity, "economicActivity"),
    (FieldId::Income, "income"),
    (FieldId::Asset, "asset"),
    (FieldId::IsUsPerson, "isUsPerson"),
    (FieldId::ResidenceCountry(0), "residences.0.country"),
    (FieldId::Tin(0), "residences.0.tin"),
    (FieldId::ResidenceCountry(1), "residences.1.country"),
    (FieldId::Tin(1), "residences.1.tin"),
    (FieldId::ResidenceCountry(2), "residences.2.country"),
    (FieldId::Tin(2), "residences.2.tin"),
    (FieldId::AcceptAccount, "account"),
    (FieldId::AcceptCard, "card"),
    (FieldId::AcceptPartner, "partner"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_leads_to_its_field_and_back() {
        for id in FieldId::all() {
            assert_eq!(FieldId::at(id.path()), Some(id));
        }
        assert_eq!(FieldId::at("address.planet"), None);
    }
}
