//! Writes a message as JSON (RFC 8259), in less code than serde_json. Writing never fails, and the error type says so: no
//! caller has to handle an error.

use alloc::string::String;
use core::fmt;

use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeSeq, SerializeStruct},
};

use crate::decimal;

/// The JSON text of a message.
///
/// # Panics
/// If `message` is of a type that no message of the contract contains: a map, or a number with decimals.
pub fn write(message: &impl Serialize) -> String {
    let mut text = String::new();
    match message.serialize(Writer(&mut text)) {
        Ok(()) => text,
        Err(never) => match never {},
    }
}

/// The error of an operation that cannot fail.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl core::error::Error for Never {}

impl serde::ser::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unheld()
    }
}

fn unheld() -> ! {
    unreachable!("no message contains this type")
}

struct Writer<'a>(&'a mut String);

/// An object or array whose entries are being written.
struct Entries<'a> {
    text: &'a mut String,
    /// The character to write before the next entry.
    before: char,
    end: char,
}

impl Entries<'_> {
    fn put<T: Serialize + ?Sized>(&mut self, name: Option<&str>, value: &T) -> Result<(), Never> {
        self.text.push(self.before);
        self.before = ',';
        if let Some(name) = name {
            quote(self.text, name);
            self.text.push(':');
        }
        value.serialize(Writer(self.text))
    }

    fn close(self, start: char) -> Result<(), Never> {
        if self.before == start {
            self.text.push(start);
        }
        self.text.push(self.end);
        Ok(())
    }
}

impl SerializeStruct for Entries<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Never> {
        self.put(Some(name), value)
    }

    fn end(self) -> Result<(), Never> {
        self.close('{')
    }
}

impl SerializeSeq for Entries<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.put(None, value)
    }

    fn end(self) -> Result<(), Never> {
        self.close('[')
    }
}

/// Writes a string. The quotation mark, the backslash and control characters are escaped.
fn quote(text: &mut String, value: &str) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => text.push('\\'),
            '\0'..='\u{1F}' => {
                text.push_str("\\u00");
                text.push(if character < '\u{10}' { '0' } else { '1' });
                text.push(char::from_digit(u32::from(character) % 16, 16).unwrap_or('0'));
                continue;
            }
            _ => {}
        }
        text.push(character);
    }
    text.push('"');
}

/// For types that no message of the contract contains.
macro_rules! never {
    ($($method:ident($($type:ty),*) -> $output:ty;)*) => {
        $(fn $method(self $(, _: $type)*) -> Result<$output, Never> {
            unheld()
        })*
    };
}

type Unheld = Impossible<(), Never>;

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Entries<'a>;
    type SerializeTuple = Unheld;
    type SerializeTupleStruct = Unheld;
    type SerializeTupleVariant = Unheld;
    type SerializeMap = Unheld;
    type SerializeStruct = Entries<'a>;
    type SerializeStructVariant = Unheld;

    fn serialize_bool(self, value: bool) -> Result<(), Never> {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Never> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Never> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Never> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Never> {
        decimal::push(self.0, value);
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Never> {
        quote(self.0, value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Entries<'a>, Never> {
        Ok(Entries { text: self.0, before: '[', end: ']' })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries<'a>, Never> {
        Ok(Entries { text: self.0, before: '{', end: '}' })
    }

    /// Writes a value as its `Display` text: a moment.
    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Never> {
        use alloc::string::ToString;
        quote(self.0, &value.to_string());
        Ok(())
    }

    never! {
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_tuple(usize) -> Unheld;
        serialize_tuple_struct(&'static str, usize) -> Unheld;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Unheld;
        serialize_map(Option<usize>) -> Unheld;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Unheld;
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), Never> {
        unheld()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Never> {
        unheld()
    }
}
