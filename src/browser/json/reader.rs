//! Reads the members of a JSON object, whatever it is: `shapes` says which members a message has.
//!
//! What does not fit is noted, and reading goes on: one look at the end is less code than one after each member.

use std::cell::Cell;

use contract::time::Timestamp;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::Readable;
use crate::browser::record::member;

/// An object being read, and whether all of the message fits so far. Members that nobody asks for are not looked at.
pub struct Members<'a> {
    object: JsValue,
    is_misfit: &'a Cell<bool>,
}

impl<'a> Members<'a> {
    pub(super) fn new(object: JsValue, is_misfit: &'a Cell<bool>) -> Self {
        Self { object, is_misfit }
    }

    /// A value that must be there.
    pub(super) fn needed<T: Default>(&self, value: Option<T>) -> T {
        if value.is_none() {
            self.is_misfit.set(true);
        }
        value.unwrap_or_default()
    }

    /// `None` where it is absent, or `null`.
    fn member(&self, name: &str) -> Option<JsValue> {
        member(&self.object, name).filter(|value| !value.is_null())
    }

    #[inline(never)]
    pub(super) fn text_if_any(&self, name: &str) -> Option<String> {
        self.member(name).map(|value| self.needed(value.as_string()))
    }

    #[inline(never)]
    pub(super) fn text(&self, name: &str) -> String {
        self.needed(self.text_if_any(name))
    }

    #[inline(never)]
    pub(super) fn number(&self, name: &str) -> u32 {
        self.needed(self.member(name).and_then(|value| whole(&value)))
    }

    #[inline(never)]
    pub(super) fn number_or_zero(&self, name: &str) -> u32 {
        self.member(name).map_or(0, |value| self.needed(whole(&value)))
    }

    #[inline(never)]
    pub(super) fn is(&self, name: &str) -> bool {
        self.member(name).is_some_and(|value| self.needed(value.as_bool()))
    }

    #[inline(never)]
    pub(super) fn moment_if_any(&self, name: &str) -> Option<Timestamp> {
        self.text_if_any(name).map(|text| self.needed(Timestamp::parse(&text)))
    }

    pub(super) fn moment(&self, name: &str) -> Timestamp {
        self.needed(self.moment_if_any(name))
    }

    /// A word of an enumeration; `other` where this version does not know it.
    pub(super) fn word<T>(&self, name: &str, parse: fn(&str) -> Option<T>, other: T) -> T {
        parse(&self.text(name)).unwrap_or(other)
    }

    /// `None` where the list is absent.
    pub(super) fn words<T: Copy>(
        &self,
        name: &str,
        parse: fn(&str) -> Option<T>,
        other: T,
    ) -> Option<Vec<T>> {
        let word = |item: JsValue| parse(&self.needed(item.as_string())).unwrap_or(other);
        self.items(name).map(|items| items.iter().map(word).collect())
    }

    /// `None` where the list is absent.
    pub(super) fn list<T: Readable>(&self, name: &str) -> Option<Vec<T>> {
        let read = |item| T::read(&Members::new(item, self.is_misfit));
        self.items(name).map(|items| items.iter().map(read).collect())
    }

    /// `None` where the object is absent.
    pub(super) fn object<T: Readable>(&self, name: &str) -> Option<T> {
        self.member(name).map(|object| T::read(&Members::new(object, self.is_misfit)))
    }

    #[inline(never)]
    fn items(&self, name: &str) -> Option<Array> {
        self.member(name).map(|value| self.needed(value.dyn_into().ok()))
    }
}

/// A number from 0 on without decimals.
fn whole(value: &JsValue) -> Option<u32> {
    let number = value.as_f64()?;
    let whole = number as u32;
    (f64::from(whole) == number).then_some(whole)
}
