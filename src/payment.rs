//! A SEPA credit transfer as the text of a QR code that banking apps scan: EPC069-12, version 002, UTF-8. `qr` draws it.
//!
//! The text has no accents. The code does not say how its bytes are to be read, and apps that use zbar 0.23 take the two bytes of
//! `é` for a Chinese character. A wrong letter in the name can stop a transfer, because banks compare the name with the IBAN
//! (Regulation (EU) 2024/886).

use contract::{decimal::decimal, snapshot::Transfer, text::length};

/// Maximum length of the beneficiary's name and of the reference, in characters, and of the whole text, in bytes.
const MAX_NAME: usize = 70;
const MAX_REFERENCE: usize = 140;
const MAX_BYTES: usize = 331;

/// The letters from U+00C0 to U+017F without their accents. `?` stands where one letter becomes two.
const PLAIN: &[u8; 192] = b"AAAAAA?CEEEEIIIIDNOOOOO?OUUUUY??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y\
    AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi??JjKkkLlLlLlLlLlNnNnNnnNnOoOoOo??RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/// The text of the code, for the smallest accepted amount; `None` if the standard cannot express the transfer.
pub fn payload(transfer: &Transfer) -> Option<String> {
    let Transfer { iban, bic, beneficiary, min_cents, reference, .. } = transfer;
    let is_good = is_code(iban, 15, 34)
        && (is_code(bic, 8, 8) || is_code(bic, 11, 11))
        && !beneficiary.is_empty()
        && is_line(beneficiary, MAX_NAME)
        && is_line(reference, MAX_REFERENCE)
        && *min_cents > 0;
    // Between amount and reference are the purpose and the structured reference. Both are left out.
    let beneficiary = &plain(beneficiary);
    let reference = &plain(reference);
    let lines = ["BCD", "002", "1", "SCT", bic, beneficiary, iban, &amount(*min_cents), "", "", reference];
    let text = lines.join("\n");
    (is_good && text.len() <= MAX_BYTES).then_some(text)
}

/// Whether a text has only letters and digits, and an accepted length.
fn is_code(text: &str, least: usize, most: usize) -> bool {
    text.len() >= least && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A line break would start another element.
fn is_line(text: &str, most: usize) -> bool {
    length(text) <= most && !text.bytes().any(|byte| byte.is_ascii_control())
}

/// The text without the accents of U+00C0 to U+017F and without combining ones. Other letters stay.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'Æ' => plain.push_str("AE"),
            'æ' => plain.push_str("ae"),
            'Œ' => plain.push_str("OE"),
            'œ' => plain.push_str("oe"),
            'Ĳ' => plain.push_str("IJ"),
            'ĳ' => plain.push_str("ij"),
            'Þ' => plain.push_str("TH"),
            'þ' => plain.push_str("th"),
            'ß' => plain.push_str("ss"),
            '\u{300}'..='\u{36F}' => {}
            _ => plain.push(one_plain(character)),
        }
    }
    plain
}

fn one_plain(character: char) -> char {
    let letter = u32::from(character).checked_sub(0xC0).and_then(|place| PLAIN.get(place as usize));
    match letter {
        Some(b'?') | None => character,
        Some(&letter) => letter.into(),
    }
}

fn amount(cents: u32) -> String {
    let rest = cents % 100;
    let point = if rest < 10 { ".0" } else { "." };
    ["EUR", &decimal((cents / 100).into()), point, &decimal(rest.into())].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer() -> Transfer {
        Transfer {
            iban: "FR7630001007941234567890185".into(),
            bic: "BDFEFRPPCCT".into(),
            beneficiary: "Zoé Berthier".into(),
            min_cents: 100,
            max_cents: 100_000,
            reference: "XO-7K2M9Q".into(),
            payment_url: None,
        }
    }

    #[test]
    fn the_elements_are_in_the_order_of_the_standard() {
        let text = payload(&transfer()).unwrap();
        let lines: Vec<_> = text.split('\n').collect();
        assert_eq!(
            lines,
            [
                "BCD",
                "002",
                "1",
                "SCT",
                "BDFEFRPPCCT",
                "Zoe Berthier",
                "FR7630001007941234567890185",
                "EUR1.00",
                "",
                "",
                "XO-7K2M9Q",
            ]
        );
    }

    #[test]
    fn amounts_have_two_decimals_after_a_point() {
        for (cents, text) in
            [(1, "EUR0.01"), (10, "EUR0.10"), (199, "EUR1.99"), (1_000, "EUR10.00"), (100_005, "EUR1000.05")]
        {
            assert_eq!(amount(cents), text);
        }
        assert_eq!(payload(&Transfer { min_cents: 0, ..transfer() }), None);
    }

    #[test]
    fn every_accent_of_western_and_central_europe_is_left_out() {
        let names = [
            ("Société Générale", "Societe Generale"),
            ("Françoise Lœuillet-Gœtz", "Francoise Loeuillet-Goetz"),
            ("Jürgen Groß", "Jurgen Gross"),
            ("Łukasz Żółć", "Lukasz Zolc"),
            ("İpek Doğan Işık", "Ipek Dogan Isik"),
            ("Søren Ærø, Þór", "Soren AEro, THor"),
            ("Đorđe Ňižňanský", "Dorde Niznansky"),
            ("Zoe\u{301}", "Zoe"),
            ("Nguyễn 3×2 Ω", "Nguyễn 3×2 Ω"),
        ];
        for (name, plain_name) in names {
            assert_eq!(plain(name), plain_name);
        }
        let stay: String = ('À'..='ſ').map(one_plain).filter(|letter| !letter.is_ascii()).collect();
        assert_eq!(stay, "Æ×Þßæ÷þĲĳŒœ");
    }

    #[test]
    fn a_payment_outside_the_standard_makes_no_code() {
        let name = |name: &str| Transfer { beneficiary: name.into(), ..transfer() };
        assert!(payload(&name(&"é".repeat(70))).is_some());
        for bad in ["", &"a".repeat(71), "Zoé\nFR7630001007941234567890185"] {
            assert_eq!(payload(&name(bad)), None, "{bad}");
        }
        let reference = |reference: &str| Transfer { reference: reference.into(), ..transfer() };
        assert!(payload(&reference("")).is_some());
        assert!(payload(&reference(&"a".repeat(140))).is_some());
        assert_eq!(payload(&reference(&"a".repeat(141))), None);
        assert!(payload(&reference(&"é".repeat(140))).is_some());
        assert_eq!(payload(&reference(&"ẽ".repeat(140))), None, "331 bytes at most");
        for iban in ["", "FR76 3000", "FR76-30001007941234567890185", &"1".repeat(35)] {
            assert_eq!(payload(&Transfer { iban: iban.into(), ..transfer() }), None, "{iban}");
        }
        for bic in ["", "BDFEFRP", "BDFEFRPPC", "BDFEFRPP\nC"] {
            assert_eq!(payload(&Transfer { bic: bic.into(), ..transfer() }), None, "{bic}");
        }
    }
}
