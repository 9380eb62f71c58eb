//! The characters that a JSON string stands for.

use core::{char::REPLACEMENT_CHARACTER, str::Chars};

/// The characters of a well-formed string, from behind its opening quotation mark to the closing one. Half of a surrogate pair
/// is no character: the replacement character stands in its place, as browsers have it.
pub(super) struct Characters<'a>(Chars<'a>);

impl<'a> Characters<'a> {
    pub(super) fn new(rest: &'a str) -> Self {
        Self(rest.chars())
    }

    fn escaped(&mut self) -> char {
        match self.0.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{C}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => self.code_point(),
            Some(itself) => itself,
            None => REPLACEMENT_CHARACTER,
        }
    }

    fn code_point(&mut self) -> char {
        let first = unit(&mut self.0);
        if (0xD800..0xDC00).contains(&first) {
            let mut ahead = self.0.clone();
            if ahead.next() == Some('\\') && ahead.next() == Some('u') {
                let second = unit(&mut ahead);
                if (0xDC00..0xE000).contains(&second) {
                    self.0 = ahead;
                    let point = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                    return char::from_u32(point).unwrap_or(REPLACEMENT_CHARACTER);
                }
            }
        }
        char::from_u32(first).unwrap_or(REPLACEMENT_CHARACTER)
    }
}

impl Iterator for Characters<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self.0.next()? {
            '"' => None,
            '\\' => Some(self.escaped()),
            character => Some(character),
        }
    }
}

/// A unit of UTF-16, written in four hexadecimal figures.
fn unit(characters: &mut Chars<'_>) -> u32 {
    let figures = characters.take(4).filter_map(|figure| figure.to_digit(16));
    figures.fold(0, |unit, figure| unit * 16 + figure)
}
