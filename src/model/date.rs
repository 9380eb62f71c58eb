//! A date as it is typed, in three parts: the whole dates that people paste, and what is missing or wrong with one.
//!
//! The value of a date field is `year-month-day`, each part as it was typed (`1965-12-6`, `65--`), so that a draft keeps
//! an incomplete date too; empty if nothing was typed. [`to_send`] makes the contract's `YYYY-MM-DD` of it.

use contract::{decimal::decimal, time::Date};

/// A part of a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DatePart {
    /// The year.
    Year,
    /// The month.
    Month,
    /// The day of the month.
    Day,
}

impl DatePart {
    /// In the order of the page: both languages of the module begin with the day.
    pub const ON_PAGE: [Self; 3] = [Self::Day, Self::Month, Self::Year];

    /// The word for it in ids, text keys and `autocomplete` tokens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        }
    }
}

/// The texts of a date's parts, as they were typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DateTexts {
    /// The year.
    pub year: String,
    /// The month.
    pub month: String,
    /// The day of the month.
    pub day: String,
}

const YEAR_DIGITS: usize = 4;

/// The months in French, then in English, without accents.
const MONTHS: [[&str; 2]; 12] = [
    ["janvier", "january"],
    ["fevrier", "february"],
    ["mars", "march"],
    ["avril", "april"],
    ["mai", "may"],
    ["juin", "june"],
    ["juillet", "july"],
    ["aout", "august"],
    ["septembre", "september"],
    ["octobre", "october"],
    ["novembre", "november"],
    ["decembre", "december"],
];

impl DateTexts {
    /// The parts of a field's value.
    pub fn of(value: &str) -> Self {
        let mut parts = value.split('-').map(String::from);
        let mut next = || parts.next().unwrap_or_default();
        Self { year: next(), month: next(), day: next() }
    }

    /// The value of the field.
    pub fn value(&self) -> String {
        let [year, month, day] =
            [&self.year, &self.month, &self.day].map(|part| part.trim().replace('-', "/"));
        let value = [&year, "-", &month, "-", &day].concat();
        if value == "--" { String::new() } else { value }
    }

    /// The text of a part.
    pub fn part(&self, part: DatePart) -> &str {
        match part {
            DatePart::Year => &self.year,
            DatePart::Month => &self.month,
            DatePart::Day => &self.day,
        }
    }

    /// The text of a part, to replace it.
    pub fn part_mut(&mut self, part: DatePart) -> &mut String {
        match part {
            DatePart::Year => &mut self.year,
            DatePart::Month => &mut self.month,
            DatePart::Day => &mut self.day,
        }
    }

    /// A whole date, in one of the ways that people and programs write it: `06/12/1965`, `6.12.65`, `1965-12-06`,
    /// `06121965`, `6 décembre 1965`, `December 6th, 1965`. `None` for anything else, and for a part of a date.
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> =
            date_of(text).split(|letter| !is_of_word(letter)).filter(|word| !word.is_empty()).collect();
        let numbers: Vec<&str> =
            words.iter().map(|word| digits_of(word)).filter(|digits| !digits.is_empty()).collect();
        let month =
            words.iter().filter_map(|word| month_named(word)).next_back().map(|month| decimal(month.into()));
        let (year, month, day) = match (numbers.as_slice(), month) {
            ([year, day], Some(month)) if year.len() == YEAR_DIGITS => (*year, month, *day),
            ([day, year], Some(month)) => (*year, month, *day),
            ([year, month, day], None) if year.len() == YEAR_DIGITS => (*year, (*month).into(), *day),
            // Only a day can be more than 12.
            ([month, day, year], None) if number(day) > 12 && number(month) <= 12 => {
                (*year, (*month).into(), *day)
            }
            ([day, month, year], None) => (*year, (*month).into(), *day),
            ([run], None) => return Self::of_run(run),
            _ => return None,
        };
        let is_date = matches!(year.len(), 2 | YEAR_DIGITS) && month.len() <= 2 && day.len() <= 2;
        is_date.then(|| Self { year: year.into(), month, day: day.into() })
    }

    /// A date without anything between its parts: `06121965`, `19651206`, `061265`.
    fn of_run(digits: &str) -> Option<Self> {
        let begins_with_year = !is_century(digits.get(YEAR_DIGITS..)?) && is_century(digits);
        let (year, month, day) = match digits.len() {
            8 if begins_with_year => (digits.get(..4), digits.get(4..6), digits.get(6..)),
            6 | 8 => (digits.get(4..), digits.get(2..4), digits.get(..2)),
            _ => return None,
        };
        Some(Self { year: year?.into(), month: month?.into(), day: day?.into() })
    }

    /// Whether `text`, which was read as this date, cannot be the beginning of a longer one.
    pub fn is_whole(&self, text: &str) -> bool {
        self.year.len() == YEAR_DIGITS && (self.day.len() == 2 || text.trim_end().ends_with(&self.year))
    }
}

