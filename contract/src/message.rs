//! The messages that a backend sends to the browser: each is declared once, for serde and for the small reader of the browser.
//!
//! The browser reads with [`read`] and not with serde: serde's derive looks for an error after each member, which the browser
//! downloads as code. Here a member that does not fit leaves its path and a default, and reading goes on.

use alloc::{string::String, vec::Vec};
use core::cell::Cell;

use crate::{decimal, json::Value};

/// A type of which a message or its member can be.
pub trait Read {
    /// Reads it. What does not fit is noted in `from`.
    fn read(from: &Reader<'_>) -> Self;
}

/// Reads a message. Members that its type does not have are passed over; `null` is the same as an absent member.
///
/// # Errors
/// The path of the first member that does not fit (`steps.2.state`); empty where the text is not JSON or no object. It never
/// holds a value.
pub fn read<T: Read>(text: &str) -> Result<T, String> {
    let misfit = Cell::new(None);
    let value = Value::parse(text).filter(|value| value.is_object());
    let message = T::read(&Reader { value, name: Name::Member(""), parent: None, misfit: &misfit });
    match misfit.into_inner() {
        None => Ok(message),
        Some(_) if value.is_none() => Err(String::new()),
        Some(path) => Err(path),
    }
}

/// A value that is read, or is absent, and its place in the message.
pub struct Reader<'a> {
    value: Option<Value<'a>>,
    name: Name<'a>,
    parent: Option<&'a Reader<'a>>,
    misfit: &'a Cell<Option<String>>,
}

/// What a value is called in the one that holds it.
#[derive(Clone, Copy)]
enum Name<'a> {
    Member(&'a str),
    Item(u32),
}

impl Reader<'_> {
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
    fn member<'b>(&'b self, name: &'b str) -> Reader<'b> {
        let value = self.value.and_then(|value| value.member(name)).filter(|value| !value.is_null());
        Reader { value, name: Name::Member(name), parent: Some(self), misfit: self.misfit }
    }

    fn items<T: Read>(&self) -> Vec<T> {
        let Some(items) = self.fit(self.value.and_then(Value::items)) else { return Vec::new() };
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
    fn read(from: &Reader<'_>) -> Self {
        from.fit(from.value.and_then(Value::text)).unwrap_or_default()
    }
}

impl Read for u32 {
    #[inline(never)]
    fn read(from: &Reader<'_>) -> Self {
        from.fit(from.value.and_then(Value::number)).unwrap_or_default()
    }
}

impl Read for u16 {
    fn read(from: &Reader<'_>) -> Self {
        from.fit(Self::try_from(u32::read(from)).ok()).unwrap_or_default()
    }
}

impl Read for bool {
    #[inline(never)]
    fn read(from: &Reader<'_>) -> Self {
        from.fit(from.value.and_then(Value::boolean)).unwrap_or_default()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(from: &Reader<'_>) -> Self {
        from.value.is_some().then(|| T::read(from))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(from: &Reader<'_>) -> Self {
        from.items()
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
            fn read(from: &$crate::message::Reader<'_>) -> Self {
                Self { $($member: $crate::message::message!(@read from $key $($written)? $($omitted)?),)+ }
            }
        }
    };
    (@read $from:ident $key:literal) => { $from.required($key) };
    (@read $from:ident $key:literal default) => { $from.optional($key) };
}

pub(crate) use message;
