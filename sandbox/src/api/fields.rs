//! Reads a request body as the API does: loose JSON, by the documented names, spelled exactly.

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
    /// 177 when it is no object.
    pub fn of(body: &'a Value) -> Result<Self, ApiError> {
        body.as_object().map(Self::new).ok_or_else(|| ApiError::invalid("JSON"))
    }

    /// These members.
    pub fn new(values: &'a Map<String, Value>) -> Self {
        Self { values }
    }

    /// The value; `None` when it is absent, null or an empty text.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.values.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
    }

    /// Whether it is there and null, which in a `PUT` removes what was there.
    pub fn is_null(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(Value::is_null)
    }

    /// Whether all these are there.
    ///
    /// # Errors
    /// 704 naming those that are not.
    pub fn require(&self, names: &[&'static str]) -> Result<(), ApiError> {
        let missing: Vec<_> = names.iter().copied().filter(|name| self.get(name).is_none()).collect();
        if missing.is_empty() { Ok(()) } else { Err(ApiError::missing(&missing)) }
    }

    /// A text; empty when it is absent.
    ///
    /// # Errors
    /// 177 when it is something else.
    pub fn text(&self, name: &str) -> Result<&'a str, ApiError> {
        match self.get(name) {
            None => Ok(""),
            Some(value) => value.as_str().ok_or_else(|| ApiError::invalid(name)),
        }
    }

    /// A whole number in `range`.
    ///
    /// # Errors
    /// 704 when it is absent, 177 when it is something else.
    pub fn integer(&self, name: &'static str, range: std::ops::RangeInclusive<i64>) -> Result<i64, ApiError> {
        self.require(&[name])?;
        let number = self.get(name).and_then(Value::as_i64);
        number.filter(|number| range.contains(number)).ok_or_else(|| ApiError::invalid(name))
    }

    /// The code of a country.
    ///
    /// # Errors
    /// 704 when it is absent, 182 when no country has it.
    pub fn country(&self, name: &'static str) -> Result<&'a str, ApiError> {
        self.require(&[name])?;
        let code = self.text(name)?;
        if contract::country::is_country(code) { Ok(code) } else { Err(ApiError::unknown_country(name)) }
    }
}
