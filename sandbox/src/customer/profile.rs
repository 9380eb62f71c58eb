//! The partner's data about a prospect: the fields of `POST /api/v1.1/users` and their rules (documentation, users).

use contract::{
    country::is_french,
    declarative::OCCUPATIONS,
    profile::{AGE_LIMIT, MAX_LONG, MAX_NAME, MAX_POSTCODE, MIN_AGE},
    time::Date,
};
use serde_json::{Map, Value, json};

use crate::{
    api::{error::ApiError, fields::Fields},
    customer::place,
};

/// Every field, spelled as documented.
pub const FIELDS: [&str; 17] = [
    "CountryCode",
    "Civility",
    "FirstName",
    "LastName",
    "BirthName",
    "Birthdate",
    "BirthCity",
    "BirthZipCode",
    "BirthCountry",
    "Phonenumber",
    "Email",
    "Street",
    "ZipCode",
    "City",
    "Country",
    "EconomicActivity",
    "Alias",
];
/// Every field of version 2.0, by its path in a body, with the name under which it is stored: that of version 1.1 if
/// there is one.
pub const V2_FIELDS: [(&str, &str); 18] = [
    ("profile.civility", "Civility"),
    ("profile.firstName", "FirstName"),
    ("profile.lastName", "LastName"),
    ("profile.birthName", "BirthName"),
    ("profile.birthDate", "Birthdate"),
    ("profile.birthCity", "BirthCity"),
    ("profile.birthZipCode", "BirthZipCode"),
    ("profile.birthCountry", "BirthCountry"),
    ("profile.nationality", "Nationality"),
    ("profile.phoneNumber", "Phonenumber"),
    ("profile.email", "Email"),
    ("profile.address.street", "Street"),
    ("profile.address.supplementIn", "SupplementIn"),
    ("profile.address.supplementOut", "SupplementOut"),
    ("profile.address.zipCode", "ZipCode"),
    ("profile.address.city", "City"),
    ("profile.address.country", "Country"),
    ("profile.address.area", "Area"),
];
/// The fields that may be null (documentation, users).
const NULLABLE: [&str; 3] = ["SupplementIn", "SupplementOut", "Area"];
/// The required fields.
const REQUIRED: [&str; 13] = [
    "Civility",
    "FirstName",
    "LastName",
    "BirthName",
    "Birthdate",
    "BirthCity",
    "BirthCountry",
    "Phonenumber",
    "Email",
    "Street",
    "ZipCode",
    "City",
    "Country",
];
/// Critical identification data: locked once entered.
const IDENTITY: [&str; 8] = [
    "FirstName",
    "LastName",
    "BirthName",
    "Birthdate",
    "BirthCity",
    "BirthZipCode",
    "BirthCountry",
    "Nationality",
];
/// Fields that can still be changed once the identity is proven.
const OPEN_TO_CUSTOMERS: [&str; 12] = [
    "Civility",
    "FirstName",
    "LastName",
    "Phonenumber",
    "Email",
    "Street",
    "SupplementIn",
    "SupplementOut",
    "ZipCode",
    "City",
    "Country",
    "Area",
];
/// Some domains of disposable addresses.
const DISPOSABLE: [&str; 5] =
    ["yopmail.com", "mailinator.com", "guerrillamail.com", "10minutemail.com", "temp-mail.org"];
/// Most characters of an alias.
const MAX_ALIAS: usize = 32;

/// The checked fields as they were sent. They are personal data, so the type has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    values: Map<String, Value>,
}

/// Which fields may be changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lock {
    /// Critical identification data is locked: the rule for a prospect.
    Identity,
    /// No field is locked: the identity was refused because the data differ from the document.
    Nothing,
    /// Everything except contact data, civility and the names in use: the identity is proven.
    Proven,
}

impl Profile {
    /// Checks the fields of a new prospect on `today`.
    ///
    /// # Errors
    /// The documented code of the first broken rule.
    pub fn read(fields: &Fields<'_>, today: Date) -> Result<Self, ApiError> {
        fields.require(&REQUIRED)?;
        check_names(fields)?;
        check_birth(fields, today)?;
        check_contact(fields)?;
        check_address(fields)?;
        check_v1_extras(fields)?;
        let values = names().filter_map(|name| Some((name.to_owned(), fields.get(name)?.clone()))).collect();
        Ok(Self { values })
    }

    /// The profile with the fields of a `PUT`, checked on `today`.
    ///
    /// # Errors
    /// 177 for a field that `lock` protects, or the code of the first broken rule.
    pub fn changed(&self, fields: &Fields<'_>, lock: Lock, today: Date) -> Result<Self, ApiError> {
        let mut values = self.values.clone();
        for name in names() {
            if NULLABLE.contains(&name) && fields.is_null(name) {
                values.remove(name);
                continue;
            }
            let Some(value) = fields.get(name).filter(|value| self.values.get(name) != Some(value)) else {
                continue;
            };
            if lock.keeps(name) {
                return Err(ApiError::invalid(name));
            }
            values.insert(name.into(), value.clone());
        }
        Self::read(&Fields::new(&values), today)
    }

    /// Whether any value that is compared with the document differs: critical identification data and the civility.
    pub fn differs_in_identity(&self, other: &Self) -> bool {
        let compared = IDENTITY.iter().chain(&["Civility"]);
        compared.into_iter().any(|name| self.values.get(*name) != other.values.get(*name))
    }

