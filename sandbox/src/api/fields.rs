//! Reads a request body as the API does: loosely typed JSON with exact spelling of the documented names.

use serde_json::{Map, Value};

use super::error::ApiError;

/// The members of a JSON object.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    values: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// The members of `body`.
    ///
    /// # Errors
    /// 177 if the body is not an object.
    pub fn of(body: &'a Value) -> Result<Self, ApiError> {
        body.as_object().map(Self::new).ok_or_else(|| ApiError::invalid("JSON"))
    }

    /// The members in `values`.
    pub fn new(values: &'a Map<String, Value>) -> Self {
        Self { values }
    }

    /// The value. `None` if it is absent, null or an empty text.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.values.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
    }

    /// Whether the member is present and null, which in a `PUT` removes the stored value.
    pub fn is_null(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(Value::is_null)
    }

    /// Checks that all these members are present.
    ///
    /// # Errors
    /// 704 with the names of the missing members.
    pub fn require(&self, names: &[&'static str]) -> Result<(), ApiError> {
        let missing: Vec<_> = names.iter().copied().filter(|name| self.get(name).is_none()).collect();
        if missing.is_empty() { Ok(()) } else { Err(ApiError::missing(&missing)) }
    }

    /// A text. Empty if it is absent.
    ///
    /// # Errors
    /// 177 if the member is not a text.
    pub fn text(&self, name: &str) -> Result<&'a str, ApiError> {
        match self.get(name) {
            None => Ok(""),
            Some(value) => value.as_str().ok_or_else(|| ApiError::invalid(name)),
        }
    }

    /// A whole number in `range`.
    ///
    /// # Errors
    /// 704 if it is absent, 177 if it is something else.
    pub fn integer(&self, name: &'static str, range: std::ops::RangeInclusive<i64>) -> Result<i64, ApiError> {
        self.require(&[name])?;
        let number = self.get(name).and_then(Value::as_i64);
        number.filter(|number| range.contains(number)).ok_or_else(|| ApiError::invalid(name))
    }

    /// The code of a country.
    ///
    /// # Errors
    /// 704 if it is absent, 182 if no country has this code.
    pub fn country(&self, name: &'static str) -> Result<&'a str, ApiError> {
        self.require(&[name])?;
        let code = self.text(name)?;
        if contract::country::is_country(code) { Ok(code) } else { Err(ApiError::unknown_country(name)) }
    }
}
