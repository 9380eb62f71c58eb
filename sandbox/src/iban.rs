//! French account numbers with correct check digits, at a bank that does not exist.

const BANK: u64 = 99_999;
const BRANCH: u64 = 1;

/// The IBAN of the `number`-th account: ISO 13616, with the French RIB key.
pub fn french(number: u64) -> String {
    let account = number % 100_000_000_000;
    let rib_key = 97 - (89 * BANK + 15 * BRANCH + 3 * account) % 97;
    let bban = format!("{BANK:05}{BRANCH:05}{account:011}{rib_key:02}");
    // `FR00` in digits (F = 15, R = 27) behind the number, ISO 7064 MOD 97-10.
    let check = 98 - remainder_97(&format!("{bban}152700"));
    format!("FR{check:02}{bban}")
}

/// The IBAN with all but its ends covered.
pub fn hint(iban: &str) -> String {
    let head: String = iban.chars().take(4).collect();
    let tail: String = iban.chars().skip(iban.len().saturating_sub(4)).collect();
    format!("{head} **** {tail}")
}

fn remainder_97(digits: &str) -> u32 {
    digits.chars().filter_map(|digit| digit.to_digit(10)).fold(0, |rest, digit| (rest * 10 + digit) % 97)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_passes_its_own_check() {
        for number in [1, 42, 99_999_999_999] {
            let iban = french(number);
            let (head, bban) = iban.split_at(4);
            assert_eq!(iban.len(), 27);
            assert_eq!(remainder_97(&format!("{bban}1527{}", &head[2..])), 1, "{iban}");
        }
    }

    #[test]
    fn the_hint_covers_the_middle() {
        assert_eq!(hint("FR7699999000010000000000142"), "FR76 **** 0142");
    }
}
