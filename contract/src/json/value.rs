//! A JSON value, taken apart in place: nothing is copied before it is asked for.

use alloc::string::String;

use super::{characters::Characters, scan::Scan};

/// A value of a well-formed document.
#[derive(Clone, Copy)]
pub struct Value<'a>(&'a str);

impl<'a> Value<'a> {
    /// The value that a document holds; `None` where the text is not JSON.
    pub fn parse(document: &'a str) -> Option<Self> {
        let mut scan = Scan::new(document);
        scan.skip_space();
        let value = Self(scan.rest());
        scan.skip_value()?;
        scan.skip_space();
        scan.peek().is_none().then_some(value)
    }

    /// The member of that name, the last one where it stands twice; `None` where there is none, or no object.
    pub fn member(self, name: &str) -> Option<Self> {
        let named = |(key, _): &(Self, Self)| key.characters().eq(name.chars());
        self.is_object().then(|| Entries::of(self).filter(named).last())?.map(|(_, value)| value)
    }

    /// The items of an array; `None` where it is none.
    pub fn items(self) -> Option<impl Iterator<Item = Self>> {
        (self.first() == Some(b'[')).then(|| Entries::of(self).map(|(_, value)| value))
    }

    /// The text of a string; `None` where it is none.
    pub fn text(self) -> Option<String> {
        (self.first() == Some(b'"')).then(|| self.characters().collect())
    }

    /// A whole number from 0 on; `None` where it is none. `17.0` is 17; no number with an exponent is read.
    pub fn number(self) -> Option<u32> {
        let mut bytes = self.0.bytes();
        let mut number = figure(bytes.next()?)?;
        loop {
            match bytes.next() {
                Some(byte @ b'0'..=b'9') => {
                    number = number.checked_mul(10)?.checked_add(figure(byte)?)?;
                }
                Some(b'.') => {
                    return bytes.find(|byte| *byte != b'0').is_none_or(ends_number).then_some(number);
                }
                Some(b'e' | b'E') => return None,
                _ => return Some(number),
            }
        }
    }

    /// A truth value; `None` where it is none.
    pub fn boolean(self) -> Option<bool> {
        match self.first() {
            Some(b't') => Some(true),
            Some(b'f') => Some(false),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.first() == Some(b'n')
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        self.first() == Some(b'{')
    }

    fn first(self) -> Option<u8> {
        self.0.bytes().next()
    }

    fn characters(self) -> Characters<'a> {
        Characters::new(self.0.get(1..).unwrap_or_default())
    }
}

fn figure(byte: u8) -> Option<u32> {
    byte.is_ascii_digit().then(|| u32::from(byte - b'0'))
}

fn ends_number(byte: u8) -> bool {
    !byte.is_ascii_digit() && !matches!(byte, b'e' | b'E')
}

/// The entries of an object, or of an array, where each item is its own name.
struct Entries<'a> {
    scan: Scan<'a>,
    is_object: bool,
}

impl<'a> Entries<'a> {
    fn of(value: Value<'a>) -> Self {
        Self { scan: Scan::new(value.0), is_object: value.is_object() }
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = (Value<'a>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        // What opens the list, separates its entries, or closes it.
        self.scan.skip_space();
        self.scan.next()?;
        self.scan.skip_space();
        let name = Value(self.scan.rest());
        if self.is_object {
            self.scan.skip_value()?;
            self.scan.skip_space();
            self.scan.next()?;
            self.scan.skip_space();
        }
        let value = Value(self.scan.rest());
        self.scan.skip_value()?;
        Some((name, value))
    }
}