/// What is wrong with a date that is not empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct DateProblem {
    /// Key of the text that says what to do.
    pub(super) key: &'static str,
    /// The part to correct; `None`: each may be the wrong one.
    pub(super) part: Option<DatePart>,
}

/// What is wrong with the value of a date field: a part that is missing, a year of two digits, a day that the calendar does
/// not have. `None` for a date, and if nothing was typed.
pub(super) fn problem(value: &str) -> Option<DateProblem> {
    let texts = DateTexts::of(value);
    let mut missing = DatePart::ON_PAGE.into_iter().filter(|part| texts.part(*part).is_empty());
    let (first, count) = (missing.next(), missing.count());
    let (key, part) = match (first, count) {
        (Some(_), 2) => return None,
        (Some(DatePart::Day), 0) => ("error.date_day", first),
        (Some(DatePart::Month), 0) => ("error.date_month", first),
        (Some(DatePart::Year), 0) => ("error.date_year", first),
        (Some(_), _) => ("error.date_parts", first),
        _ if is_number(&texts.year) && texts.year.len() < YEAR_DIGITS => {
            ("error.date_digits", Some(DatePart::Year))
        }
        _ if Date::parse(&to_send(value)).is_none() => ("error.date", None),
        _ => return None,
    };
    Some(DateProblem { key, part })
}

/// The contract's `YYYY-MM-DD`; other texts are unchanged, so that the contract's rules refuse them.
pub(super) fn to_send(value: &str) -> String {
    let texts = DateTexts::of(value);
    let month = month_named(&texts.month).map_or_else(|| texts.month.clone(), |month| decimal(month.into()));
    let is_date = texts.year.len() == YEAR_DIGITS
        && [&texts.year, &month, &texts.day].into_iter().all(|part| is_number(part));
    if is_date { [&texts.year, "-", &two(&month), "-", &two(&texts.day)].concat() } else { value.into() }
}

/// Two digits at least.
fn two(digits: &str) -> String {
    if digits.len() == 1 { ["0", digits].concat() } else { digits.into() }
}

/// The date of a moment as programs write it: `1965-12-06T00:00:00Z`.
fn date_of(text: &str) -> &str {
    match text.split_once('T') {
        Some((date, _)) if date.ends_with(|last: char| last.is_ascii_digit()) => date,
        _ => text,
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '\u{C0}'..='\u{24F}')
}

/// The digits that a word begins with: `1er`, `6th`.
fn digits_of(word: &str) -> &str {
    let end = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
    word.get(..end).unwrap_or_default()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && digits_of(text).len() == text.len()
}

fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or_default()
}

fn is_century(digits: &str) -> bool {
    digits.starts_with("19") || digits.starts_with("20")
}

