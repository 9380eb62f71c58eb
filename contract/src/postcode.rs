//! Postcodes as people write them: with spaces, or with the country's sign before them.

use alloc::string::String;

use crate::{country::is_french, problem::FieldErrorCode, rule};

/// Maximum length of a postcode, in characters.
pub const MAX_POSTCODE: usize = 10;
/// Countries whose postcodes begin with letters that look like a country's sign.
const LETTERED: &str = "AD AZ BB BM BN GB HN IE KY LC LT LV MD MS MT SO SZ VC VG";

/// `text` as `country` writes its postcodes: capital letters, without `F-` or another country's sign before the digits;
/// in France and its territories only the digits. The postcode is not checked.
pub fn normalise_postcode(country: &str, text: &str) -> String {
    let text = text.to_ascii_uppercase();
    // The postal sign of Japan.
    let text = text.trim_start_matches('〒').trim();
    let digits = text.trim_start_matches(|character: char| character.is_ascii_alphabetic());
    let sign = text.len() - digits.len();
    let digits = digits.trim_start_matches([' ', '-', '.']);
    let has_sign = (1..=3).contains(&sign)
        && digits.starts_with(|character: char| character.is_ascii_digit())
        && !LETTERED.split(' ').any(|lettered| lettered == country);
    if is_french(country) {
        let digits = if has_sign { digits } else { text };
        let bare: String = digits.chars().filter(|character| !matches!(character, ' ' | '.' | '-')).collect();
        return if bare.is_empty() { text.into() } else { bare };
    }
    // A country that mixes letters and digits (`K1A 0B1`, `C1425`) has no country's sign with digits behind it here.
    let is_only_digits = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b' ' | b'-'));
    let is_dutch = country == "NL" && text.starts_with("NL");
    let is_sign = has_sign && (is_dutch || (is_only_digits && country != "AR"));
    (if is_sign { digits } else { text }).into()
}

/// The postcode of a birth in France: as [`normalise_postcode`], and a department number stands for its first postcode.
/// Corsica's `2A` and `2B` become the 20 of its postcodes.
pub fn normalise_birth_postcode(country: &str, text: &str) -> String {
    let bare: String = text.chars().filter(|character| !matches!(character, ' ' | '-' | '.')).collect();
    let bare = bare.to_ascii_uppercase();
    if is_french(country) {
        if let Some(rest) = bare.strip_prefix("2A").or_else(|| bare.strip_prefix("2B")) {
            return ["20", if rest.is_empty() { "000" } else { rest }].concat();
        }
        let is_department = bare.bytes().all(|byte| byte.is_ascii_digit())
            && (bare.len() == 2 || (bare.len() == 3 && (bare.starts_with("97") || bare.starts_with("98"))));
        if is_department {
            return [bare.as_str(), if bare.len() == 2 { "000" } else { "00" }].concat();
        }
    }
    normalise_postcode(country, text)
}

/// Five digits in France and its territories, letters and digits elsewhere.
pub(crate) fn check(country: &str, text: &str) -> Result<(), FieldErrorCode> {
    if !is_french(country) {
        return rule::text(text, MAX_POSTCODE, |character| {
            character.is_ascii_alphanumeric() || matches!(character, ' ' | '-')
        });
    }
    if text.is_empty() {
        Err(FieldErrorCode::Required)
    } else if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(())
    } else {
        Err(FieldErrorCode::InvalidFormat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_postcodes_are_their_digits() {
        for text in
            ["92100", "92 100", "F-92100", "FR 92100", "f 92100", "FR-92 100", " 9 2 1 0 0 ", "92.100"]
        {
            assert_eq!(normalise_postcode("FR", text), "92100", "{text}");
        }
        assert_eq!(normalise_postcode("PF", "98 713"), "98713");
        assert_eq!(normalise_postcode("RE", "F-97490"), "97490");
        assert_eq!(normalise_postcode("FR", "abcde"), "ABCDE", "the check refuses it");
    }

    #[test]
    fn a_department_stands_for_its_first_postcode() {
        for (text, expected) in [
            ("75", "75000"),
            ("974", "97400"),
            ("2A", "20000"),
            ("2b", "20000"),
            ("2A004", "20004"),
            ("F-75001", "75001"),
            ("01", "01000"),
            ("751", "751"),
        ] {
            assert_eq!(normalise_birth_postcode("FR", text), expected, "{text}");
        }
        assert_eq!(normalise_birth_postcode("BE", "10"), "10");
    }

    #[test]
    fn other_countries_keep_their_own_writing() {
        for (country, text, expected) in [
            ("BE", "B-1000", "1000"),
            ("BE", "BE 1000", "1000"),
            ("DE", "D-10115", "10115"),
            ("CH", "CH-8000", "8000"),
            ("LU", "L-1234", "1234"),
            ("IT", "I-00100", "00100"),
            ("AT", "A 1010", "1010"),
            ("ES", "E-28001", "28001"),
            ("PT", "P-1000-001", "1000-001"),
            ("PL", "PL 00-950", "00-950"),
            ("SE", "S-114 55", "114 55"),
            ("DK", "DK-1000", "1000"),
            ("FI", "FIN-00100", "00100"),
            ("CZ", "CZ-110 00", "110 00"),
            ("NL", "1012 ab", "1012 AB"),
            ("NL", "NL-1012 AB", "1012 AB"),
            ("GB", "sw1a 1aa", "SW1A 1AA"),
            ("GB", "M1 1AE", "M1 1AE"),
            ("IE", "d02 af30", "D02 AF30"),
            ("CA", "k1a 0b1", "K1A 0B1"),
            ("LV", "LV-1050", "LV-1050"),
            ("LT", "LT-01100", "LT-01100"),
            ("MD", "MD-2001", "MD-2001"),
            ("AD", "AD500", "AD500"),
            ("MT", "VLT 1117", "VLT 1117"),
            ("US", "12345-6789", "12345-6789"),
            ("AR", "C1425", "C1425"),
            ("BM", "HM 12", "HM 12"),
            ("BN", "BS8811", "BS8811"),
            ("SO", "JH 09010", "JH 09010"),
            ("BR", "01310-100", "01310-100"),
            ("JP", "〒100-0001", "100-0001"),
        ] {
            assert_eq!(normalise_postcode(country, text), expected, "{country} {text}");
        }
    }
}
