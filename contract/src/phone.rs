//! Mobile numbers as people write them. The backend knows which numbers each country has; this module knows only how people in
//! France dial: one plan for France and for the territories that have their own calling code.

use alloc::string::String;

use crate::problem::FieldErrorCode;

/// Mobile numbers of the French plan that are overseas: their first digits after the 0, calling code, country (ARCEP,
/// numbering plan). The others that begin with 6 or 7 are metropolitan.
const OVERSEAS: [(&str, &str, &str); 15] = [
    ("639", "262", "YT"),
    ("690", "590", "GP"),
    ("691", "590", "GP"),
    ("692", "262", "RE"),
    ("693", "262", "RE"),
    ("694", "594", "GF"),
    ("696", "596", "MQ"),
    ("697", "596", "MQ"),
    ("7084", "508", "PM"),
    ("7085", "508", "PM"),
    ("7090", "590", "GP"),
    ("7091", "596", "MQ"),
    ("7092", "262", "RE"),
    ("7093", "594", "GF"),
    ("508", "508", "PM"),
];
/// First digits that mobile numbers certainly do not have, for the countries whose landlines customers give most often: country,
/// what is dialled before the digits within the country, calling code (ITU-T E.164), and the digits. Within a country where
/// nothing is dialled before a number, a number may begin with the calling code as well; where that would look like a landline, a
/// `+` stands for what is dialled, which no such number has. Left out are digits that personal and internet numbers have too.
const FIXED: [(&str, &str, &str, &str); 21] = [
    ("FR", "0", "33", "1234589"),
    ("RE", "+", "262", "29"),
    ("GP", "+", "590", "59"),
    ("GF", "+", "594", "59"),
    ("MQ", "+", "596", "59"),
    ("PF", "", "689", "4"),
    ("NC", "", "687", "234"),
    ("BE", "0", "32", "1235689"),
    ("IT", "0", "390", "12456789"),
    ("ES", "", "34", "89"),
    ("PT", "", "351", "2"),
    ("CH", "0", "41", "234"),
    ("LU", "+", "352", "345789"),
    ("LU", "+", "3522", "2345678"),
    ("DE", "0", "49", "24689"),
    ("DE", "03", "493", "0134569"),
    ("GB", "0", "44", "123"),
    ("NL", "0", "31", "123457"),
    ("MA", "0", "212", "5"),
    ("DZ", "0", "213", "1234"),
    ("TN", "", "216", "7"),
];
/// Countries whose numbers are dialled in the French plan.
const FRENCH_PLAN: [&str; 9] = ["FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF"];

/// Whether numbers of `country` are dialled in the French plan: ten digits with the leading 0.
pub fn is_in_french_plan(country: &str) -> bool {
    FRENCH_PLAN.contains(&country)
}

/// The calling code and the country of an overseas mobile number of the French plan, given its nine digits after the 0; `None`
/// for any other number.
pub fn overseas(digits: &str) -> Option<(&'static str, &'static str)> {
    let found = OVERSEAS.iter().find(|(first, ..)| digits.starts_with(first));
    found.filter(|_| digits.len() == 9).map(|(_, code, country)| (*code, *country))
}

/// The country to show beside `number` (as [`normalise_phone_number`] writes it) if it is certainly not `country`: an
/// overseas mobile number with France beside it, or the reverse.
pub fn certain_country(country: &str, number: &str) -> Option<&'static str> {
    let digits = number.strip_prefix('0')?;
    if !is_in_french_plan(country) || digits.len() != 9 {
        return None;
    }
    let (code, certain) = match overseas(digits) {
        Some(found) => found,
        None if digits.starts_with(['6', '7']) => ("33", "FR"),
        None => return None,
    };
    // Saint-Barthélemy and Saint-Martin have the numbers of Guadeloupe.
    let is_the_same = matches!((country, code), ("GP" | "BL" | "MF", "590"));
    (certain != country && !is_the_same).then_some(certain)
}

