//! Dates of HTTP headers (RFC 9110, 5.6.7), in the one form that servers may send: `Sun, 06 Nov 1994 08:49:37 GMT`.

use contract::{decimal::decimal, time::Timestamp};

/// The names of the months, three letters each.
const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";

/// Reads a date; `None` if it does not have that form.
pub(super) fn parse(date: &str) -> Option<Timestamp> {
    let name = date.get(8..11)?.as_bytes();
    let month = MONTHS.chunks_exact(3).zip(1..).find(|(known, _)| *known == name)?.1;
    let month = decimal(month);
    let zero = if month.len() == 1 { "0" } else { "" };
    let time = date.get(16..)?.strip_prefix(' ')?.strip_suffix(" GMT")?;
    Timestamp::parse(&[date.get(12..16)?, "-", zero, &month, "-", date.get(5..7)?, "T", time, "Z"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_a_server_is_read() {
        let moment = |text| Timestamp::parse(text);
        assert_eq!(parse("Sun, 06 Nov 1994 08:49:37 GMT"), moment("1994-11-06T08:49:37Z"));
        assert_eq!(parse("Mon, 30 Nov 2026 23:59:59 GMT"), moment("2026-11-30T23:59:59Z"));
        assert_eq!(parse("Thu, 01 Jan 2026 00:00:00 GMT"), moment("2026-01-01T00:00:00Z"));
    }

    #[test]
    fn other_texts_are_not_dates() {
        for text in [
            "",
            "60",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