/// The month of a name or its beginning (`déc`, `Sept`); `None` where the beginning is not enough (`jui`).
fn month_named(word: &str) -> Option<u8> {
    let plain = |letter: char| match letter {
        'é' | 'É' => 'e',
        'û' | 'Û' => 'u',
        _ => letter.to_ascii_lowercase(),
    };
    let word: String = word.trim_end_matches('.').chars().map(plain).collect();
    let mut months = (1..).zip(MONTHS).filter(|(_, names)| names.iter().any(|name| name.starts_with(&word)));
    let (month, _) = months.next().filter(|_| word.len() >= 3)?;
    months.next().is_none().then_some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(year: &str, month: &str, day: &str) -> DateTexts {
        DateTexts { year: year.into(), month: month.into(), day: day.into() }
    }

    #[test]
    fn dates_are_read_as_people_and_programs_write_them() {
        for (text, [year, month, day]) in [
            ("06/12/1965", ["1965", "12", "06"]),
            ("1965-12-06", ["1965", "12", "06"]),
            ("6 décembre 1965", ["1965", "12", "6"]),
            ("6.12.65", ["65", "12", "6"]),
            (" 6 . 12 . 1965 ", ["1965", "12", "6"]),
            ("6\u{202F}12\u{A0}1965", ["1965", "12", "6"]),
            ("\u{200E}06/\u{200E}12/\u{200E}1965", ["1965", "12", "06"]),
            ("06–12–1965", ["1965", "12", "06"]),
            ("1965/12/6", ["1965", "12", "6"]),
            ("1965-12-06T00:00:00Z", ["1965", "12", "06"]),
            ("06121965", ["1965", "12", "06"]),
            ("31121990", ["1990", "12", "31"]),
            ("19651206", ["1965", "12", "06"]),
            ("20021231", ["2002", "12", "31"]),
            ("20012002", ["2002", "01", "20"]),
            ("061265", ["65", "12", "06"]),
            ("12/31/1965", ["1965", "12", "31"]),
            ("le dimanche 6 Déc. 1965", ["1965", "12", "6"]),
            ("mar. 1er févr. 1966", ["1966", "2", "1"]),
            ("6 de\u{301}cembre 1965", ["1965", "12", "6"]),
            ("1 AOÛT 1970", ["1970", "8", "1"]),
            ("December 6th, 1965", ["1965", "12", "6"]),
            ("Sunday, 6 December 1965", ["1965", "12", "6"]),
            ("6-Dec-65", ["65", "12", "6"]),
            ("1965 Dec 6", ["1965", "12", "6"]),
        ] {
            let text = text.replace("e\u{301}", "é");
            assert_eq!(DateTexts::read(&text), Some(texts(year, month, day)), "{text}");
        }
    }

    #[test]
    fn a_partial_date_stays_where_it_was_typed() {
        for text in [
            "",
            "6",
            "06",
            "1965",
            "12/1965",
            "6/12",
            "6 décembre",
            "06 12 34 56 78",
            "123456789",
            "6 jui 1965",
            "6 12 965",
            "100 12 1965",
            "yesterday",
            "06/12/19650",
        ] {
            assert_eq!(DateTexts::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_whole_when_no_key_can_make_it_longer() {
        for (text, is_whole) in [
            ("6/12/19", false),
            ("6/12/1965", true),
            ("1965-12-0", false),
            ("1965-12-06", true),
            ("061219", false),
            ("06121965", true),
            ("6 décembre 1965", true),
            ("1965 December 6", false),
        ] {
            assert_eq!(DateTexts::read(text).unwrap().is_whole(text), is_whole, "{text}");
        }
    }

    #[test]
    fn half_a_date_is_kept_as_it_was_typed() {
        for (value, parts) in [
            ("1965-12-06", ["1965", "12", "06"]),
            ("65--", ["65", "", ""]),
            ("-12-6", ["", "12", "6"]),
            ("", ["", "", ""]),
        ] {
            let [year, month, day] = parts;
            assert_eq!(DateTexts::of(value), texts(year, month, day));
            assert_eq!(texts(year, month, day).value(), value);
        }
        assert_eq!(texts(" 1965 ", "12", " ").value(), "1965-12-");
        assert_eq!(texts("", "", "6-12").value(), "--6/12", "its parts can be told apart again");
        assert_eq!(DateTexts::of("yesterday"), texts("yesterday", "", ""));
    }

    #[test]
    fn a_sent_date_has_four_two_and_two_digits() {
        for (value, sent) in [
            ("1965-12-6", "1965-12-06"),
            ("1965-déc-06", "1965-12-06"),
            ("1965-1-1", "1965-01-01"),
            ("65-12-6", "65-12-6"),
            ("1965--6", "1965--6"),
            ("1965-13-06", "1965-13-06"),
            ("1965-006-6", "1965-006-06"),
            ("", ""),
        ] {
            assert_eq!(to_send(value), sent);
        }
    }

    #[test]
    fn a_half_typed_or_impossible_date_says_which_part_to_look_at() {
        use DatePart::*;
        for (value, key, part) in [
            ("1965-12-", "error.date_day", Some(Day)),
            ("1965--6", "error.date_month", Some(Month)),
            ("-12-6", "error.date_year", Some(Year)),
            ("--6", "error.date_parts", Some(Month)),
            ("1965--", "error.date_parts", Some(Day)),
            ("65-12-6", "error.date_digits", Some(Year)),
            ("965-12-6", "error.date_digits", Some(Year)),
            ("21990-12-31", "error.date", None),
            ("1965-02-30", "error.date", None),
            ("1965-12-3112", "error.date", None),
            ("1965-xii-6", "error.date", None),
            ("yesterday--", "error.date_parts", Some(Day)),
        ] {
            assert_eq!(problem(value), Some(DateProblem { key, part }), "{value}");
        }
        for value in ["", "1965-12-06", "1965-12-6", "2024-2-29"] {
            assert_eq!(problem(value), None, "{value}");
        }
    }
}
