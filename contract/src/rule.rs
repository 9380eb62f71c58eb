//! Text rules shared by the submissions.

use alloc::vec::Vec;

use crate::{
    country,
    problem::{FieldError, FieldErrorCode},
    text::length,
};

/// Collects the errors of all fields.
#[derive(Default)]
pub(crate) struct Check(Vec<FieldError>);

impl Check {
    /// Records the error of `outcome`, if any, for `field`.
    pub(crate) fn field(&mut self, field: &str, outcome: Result<(), FieldErrorCode>) {
        if let Err(code) = outcome {
            self.0.push(FieldError::new(field, code));
        }
    }

    pub(crate) fn errors(self) -> Vec<FieldError> {
        self.0
    }
}

/// A text that is not only white space, has at most `max` characters, each accepted by `accepts`, and contains a letter or
/// a digit.
pub(crate) fn text(value: &str, max: usize, accepts: fn(char) -> bool) -> Result<(), FieldErrorCode> {
    if value.trim().is_empty() {
        return Err(FieldErrorCode::Required);
    }
    optional_text(value, max, accepts)?;
    let is_told =
        value.chars().any(|character| character.is_ascii_alphanumeric() || is_accented_latin(character));
    if is_told { Ok(()) } else { Err(FieldErrorCode::InvalidCharacters) }
}

/// As [`text`], but may be empty.
pub(crate) fn optional_text(
    value: &str,
    max: usize,
    accepts: fn(char) -> bool,
) -> Result<(), FieldErrorCode> {
    if length(value) > max {
        return Err(FieldErrorCode::TooLong);
    }
    if value.chars().all(accepts) { Ok(()) } else { Err(FieldErrorCode::InvalidCharacters) }
}

/// An ISO 3166-1 alpha-2 code.
pub(crate) fn country(code: &str) -> Result<(), FieldErrorCode> {
    if code.is_empty() {
        Err(FieldErrorCode::Required)
    } else if country::is_country(code) {
        Ok(())
    } else {
        Err(FieldErrorCode::NotAllowed)
    }
}

/// Latin letters with their accents (Unicode blocks Latin-1, Extended-A, -B, Additional), digits, spaces, hyphens,
/// apostrophes and full stops: what can be printed on a card and appears on documents.
pub(crate) fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, ' ' | '-' | '\'' | '\u{2019}' | '.')
        || is_accented_latin(character)
}

/// As [`is_name_character`], with the punctuation used in addresses.
pub(crate) fn is_address_character(character: char) -> bool {
    is_name_character(character) || matches!(character, ',' | '/' | '(' | ')' | '&' | '°' | '#' | ':' | ';')
}

fn is_accented_latin(character: char) -> bool {
    matches!(character, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') && !matches!(character, '×' | '÷')
}