/// Whether `number` (as [`normalise_phone_number`] writes it) certainly is a landline, or another number that receives no SMS.
/// `country` is that of a national number.
pub fn is_fixed(country: &str, number: &str) -> bool {
    let country = if is_in_french_plan(country) { "FR" } else { country };
    FIXED.iter().any(|(of, dialled, code, first)| {
        let rest = match number.strip_prefix('+') {
            Some(digits) => digits.strip_prefix(code),
            None if *of == country => number.strip_prefix(dialled),
            None => None,
        };
        rest.is_some_and(|rest| {
            // Compared byte by byte: a text search would make the browser's download larger.
            let is_first = first.bytes().any(|digit| rest.bytes().next() == Some(digit));
            is_first && overseas(rest).is_none()
        })
    })
}

/// The number without the punctuation that people write between digits, with `+` for a leading `00`, and without the 0 that is
/// dialled only within the country: `(0)`, and the one after the code of France or of its territories. The number is not
/// checked here: `Profile::check` does that.
pub fn normalise_phone_number(text: &str) -> String {
    let (before, after) = text.split_once('(').unwrap_or((text, ""));
    // Compared byte by byte: a text search would add another kilobyte to the browser's download.
    let parts =
        match after.trim_start().strip_prefix('0').and_then(|rest| rest.trim_start().strip_prefix(')')) {
            // Without a code before it, the 0 is dialled.
            Some(after) if !before.trim().is_empty() => [before, after],
            _ => [text, ""],
        };
    let bare: String =
        parts.iter().flat_map(|part| part.chars()).filter(|character| !is_separator(*character)).collect();
    if bare.is_empty() {
        return text.trim().into();
    }
    let international = match bare.strip_prefix("00") {
        Some(rest) => ["+", rest].concat(),
        None => bare,
    };
    for code in ["+33", "+262", "+590", "+594", "+596", "+508"] {
        if let Some(rest) = international.strip_prefix(code).and_then(|rest| rest.strip_prefix('0')) {
            return [code, rest].concat();
        }
    }
    international
}

/// Punctuation, symbols and white space. Listed as ranges: the tables of all letters would add kilobytes to the browser's
/// download.
fn is_separator(character: char) -> bool {
    match character {
        '+' => false,
        '\0'..='\u{7F}' => !character.is_ascii_alphanumeric(),
        '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{2BFF}' | '\u{3000}'..='\u{303F}' => true,
        _ => false,
    }
}

