//! Texts as keys and parameters. The wording is data (`www/locales/*.json`), loaded in the customer's language.

use std::{borrow::Cow, ops::Deref};

use contract::{decimal::decimal, time::Timestamp};

/// A text to show: a key of the locale table and the values of its `{…}` placeholders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text(Box<Filled>);

/// The content of a [`Text`], behind a pointer: views hold many texts and are moved often.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filled {
    /// Key of the locale table.
    pub key: Cow<'static, str>,
    /// Name and value of each placeholder.
    pub parameters: Vec<(&'static str, Parameter)>,
}

impl Deref for Text {
    type Target = Filled;

    fn deref(&self) -> &Filled {
        &self.0
    }
}

/// The value of a placeholder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Parameter {
    /// A number or another literal.
    Literal(String),
    /// An amount of money, in euro cents.
    Cents(u32),
    /// A size, in bytes.
    Bytes(u32),
    /// Another text of the table.
    Text(Cow<'static, str>),
    /// A day, written as the language writes it.
    Day(Timestamp),
}

impl Text {
    /// The text of `key`, without parameters.
    pub fn new(key: &'static str) -> Self {
        Self::of(Cow::Borrowed(key))
    }

    /// The text whose key is the concatenation of `parts`.
    pub fn joined(parts: &[&str]) -> Self {
        Self::of(Cow::Owned(parts.concat()))
    }

    fn of(key: Cow<'static, str>) -> Self {
        Self(Box::new(Filled { key, parameters: Vec::new() }))
    }

    /// The text of a numbered group: `numbered("income.", 3)` is `income.3`.
    pub fn numbered(family: &str, number: u8) -> Self {
        Self::joined(&[family, &decimal(number.into())])
    }

    /// With `value` for the placeholder `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.0.parameters.push((name, Parameter::Literal(value)));
        self
    }

    /// With the number `value` for the placeholder `{name}`.
    #[must_use]
    pub fn with_number(self, name: &'static str, value: usize) -> Self {
        self.with(name, decimal(value as u64))
    }

    /// With the day of `value` for the placeholder `{name}`.
    #[must_use]
    pub fn with_day(mut self, name: &'static str, value: Timestamp) -> Self {
        self.0.parameters.push((name, Parameter::Day(value)));
        self
    }

    /// With an amount in euro cents for the placeholder `{name}`.
    #[must_use]
    pub fn with_cents(mut self, name: &'static str, cents: u32) -> Self {
        self.0.parameters.push((name, Parameter::Cents(cents)));
        self
    }

    /// With a size in bytes for the placeholder `{name}`.
    #[must_use]
    pub fn with_bytes(mut self, name: &'static str, bytes: u32) -> Self {
        self.0.parameters.push((name, Parameter::Bytes(bytes)));
        self
    }

    /// With the text `value` for the placeholder `{name}`.
    #[must_use]
    pub fn with_text(mut self, name: &'static str, value: &Self) -> Self {
        self.0.parameters.push((name, Parameter::Text(value.key.clone())));
        self
    }
}

/// Fills the `{name}` placeholders of `template`; a placeholder without a value stays as it is.
///
/// In right-to-left text, each value is isolated (Unicode bidirectional algorithm, FSI to PDI): a date, a number or a name
/// keeps its own order, and does not change the order of the words around it.
pub fn fill(template: &str, values: &[(&'static str, String)]) -> String {
    let is_mixed = is_right_to_left(template) || values.iter().any(|(_, value)| is_right_to_left(value));
    let mut filled = String::with_capacity(template.len());
    pieces(template, values, |piece, is_value| {
        let (start, end) = if is_value && is_mixed { ("\u{2068}", "\u{2069}") } else { ("", "") };
        filled.extend([start, piece, end]);
    });
    filled
}

/// As [`fill`], but passes on each piece: `true` if the piece is a value.
pub fn pieces(template: &str, values: &[(&'static str, String)], mut take: impl FnMut(&str, bool)) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        take(before, false);
        let value = after.split_once('}').and_then(|(name, after)| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, after))
        });
        match value {
            Some((value, after)) => {
                take(value, true);
                rest = after;
            }
            None => {
                take("{", false);
                rest = after;
            }
        }
    }
    take(rest, false);
}

/// Whether `text` contains a letter of Hebrew, Arabic or another right-to-left script.
fn is_right_to_left(text: &str) -> bool {
    text.chars().any(
        |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_isolated_where_right_to_left_writing_takes_part() {
        let values = [("date", "12 June 2026".to_owned())];
        assert_eq!(fill("حتى {date}.", &values), "حتى \u{2068}12 June 2026\u{2069}.");
        assert_eq!(fill("Until {date}.", &values), "Until 12 June 2026.");
        let values = [("field", "קובץ.pdf".to_owned()), ("size", "2 MB".to_owned())];
        assert_eq!(fill("{field}, {size}", &values), "\u{2068}קובץ.pdf\u{2069}, \u{2068}2 MB\u{2069}");
    }

    #[test]
    fn places_are_filled_once_and_values_are_not_read_again() {
        let values = [("step", "{other}".to_owned()), ("count", "6".to_owned())];
        assert_eq!(fill("Step {step} of {count}{", &values), "Step {other} of 6{");
        assert_eq!(fill("{unknown} {count}", &values), "{unknown} 6");
    }
}
