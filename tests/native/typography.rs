//! The typography of the texts: the rules of each language, as a typesetter applies them.

use crate::locales::known;

/// What no language writes.
const NEVER: [(&str, &str); 6] = [
    ("'", "a straight apostrophe"),
    ("\"", "a straight quotation mark"),
    ("...", "three full stops in place of an ellipsis"),
    ("  ", "two spaces"),
    ("\u{2013}", "a dash"),
    ("\u{2014}", "a dash"),
];

/// Placeholders that are filled with a number.
const NUMBERS: [&str; 3] = ["{count}", "{minutes}", "{percent}"];

/// Words between two numbers: the line may break before them.
const JOINING: [&str; 4] = ["à", "et", "ou", "sur"];

/// What is wrong with a text, in words; empty if it is well set.
fn faults(language: &str, text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        NEVER.iter().filter(|(sign, _)| text.contains(sign)).map(|(_, name)| (*name).to_owned()).collect();
    if numbers_break(text) {
        found.push("a space inside a number that may break".into());
    }
    let (opening, closing) = if language == "fr" { ("«", "»") } else { ("“", "”") };
    if text.matches(opening).count() != text.matches(closing).count() {
        found.push("a quotation that is not closed".into());
    }
    if text.contains(if language == "fr" { ['“', '”'] } else { ['«', '»'] }) {
        found.push("quotation marks of another language".into());
    }
    if language == "fr" {
        found.extend(french_faults(text));
    }
    found
}

fn numbers_break(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters
        .windows(3)
        .any(|three| matches!(three, [left, ' ', right] if left.is_ascii_digit() && right.is_ascii_digit()))
}

fn french_faults(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let letters: Vec<char> = text.chars().collect();
    for (at, sign) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let is_listed = letters.get(at + 1).is_none_or(|next| *next == ' ') && before == Some(&'\u{a0}');
        if matches!(sign, ':' | ';' | '?' | '!' | '»' | '€' | '%') && before != Some(&'\u{a0}') && !is_listed
        {
            found.push(format!("no no-break space before {sign}"));
        }
        if *sign == '«' && letters.get(at + 1) != Some(&'\u{a0}') {
            found.push("no no-break space after «".into());
        }
    }
    let words: Vec<&str> = text.split(' ').collect();
    for pair in words.windows(2) {
        let [number, word] = pair else { continue };
        let is_number = NUMBERS.contains(number)
            || (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
        let is_unit = word.starts_with(char::is_lowercase) && !JOINING.contains(word);
        if is_number && is_unit {
            found.push(format!("“{number} {word}” may break"));
        }
    }
    found
}

#[test]
fn every_text_follows_the_typography_of_its_language() {
    for (language, table) in known() {
        for (key, text) in table {
            assert_eq!(faults(language, text), Vec::<String>::new(), "{language} {key}: {text}");
        }
    }
}

#[test]
fn faults_of_typography_are_found() {
    for (language, text) in [
        ("en", "You can't"),
        ("en", "Choose \"Scan\""),
        ("en", "Sending..."),
        ("en", "Choose “Scan"),
        ("en", "Choose « Scan »"),
        ("en", "Call 06 12"),
        ("fr", "Envoi :"),
        ("fr", "Envoi:"),
        ("fr", "Et ensuite?"),
        ("fr", "Choisissez «\u{a0}Scanner »"),
        ("fr", "Choisissez « Scanner\u{a0}»"),
        ("fr", "Choisissez “Scanner”"),
        ("fr", "Jusqu’à 1 000\u{a0}€"),
        ("fr", "Jusqu’à 1\u{a0}000 €"),
        ("fr", "Encore 4 minutes"),
        ("fr", "Encore {minutes} minutes"),
        ("fr", "{percent} %"),
    ] {
        assert_ne!(faults(language, text), Vec::<String>::new(), "{language}: {text}");
    }
    for (language, text) in [
        ("en", "You can’t scan “this”: call 06\u{a0}12."),
        ("fr", "En général 3 à 6\u{a0}minutes\u{a0}: «\u{a0}voilà\u{a0}»."),
    ] {
        assert_eq!(faults(language, text), Vec::<String>::new(), "{language}: {text}");
    }
}
