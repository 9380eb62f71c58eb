//! The messages that a backend sends to the browser. Each is declared once, for serde and for the browser's small reader.
//!
//! The browser reads with [`read`] and not with serde: code that serde derives checks for an error after each member, and the
//! browser would have to download it. Here a member that does not fit is recorded by its path and replaced by a default, and
//! reading continues. The JSON text is already parsed: in the browser by the browser itself, in tests and simulations by
//! serde_json (feature `serde_json`).

use alloc::{string::String, vec::Vec};
use core::cell::Cell;

use crate::decimal;

/// A parsed JSON value.
pub trait Value: Sized {
    /// The member of that name; `None` if there is none, or if this is not an object.
    fn member(&self, name: &str) -> Option<Self>;
    /// The items of an array; `None` if this is not an array.
    fn items(&self) -> Option<impl Iterator<Item = Self>>;
    /// The text of a string; `None` if this is not a string.
    fn text(&self) -> Option<String>;
    /// A whole number of at least 0; `None` if this is not one.
    fn number(&self) -> Option<u32>;
    /// A boolean; `None` if this is not one.
    fn boolean(&self) -> Option<bool>;
    /// Whether this is `null`.
    fn is_null(&self) -> bool;
    /// Whether this is an object.
    fn is_object(&self) -> bool;
}

/// A type that a message or a member of one can have.
pub trait Read {
    /// Reads a value. If it does not fit, `from` records that.
    fn read<V: Value>(from: &Reader<'_, V>) -> Self;
}

/// Reads a message. Members that its type does not have are ignored; `null` is the same as an absent member.
///
/// # Errors
/// The path of the first member that does not fit (`steps.2.state`). It is empty if the text was not JSON (`value` is `None`)
/// or not an object. It never contains a value.
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

/// A value to read, which may be absent, and its place in the message.
pub struct Reader<'a, V> {
    value: Option<V>,
    name: Name<'a>,
    parent: Option<&'a Reader<'a, V>>,
    misfit: &'a Cell<Option<String>>,
}

/// The name of this value in the one that contains it.
#[derive(Clone, Copy)]
enum Name<'a> {
    Member(&'a str),
    Item(u32),
}

impl<V: Value> Reader<'_, V> {
    /// Reads a required member.
    pub(crate) fn required<T: Read>(&self, name: &str) -> T {
        T::read(&self.member(name))
    }

    /// Reads an optional member; if it is absent, it has its default.
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

    /// The value; `None` records that it does not fit.
    pub(crate) fn fit<T>(&self, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.note();
        }
        value
    }

    /// Records that this value does not fit, unless an earlier one did not.
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
        // As in a browser, where all numbers are of one type: 17.0 is 17.
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

/// Whether a member can be left out when writing.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Declares a message with the JSON name of each member. A member is either required; or `or default`: it may be absent, and is
/// always written; or `unless default`: it may be absent, and is written unless it has its default value.
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
