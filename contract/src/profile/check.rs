//! The rules of the customer's details, field by field. The errors name the fields by their paths.

use alloc::vec::Vec;

use super::{AGE_LIMIT, Address, MAX_LONG, MAX_NAME, MAX_STREET, MIN_AGE, Profile};
use crate::{
    country::is_french,
    path, phone, postcode,
    problem::{FieldError, FieldErrorCode},
    rule::{self, Check},
    text::{is_address_character, is_name_character},
    time::Date,
};

impl Profile {
    /// The fields that break a rule on `today`.
    pub fn check(&self, today: Date) -> Vec<FieldError> {
        let mut check = Check::default();
        check.field(path::CIVILITY, self.civility.map(drop).ok_or(FieldErrorCode::Required));
        check.field(path::FIRST_NAME, rule::text(&self.first_name, MAX_NAME, is_name_character));
        check.field(path::LAST_NAME, rule::text(&self.last_name, MAX_NAME, is_name_character));
        check.field(path::BIRTH_NAME, rule::text(&self.birth_name, MAX_NAME, is_name_character));
        check.field(path::BIRTH_DATE, birth_date(&self.birth_date, today));
        check.field(path::BIRTH_COUNTRY, rule::country(&self.birth_country));
        check.field(path::BIRTH_CITY, rule::text(&self.birth_city, MAX_LONG, is_address_character));
        if is_french(&self.birth_country) {
            check.field(path::BIRTH_ZIP_CODE, postcode::check(&self.birth_country, &self.birth_zip_code));
        }
        check.field(path::NATIONALITY, rule::country(&self.nationality));
        check.field(path::EMAIL, email(&self.email));
        if !self.phone_country.is_empty() {
            check.field(path::PHONE_COUNTRY, rule::country(&self.phone_country));
        }
        check.field(path::PHONE_NUMBER, phone::check(&self.phone_country, &self.phone_number));
        self.address.check(&mut check);
        check.errors()
    }
}

impl Address {
    fn check(&self, check: &mut Check) {
        let line = |value| rule::optional_text(value, MAX_STREET, is_address_character);
        check.field(path::STREET, rule::text(&self.street, MAX_STREET, is_address_character));
        check.field(path::SUPPLEMENT_IN, line(&self.supplement_in));
        check.field(path::SUPPLEMENT_OUT, line(&self.supplement_out));
        check.field(path::COUNTRY, rule::country(&self.country));
        check.field(path::ZIP_CODE, postcode::check(&self.country, &self.zip_code));
        check.field(path::CITY, rule::text(&self.city, MAX_NAME, is_address_character));
    }
}

fn birth_date(text: &str, today: Date) -> Result<(), FieldErrorCode> {
    if text.is_empty() {
        return Err(FieldErrorCode::Required);
    }
    let born = Date::parse(text).ok_or(FieldErrorCode::InvalidFormat)?;
    match born.age_on(today) {
        0..MIN_AGE => Err(FieldErrorCode::UnderAge),
        MIN_AGE..AGE_LIMIT => Ok(()),
        _ => Err(FieldErrorCode::OverAge),
    }
}

/// The characters that browsers accept (WHATWG HTML, valid e-mail address), with one `@` between a local part and a domain
/// that contains a dot. Only the mail server can tell more.
fn email(text: &str) -> Result<(), FieldErrorCode> {
    rule::text(text, MAX_LONG, |character| {
        character.is_ascii_alphanumeric()
            || matches!(character, '!' | '#'..='\'' | '*' | '+' | '-'..='/' | '=' | '?' | '@' | '^'..='`' | '{'..='~')
    })?;
    let is_address = text.split_once('@').is_some_and(|(local, domain)| {
        let is_label = |label: &str| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        (1..=64).contains(&local.len()) && domain.contains('.') && domain.split('.').all(is_label)
    });
    if is_address { Ok(()) } else { Err(FieldErrorCode::InvalidFormat) }
}