    /// A text. Empty if it is absent.
    pub fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number. `None` if it is absent.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.values.get(name).and_then(Value::as_i64)
    }

    /// The member `Profile` of an answer of version 1.1.
    pub fn to_json(&self) -> Value {
        let text = |name| self.text(name);
        json!({
            "Civility": self.values.get("Civility"),
            "FirstName": text("FirstName"),
            "LastName": text("LastName"),
            "BirthName": text("BirthName"),
            "Birthdate": text("Birthdate"),
            "Birthcity": text("BirthCity"), // answers spell it with a small c
            "BirthZipCode": text("BirthZipCode"),
            "BirthCountry": text("BirthCountry"),
            "Phonenumber": text("Phonenumber"),
            "Email": text("Email"),
            "Alias": self.values.get("Alias"),
            "EconomicActivity": self.values.get("EconomicActivity"),
            "Address": {
                "Street": text("Street"),
                "ZipCode": text("ZipCode"),
                "City": text("City"),
                "Country": text("Country"),
            },
        })
    }
}

/// The fields of both versions.
fn names() -> impl Iterator<Item = &'static str> {
    let only_v2 = V2_FIELDS.into_iter().map(|(_, name)| name).filter(|name| !FIELDS.contains(name));
    FIELDS.into_iter().chain(only_v2)
}

impl Lock {
    fn keeps(self, name: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Identity => IDENTITY.contains(&name),
            Self::Proven => !OPEN_TO_CUSTOMERS.contains(&name),
        }
    }
}

fn check_names(fields: &Fields<'_>) -> Result<(), ApiError> {
    fields.integer("Civility", 0..=2)?;
    for name in ["FirstName", "LastName", "BirthName"] {
        let text = fields.text(name)?;
        let is_name = text.chars().all(|c| c.is_alphanumeric() || " -'’".contains(c));
        if !is_name || text.chars().count() > MAX_NAME {
            return Err(ApiError::invalid(name));
        }
    }
    Ok(())
}

fn check_birth(fields: &Fields<'_>, today: Date) -> Result<(), ApiError> {
    let text = fields.text("Birthdate").map_err(|_| ApiError::birth_date())?;
    // v1.1 writes a date with a time of day: `YYYY-MM-DDTHH:MM:SS`.
    let (date, of_day) = text.split_once('T').ok_or_else(ApiError::birth_date)?;
    let born = Date::parse(date).filter(|_| is_time_of_day(of_day)).ok_or_else(ApiError::birth_date)?;
    match born.age_on(today) {
        0..MIN_AGE => return Err(ApiError::under_age()),
        MIN_AGE..AGE_LIMIT => {}
        _ => return Err(ApiError::over_age()),
    }
    let country = fields.country("BirthCountry")?;
    let (city, zip_code) = (fields.text("BirthCity")?, fields.text("BirthZipCode")?);
    if is_french(country) {
        fields.require(&["BirthZipCode"])?;
    }
    if city.chars().count() > MAX_LONG || !place::agree(country, zip_code, city) {
        return Err(ApiError::birth_city());
    }
    Ok(())
}

fn is_time_of_day(text: &str) -> bool {
    let parts: Vec<_> = text.split(':').collect();
    parts.len() == 3
        && parts
            .iter()
            .zip([23, 59, 59])
            .all(|(part, last)| part.len() == 2 && part.parse::<u8>().is_ok_and(|number| number <= last))
}

fn check_contact(fields: &Fields<'_>) -> Result<(), ApiError> {
    let email = fields.text("Email").map_err(|_| ApiError::email())?;
    let (local, domain) = email.rsplit_once('@').ok_or_else(ApiError::email)?;
    let is_address = !local.is_empty()
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && email.chars().all(|character| character.is_ascii_graphic())
        && email.len() <= MAX_LONG
        && !DISPOSABLE.iter().any(|disposable| domain.eq_ignore_ascii_case(disposable));
    if !is_address || local.contains('@') {
        return Err(ApiError::email());
    }
    let phone_number = fields.text("Phonenumber").map_err(|_| ApiError::phone_number())?;
    let digits = phone_number.strip_prefix('+').unwrap_or_default();
    // ITU-T E.164.
    let is_number = (7..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    if is_number { Ok(()) } else { Err(ApiError::phone_number()) }
}

fn check_address(fields: &Fields<'_>) -> Result<(), ApiError> {
    let country = fields.country("Country")?;
    for (name, longest) in [("Street", MAX_LONG), ("ZipCode", MAX_POSTCODE), ("City", MAX_NAME)] {
        if fields.text(name)?.chars().count() > longest {
            return Err(ApiError::invalid(name));
        }
    }
    if place::agree(country, fields.text("ZipCode")?, fields.text("City")?) {
        Ok(())
    } else {
        Err(ApiError::unknown_address())
    }
}

/// Fields that only this version has. All are optional.
fn check_v1_extras(fields: &Fields<'_>) -> Result<(), ApiError> {
    if fields.get("CountryCode").is_some() {
        fields.country("CountryCode")?;
    }
    if let Some(activity) = fields.get("EconomicActivity") {
        check_economic_activity(activity)?;
    }
    let alias = fields.text("Alias").map_err(|_| ApiError::alias())?;
    let is_alias = alias.len() <= MAX_ALIAS
        && alias.chars().next().is_none_or(|first| first.is_ascii_alphabetic())
        && alias.chars().all(|c| c.is_ascii_alphanumeric() || "_-.#".contains(c) || c.is_whitespace());
    if is_alias && alias.len() != 1 { Ok(()) } else { Err(ApiError::alias()) }
}

/// Checks the number of an occupation.
///
/// # Errors
/// 6003 if no occupation has this number.
pub fn check_economic_activity(value: &Value) -> Result<(), ApiError> {
    let code = value.as_u64().and_then(|code| u8::try_from(code).ok());
    if code.is_some_and(|code| OCCUPATIONS.contains(&code)) {
        Ok(())
    } else {
        Err(ApiError::economic_activity())
    }
}
