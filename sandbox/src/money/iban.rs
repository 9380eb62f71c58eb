//! French account numbers with correct check digits, at a fictitious bank.

/// BIC of the fictitious bank (ISO 9362).
pub const BIC: &str = "SNDBFRPPXXX";
const BANK: u64 = 99_999;
const BRANCH: u64 = 1;

/// The IBAN of the `number`-th account: ISO 13616, with the French RIB key.
pub fn french(number: u64) -> String {
    let account = number % 100_000_000_000;
    let rib_key = 97 - (89 * BANK + 15 * BRANCH + 3 * account) % 97;
    let bban = format!("{BANK:05}{BRANCH:05}{account:011}{rib_key:02}");
    // `FR00` in digits (F = 15, R = 27) after the number, ISO 7064 MOD 97-10.
    let check = 98 - remainder_97(&format!("{bban}152700"));
    format!("FR{check:02}{bban}")
}

/// The IBAN with its middle hidden.
pub fn hint(iban: &str) -> String {
    let head: String = iban.chars().take(4).collect();
    let tail: String = iban.chars().skip(iban.len().saturating_sub(4)).collect();
    format!("{head} **** {tail}")
}

/// Whether an account number of any country has correct check digits, with or without spaces (ISO 13616).
pub fn is_valid(iban: &str) -> bool {
    let plain: String =
        iban.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let is_plain = plain.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match plain.split_at_checked(4) {
        Some((head, rest)) if is_plain && (15..=34).contains(&plain.len()) => {
            let in_digits = |letter: char| letter.to_digit(36).unwrap_or_default().to_string();
            let digits: String = rest.chars().chain(head.chars()).map(in_digits).collect();
            remainder_97(&digits) == 1
        }
        _ => false,
    }
}

fn remainder_97(digits: &str) -> u32 {
    digits.chars().filter_map(|digit| digit.to_digit(10)).fold(0, |rest, digit| (rest * 10 + digit) % 97)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_iban_has_correct_check_digits() {
        for number in [1, 42, 99_999_999_999] {
            let iban = french(number);
            let (head, bban) = iban.split_at(4);
            assert_eq!(iban.len(), 27);
            assert_eq!(remainder_97(&format!("{bban}1527{}", &head[2..])), 1, "{iban}");
        }
    }

    #[test]
    fn a_number_with_a_wrong_digit_does_not_pass() {
        for good in ["FR1420041010050500013M02606", "DE89 3704 0044 0532 0130 00", &french(42)] {
            assert!(is_valid(good), "{good}");
        }
        for bad in ["FR1420041010050500013M02607", "FR14", "", "é", "DE89-3704-0044-0532-0130-00"] {
            assert!(!is_valid(bad), "{bad}");
        }
    }

    #[test]
    fn the_hint_covers_the_middle() {
        assert_eq!(hint("FR7699999000010000000000142"), "FR76 **** 0142");
    }
}
