//! Text rules shared by the submissions.

use alloc::vec::Vec;

use crate::{
    country,
    problem::{FieldError, FieldErrorCode},
    text::{is_accented_latin, length},
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
