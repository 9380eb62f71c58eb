//! Calendar dates and instants, without a clock and without floats.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::message::{Read, Reader, Value};

const MILLIS_PER_DAY: i64 = 86_400_000;

/// A calendar date; on the wire `YYYY-MM-DD` (RFC 3339 `full-date`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The date, or `None` if the calendar has no such day (31 April, 29 February 2023).
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        ((1..=12).contains(&month) && day >= 1 && day <= days_in(year, month)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// Reads `YYYY-MM-DD`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = digits(text, 4)?;
        let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
        let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
        if !rest.is_empty() {
            return None;
        }
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Age in whole years on `day` of somebody born on `self`; 0 for a birth in the future.
    /// In a common year, somebody born on 29 February becomes a year older on 1 March.
    pub fn age_on(self, day: Self) -> u16 {
        let years = day.year.saturating_sub(self.year);
        if (day.month, day.day) < (self.month, self.day) { years.saturating_sub(1) } else { years }
    }

    fn days_since_epoch(self) -> i64 {
        // Howard Hinnant, "chrono-compatible low-level date algorithms": days_from_civil.
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted_month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    fn from_days_since_epoch(days: i64) -> Self {
        // Same source: civil_from_days.
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self {
            year: u16::try_from(year).unwrap_or_default(),
            month: u8::try_from(month).unwrap_or_default(),
            day: u8::try_from(day).unwrap_or_default(),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// An instant of the server's clock in milliseconds since 1970-01-01T00:00:00Z; on the wire an RFC 3339 UTC time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Milliseconds from `earlier` to `self`; 0 if `earlier` is later.
    pub fn millis_since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or_default()
    }

    /// The UTC calendar date.
    pub fn date(self) -> Date {
        Date::from_days_since_epoch(self.0.div_euclid(MILLIS_PER_DAY))
    }

    /// Reads an RFC 3339 `date-time` in UTC (`Z`), with up to nine decimals of a second (digits beyond a
    /// millisecond are dropped); `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(['T', 't'])?;
        let date = Date::parse(date)?;
        let time = time.strip_suffix(['Z', 'z'])?;
        let (hour, rest) = digits(time, 2)?;
        let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
        let (second, rest) = digits(rest.strip_prefix(':')?, 2)?;
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let millis = match rest.strip_prefix('.') {
            None if rest.is_empty() => 0,
            None => return None,
            Some(decimals) => millis_of(decimals)?,
        };
        let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        Some(Self(date.days_since_epoch() * MILLIS_PER_DAY + seconds * 1000 + i64::from(millis)))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_day = self.0.rem_euclid(MILLIS_PER_DAY);
        let (seconds, millis) = (of_day / 1000, of_day % 1000);
        let date = self.date();
        write!(f, "{date}T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
        if millis > 0 {
            write!(f, ".{millis:03}")?;
        }
        f.write_str("Z")
    }
}

impl Read for Timestamp {
    fn read<V: Value>(from: &Reader<'_, V>) -> Self {
        from.fit(Self::parse(&String::read(from))).unwrap_or_default()
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not an RFC 3339 UTC time"))
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The number in the first `count` characters, which must all be digits, and the text that follows them.
fn digits(text: &str, count: usize) -> Option<(u32, &str)> {
    let (head, tail) = text.split_at_checked(count)?;
    head.bytes().all(|byte| byte.is_ascii_digit()).then(|| head.parse().ok())?.map(|number| (number, tail))
}

fn millis_of(decimals: &str) -> Option<u32> {
    if decimals.is_empty() || decimals.len() > 9 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(
        decimals
            .bytes()
            .chain(core::iter::repeat(b'0'))
            .take(3)
            .fold(0, |millis, digit| millis * 10 + u32::from(digit - b'0')),
    )
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for text in ["2024-02-29", "2000-02-29", "1999-12-31"] {
            assert_eq!(date(text).to_string(), text);
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2023-04-31",
            "2023-13-01",
            "2023-1-1",
            "2023-01-01x",
            "",
            "é023-01-01",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_birthday_makes_a_year_older() {
        let born = date("2008-11-23");
        assert_eq!(born.age_on(date("2026-11-22")), 17);
        assert_eq!(born.age_on(date("2026-11-23")), 18);
        assert_eq!(born.age_on(date("2000-01-01")), 0);
        assert_eq!(date("2008-02-29").age_on(date("2026-02-28")), 17);
        assert_eq!(date("2008-02-29").age_on(date("2026-03-01")), 18);
    }

    #[test]
    fn instants_are_written_as_they_are_read() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T23:59:59.999Z", 951_868_799_999),
            ("2026-11-23T03:08:30Z", 1_795_403_310_000),
            ("1969-12-31T23:59:59Z", -1000),
        ] {
            assert_eq!(Timestamp::parse(text).map(Timestamp::as_millis), Some(millis), "{text}");
            assert_eq!(Timestamp::from_millis(millis).to_string(), text);
        }
    }

    #[test]
    fn every_day_of_four_centuries_survives_the_round_trip() {
        let first = date("1900-01-01").days_since_epoch();
        for days in first..first + 146_097 {
            assert_eq!(Date::from_days_since_epoch(days).days_since_epoch(), days);
        }
    }

    #[test]
    fn other_times_are_refused() {
        for text in [
            "2026-11-23T03:08:30+01:00",
            "2026-11-23 03:08:30Z",
            "2026-11-23T24:00:00Z",
            "2026-11-23T03:08:30.Z",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }
}
