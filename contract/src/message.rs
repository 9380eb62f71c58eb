//! The messages that a backend sends to the browser: each is declared once, for serde and for the small reader of the browser.
//!
//! The browser reads with [`read`] and not with serde: serde's derive looks for an error after each member, which the browser
//! downloads as code. Here a member that does not fit leaves its path and a default, and reading goes on. The JSON text is parsed
//! before: by the browser itself there, by serde_json in tests and simulations (feature `serde_json`).

use alloc::{string::String, vec::Vec};
use core::cell::Cell;

use crate::decimal;

/// A parsed JSON value.
pub trait Value: Sized {
    /// The member of that name; `None` where there is none, or no object.
    fn member(&self, name: &str) -> Option<Self>;
    /// The items of an array; `None` where it is none.
    fn items(&self) -> Option<impl Iterator<Item = Self>>;
    /// The text of a string; `None` where it is none.
    fn text(&self) -> Option<String>;
    /// A whole number from 0 on; `None` where it is none.
    fn number(&self) -> Option<u32>;
    /// A truth value; `None` where it is none.
    fn boolean(&self) -> Option<bool>;
    /// Whether it is `null`.
    fn is_null(&self) -> bool;
    /// Whether it is an object.
    fn is_object(&self) -> bool;
}

/// A type of which a message or its member can be.
pub trait Read {
    /// Reads it. What does not fit is noted in `from`.
    fn read<V: Value>(from: &Reader<'_, V>) -> Self;
}

/// Reads a message. Members that its type does not have are passed over; `null` is the same as an absent member.
///
/// # Errors
/// The path of the first member that does not fit (`steps.2.state`); empty where the text was not JSON (`value` is `None`) or
/// no object. It never holds a value.
pub fn read<T: Read>(value: Option<impl Value>) -> Result<T, String> {
    let misfit = Cell::new(None);
    let value = value.filter(Value::is_object);
    let is_object = value.is_some();
    let message = T::read(&Reader { value, name: Name::Member(""), parent: None, misfit: &misfit });
    match misfit.into_inner() {
        None => Ok(message),
        Some(path) => Err(if is_object { path } else { String::new() }),
    }
}

/// A value that is read, or is absent, and its place in the message.
pub struct Reader<'a, V> {
    value: Option<V>,
    name: Name<'a>,
    parent: Option<&'a Reader<'a, V>>,
    misfit: &'a Cell<Option<String>>,
}

/// What a value is called in the one that holds it.
#[derive(Clone, Copy)]
enum Name<'a> {
    Member(&'a str),
    Item(u32),
}

impl<V: Value> Reader<'_, V> {
    /// A member that must be there.
    pub(crate) fn required<T: Read>(&self, name: &str) -> T {
        T::read(&self.member(name))
    }

    /// A member that may be absent: it has its default then.
    pub(crate) fn optional<T: Read + Default>(&self, name: &str) -> T {
        let member = self.member(name);
        if member.value.is_some() { T::read(&member) } else { T::default() }
    }

    #[inline(never)]
    fn member<'b>(&'b self, name: &'b str) -> Reader<'b, V> {
        let value = self.value.as_ref().and_then(|value| value.member(name)).filter(|value| !value.is_null());
        Reader { value, name: Name::Member(name), parent: Some(self), misfit: self.misfit }
    }

    fn items<T: Read>(&self) -> Vec<T> {
        let Some(items) = self.fit(self.value.as_ref().and_then(V::items)) else { return Vec::new() };
        let named = items.zip(0..).map(|(value, index)| Reader {
            value: Some(value),
            name: Name::Item(index),
            parent: Some(self),
            misfit: self.misfit,
        });
        named.map(|item| T::read(&item)).collect()
    }

    /// The value, of which `None` says that it does not fit.
    pub(crate) fn fit<T>(&self, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.note();
        }
        value
    }

    /// Notes that it does not fit, unless another value did not before.
    #[inline(never)]
    fn note(&self) {
        let first = self.misfit.take().unwrap_or_else(|| {
            let mut path = String::new();
            self.write_path(&mut path);
            path
        });
        self.misfit.set(Some(first));
    }

    fn write_path(&self, path: &mut String) {
        let Some(parent) = self.parent else { return };
        parent.write_path(path);
        if !path.is_empty() {
            path.push('.');
        }
        match self.name {
            Name::Member(name) => path.push_str(name),
            Name::Item(index) => decimal::push(path, index.into()),
        }
    }
}

impl Read for String {
    #[inline(never)]
    fn read<V: Value>(from: &Reader<'_, V>) -> Self {
        from.fit(from.value.as_ref().and_then(V::text)).unwrap_or_default()
    }
}

impl Read for u32 {
    #[inline(never)]
    fn read<V: Value>(from: &Reader<'_, V>) -> Self {
        from.fit(from.value.as_ref().and_then(V::number)).unwrap_or_default()
    }
}

impl Read for u16 {
    fn read<V: Value>(from: &Reader<'_, V>) -> Self {
        from.fit(Self::try_from(u32::read(from)).ok()).unwrap_or_default()
    }
}

impl Read for bool {
    #[inline(never)]
    fn read<V: Value>(from: &Reader<'_, V>) -> Self {
        from.fit(from.value.as_ref().and_then(V::boolean)).unwrap_or_default()
    }
}

impl<T: Read> Read for Option<T> {
    fn read<V: Value>(from: &Reader<'_, V>) -> Self {
        from.value.is_some().then(|| T::read(from))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read<V: Value>(from: &Reader<'_, V>) -> Self {
        from.items()
    }
}

#[cfg(feature = "serde_json")]
impl Value for &serde_json::Value {
    fn member(&self, name: &str) -> Option<Self> {
        self.get(name)
    }

    fn items(&self) -> Option<impl Iterator<Item = Self>> {
        self.as_array().map(|items| items.iter())
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(Into::into)
    }

    fn number(&self) -> Option<u32> {
        // As a browser has it, where all numbers are of one type: 17.0 is 17.
        self.as_f64()
            .map(|number| (number, number as u32))
            .filter(|(number, whole)| f64::from(*whole) == *number)
            .map(|(_, whole)| whole)
    }

    fn boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn is_null(&self) -> bool {
        serde_json::Value::is_null(self)
    }

    fn is_object(&self) -> bool {
        serde_json::Value::is_object(self)
    }
}

/// Whether a member need not be written.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Declares a message with the name of each member in JSON. A member is required, or `or default`: it may be absent and is always
/// written, or `unless default`: it may be absent and is written unless it has its default.
macro_rules! message {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(
                $(#[$member_meta:meta])*
                $member:ident: $type:ty = $key:literal $(or $written:ident)? $(unless $omitted:ident)?,
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $(
                $(#[$member_meta])*
                #[serde(rename = $key)]
                $(#[serde($written)])?
                $(#[serde($omitted, skip_serializing_if = "crate::message::is_default")])?
                pub $member: $type,
            )+
        }

        impl $crate::message::Read for $name {
            fn read<V: $crate::message::Value>(from: &$crate::message::Reader<'_, V>) -> Self {
                Self { $($member: $crate::message::message!(@read from $key $($written)? $($omitted)?),)+ }
            }
        }
    };
    (@read $from:ident $key:literal) => { $from.required($key) };
    (@read $from:ident $key:literal default) => { $from.optional($key) };
}

pub(crate) use message;
