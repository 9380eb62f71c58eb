//! The date header of callbacks, `12/12/2023 17:51:40 +00:00` (documentation, webhooks).

use contract::time::Timestamp;

/// Reads `DD/MM/YYYY HH:MM:SS ±HH:MM`, or an RFC 3339 UTC time; `None` for anything else.
///
/// The documentation's only example leaves open which number is the day. Day first is the convention of the provider's
/// country; if that is not a valid date, month first is tried.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    Timestamp::parse(text).or_else(|| {
        let mut parts = text.split_ascii_whitespace();
        let (date, time) = (parts.next()?, parts.next()?);
        let offset_ms = parts.next().map_or(Some(0), offset_ms)?;
        let mut numbers = date.split('/');
        let (first, second, year) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let read =
            |day: &str, month: &str| Timestamp::parse(&format!("{year}-{month:0>2}-{day:0>2}T{time}Z"));
        let local = read(first, second).or_else(|| read(second, first))?;
        Some(Timestamp::from_millis(local.as_millis().checked_sub(offset_ms)?))
    })
}

/// An offset such as `+01:30`, in milliseconds.
fn offset_ms(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    Some(sign * (i64::from(hours) * 60 + i64::from(minutes)) * 60_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_form_is_read() {
        for (text, expected) in [
            ("12/12/2023 17:51:40 +00:00", Some("2023-12-12T17:51:40Z")),
            ("31/01/2026 23:30:00 +02:00", Some("2026-01-31T21:30:00Z")),
            ("01/31/2026 00:00:00 +00:00", Some("2026-01-31T00:00:00Z")),
            ("2026-01-31T00:00:00Z", Some("2026-01-31T00:00:00Z")),
            ("12/12/2023", None),
            ("yesterday 10:00:00 +00:00", None),
            ("", None),
        ] {
            assert_eq!(parse(text), expected.and_then(Timestamp::parse), "{text}");
        }
    }
}
