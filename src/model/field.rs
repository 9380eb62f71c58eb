//! The fields of the forms: the path of each in the contract, and what a browser needs to know of it.

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

/// The text typed into a field. Its debug text does not contain it, because personal data must not be logged.
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
    /// A day, month and year that the customer knows: three inputs. The value is that of [`super::DateTexts`].
    Date,
    /// A list of countries, by code.
    Country,
    /// A job title, found by what is typed; the value is its number.
    Occupation,
    /// A list of options.
    Select(Options),
    /// A few options, all visible.
    Radio(Options),
    /// Yes or no; yes is the value `true`.
    Checkbox,
}

/// The options of a choice. The value is the word or number of the contract; the text key is the field's own key plus it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Options {
    /// Words.
    Words(&'static [&'static str]),
    /// Numbers from 1 to this.
    Brackets(u8),
}

/// The description of a field for the browser.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldSpec {
    /// The field.
    pub id: FieldId,
    /// How it is filled in.
    pub control: Control,
    /// HTML `autocomplete` token (WCAG 2.2, 1.3.5); empty: `off`.
    pub autocomplete: &'static str,
    /// HTML `inputmode`; empty: the type's own.
    pub input_mode: &'static str,
    /// HTML `autocapitalize`; empty: the browser's own.
    pub capitals: &'static str,
    /// The most characters; 0: no limit. A longer text is not cut: it gets an error.
    pub max_length: usize,
    /// Whether there is a hint under the label.
    pub has_hint: bool,
    /// Whether it may stay empty.
    pub is_optional: bool,
}

impl FieldId {
    /// Every field.
    pub fn all() -> impl Iterator<Item = Self> {
        PATHS.iter().map(|(id, _)| *id)
    }

    /// The path in the submission, by which field errors name the field.
    pub fn path(self) -> &'static str {
        PATHS.iter().find(|(id, _)| *id == self).map_or("", |(_, path)| path)
    }

    /// The field at `path`; `None` if this version has none.
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

    /// The description of the field for the browser.
    pub fn spec(self) -> FieldSpec {
        FieldSpec {
            id: self,
            control: self.control(),
            autocomplete: self.autocomplete(),
            input_mode: if self == Self::BirthZipCode { "numeric" } else { "" },
            capitals: self.capitals(),
            max_length: self.max_length(),
            has_hint: self.has_hint(),
            is_optional: matches!(self, Self::SupplementIn | Self::SupplementOut),
        }
    }

    fn control(self) -> Control {
        match self {
            Self::Civility => Control::Radio(Options::Words(&["mr", "mrs", "miss"])),
            Self::IsUsPerson => Control::Radio(Options::Words(&["false", "true"])),
            Self::BirthDate => Control::Date,
            Self::Email => Control::Input("email"),
            Self::PhoneNumber => Control::Input("tel"),
            Self::BirthCountry
            | Self::Nationality
            | Self::PhoneCountry
            | Self::Country
            | Self::ResidenceCountry(_) => Control::Country,
            Self::EconomicActivity => Control::Occupation,
            Self::Income | Self::Asset => Control::Select(Options::Brackets(declarative::BRACKETS)),
            Self::AcceptAccount | Self::AcceptCard | Self::AcceptPartner => Control::Checkbox,
            _ => Control::Input("text"),
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            Self::Civility => "honorific-prefix",
            Self::FirstName => "given-name",
            Self::LastName => "family-name",
            Self::BirthDate => "bday",
            Self::Email => "email",
            Self::PhoneNumber => "tel",
            Self::Street => "address-line1",
            Self::SupplementIn => "address-line2",
            Self::SupplementOut => "address-line3",
            Self::ZipCode => "postal-code",
            Self::City => "address-level2",
            Self::Country => "country",
            _ => "",
        }
    }

    fn capitals(self) -> &'static str {
        match self {
            Self::FirstName | Self::LastName | Self::BirthName | Self::BirthCity | Self::City => "words",
            Self::ZipCode | Self::Tin(_) => "characters",
            Self::Email => "off",
            _ => "",
        }
    }

    fn max_length(self) -> usize {
        match self {
            Self::FirstName | Self::LastName | Self::BirthName | Self::City => profile::MAX_NAME,
            Self::Street | Self::SupplementIn | Self::SupplementOut => profile::MAX_STREET,
            Self::BirthCity | Self::Email => profile::MAX_LONG,
            Self::ZipCode => profile::MAX_POSTCODE,
            Self::Tin(_) => 30,
            _ => 0,
        }
    }

    fn has_hint(self) -> bool {
        matches!(
            self,
            Self::BirthCountry
                | Self::Nationality
                | Self::EconomicActivity
                | Self::Street
                | Self::FirstName
                | Self::BirthName
                | Self::BirthDate
                | Self::BirthZipCode
                | Self::PhoneNumber
                | Self::Income
                | Self::Asset
                | Self::IsUsPerson
                | Self::Tin(_)
        )
    }
}

/// Whether the form asks for the postcode of birth.
pub(super) fn asks_birth_postcode(birth_country: &str) -> bool {
    country::is_french(birth_country)
}

/// The fields of the details, in the order of the screen, under the text names of their headings.
pub(super) const DETAILS: [(&str, &[FieldId]); 4] = {
    use FieldId::*;
    [
        ("identity", &[Civility, FirstName, LastName, BirthName]),
        ("birth", &[BirthDate, BirthCountry, BirthZipCode, BirthCity, Nationality]),
        ("contact", &[Email, PhoneCountry, PhoneNumber]),
        ("address", &[Country, Street, SupplementIn, SupplementOut, ZipCode, City]),
    ]
};

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
    fn every_path_maps_to_its_field_and_back() {
        for id in FieldId::all() {
            assert_eq!(FieldId::at(id.path()), Some(id));
        }
        assert_eq!(FieldId::at("address.planet"), None);
    }
}