/// ITU-T E.164: `+`, then 7 to 15 digits that do not begin with 0. A number of a `country` has 4 to 15 digits; only the backend
/// knows the rules of each.
pub(crate) fn check(country: &str, text: &str) -> Result<(), FieldErrorCode> {
    if text.is_empty() {
        return Err(FieldErrorCode::Required);
    }
    let is_national = !country.is_empty();
    let digits =
        if is_national { text } else { text.strip_prefix('+').ok_or(FieldErrorCode::InvalidFormat)? };
    let least = if is_national { 4 } else { 7 };
    let is_number = (least..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (is_national || !digits.starts_with('0'));
    if !is_number {
        Err(FieldErrorCode::InvalidFormat)
    } else if is_fixed(country, text) {
        Err(FieldErrorCode::NotAllowed)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_number_gives_its_digits() {
        for text in [
            " 0033 6.12-34 (56) 78 ",
            "+33 (0)6 12 34 56 78",
            "00 33 (0) 612345678",
            "(0033) 612345678",
            "+33 06 12 34 56 78",
            "+33\u{202F}6\u{A0}12\u{2009}34–56—78",
            "+33 ( 0 ) 6 12 34 56 78",
            "+33·6·12·34·56·78",
            "(+33) 6/12/34/56/78",
            "+33 6_12_34_56_78",
        ] {
            assert_eq!(normalise_phone_number(text), "+33612345678", "{text}");
        }
        assert_eq!(normalise_phone_number("06 12 34 56 78"), "0612345678");
        assert_eq!(normalise_phone_number("(0) 612345678"), "0612345678");
        assert_eq!(normalise_phone_number("+262 0692 86 12 34"), "+262692861234");
        assert_eq!(
            normalise_phone_number("+39 06 1234 5678"),
            "+390612345678",
            "an Italian number keeps its 0"
        );
        assert_eq!(
            normalise_phone_number("06 call 12"),
            "06call12",
            "letters stay, and the check refuses them"
        );
    }

    #[test]
    fn landlines_are_refused_at_the_field() {
        for (country, number) in [
            ("", "+390612345678"),
            ("IT", "0612345678"),
            ("", "+390212345678"),
            ("", "+33145678901"),
            ("FR", "0145678901"),
            ("FR", "0561234567"),
            ("FR", "0972123456"),
            ("RE", "0262123456"),
            ("", "+262262123456"),
            ("", "+590590123456"),
            ("", "+3223456789"),
            ("BE", "023456789"),
            ("", "+34912345678"),
            ("ES", "912345678"),
            ("", "+351212345678"),
            ("PT", "212345678"),
            ("CH", "0223456789"),
            ("", "+35226123456"),
            ("DE", "030123456"),
            ("", "+498912345678"),
            ("GB", "02079460000"),
            ("", "+31201234567"),
            ("", "+212520123456"),
            ("DZ", "021123456"),
            ("", "+21671123456"),
            ("PF", "40412345"),
            ("NC", "251234"),
        ] {
            assert_eq!(check(country, number), Err(FieldErrorCode::NotAllowed), "{country} {number}");
        }
    }

    #[test]
    fn what_may_be_a_mobile_number_is_left_to_the_backend() {
        for (country, number) in [
            ("", "+393331234567"),
            ("", "+3903331234567"), // with a 0 that Italian mobile numbers do not have
            ("IT", "3123456789"),
            ("FR", "0508551234"), // Saint-Pierre-et-Miquelon
            ("", "+508551234"),
            ("", "+590690123456"),
            ("", "+33508551234"),
            ("FR", "33612345678"),
            ("FR", "262692861234"),
            ("BE", "32470123456"),
            ("BE", "0470123456"),
            ("LU", "352621123456"),
            ("LU", "621123456"),
            ("DE", "015112345678"),
            ("DE", "03212345678901"), // an internet number
            ("GB", "07400123456"),
            ("TN", "21123456"),
            ("FR", "00447400123456"),
            ("US", "2015550123"),
        ] {
            assert_eq!(check(country, number), Ok(()), "{country} {number}");
        }
    }

    #[test]
    fn overseas_mobile_numbers_are_distinguished_from_metropolitan_ones() {
        for (digits, expected) in [
            ("692861234", Some(("262", "RE"))),
            ("693001234", Some(("262", "RE"))),
            ("639123456", Some(("262", "YT"))),
            ("690123456", Some(("590", "GP"))),
            ("691221234", Some(("590", "GP"))),
            ("694123456", Some(("594", "GF"))),
            ("696123456", Some(("596", "MQ"))),
            ("697123456", Some(("596", "MQ"))),
            ("709012345", Some(("590", "GP"))),
            ("709112345", Some(("596", "MQ"))),
            ("709212345", Some(("262", "RE"))),
            ("708412345", Some(("508", "PM"))),
            ("508551234", Some(("508", "PM"))),
            ("612345678", None),
            ("638123456", None),
            ("698123456", None),
            ("701234567", None),
            ("69286123", None),
        ] {
            assert_eq!(overseas(digits), expected, "{digits}");
        }
    }

    #[test]
    fn the_country_beside_a_number_follows_it() {
        for (country, number, expected) in [
            ("FR", "0692861234", Some("RE")),
            ("RE", "0692861234", None),
            ("RE", "0639123456", Some("YT")),
            ("BL", "0690123456", None),
            ("FR", "0690123456", Some("GP")),
            ("FR", "0612345678", None),
            ("RE", "0612345678", Some("FR")),
            ("RE", "0262123456", None),
            ("BE", "0692861234", None),
            ("FR", "+262692861234", None),
        ] {
            assert_eq!(certain_country(country, number), expected, "{country} {number}");
        }
    }
}
