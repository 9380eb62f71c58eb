//! Abbreviates street lines that are too long for the card's letter as the post does (NF Z 10-011), word by word until
//! they fit. A line that is still too long is sent unchanged. It is cut off on the letter only.

use contract::{profile::STREET_ON_LETTER, text::length};

/// Words and their abbreviations: types of street, then titles, then parts of a building.
const ABBREVIATIONS: [(&str, &str); 40] = [
    ("allée", "all"),
    ("allées", "all"),
    ("avenue", "av"),
    ("boulevard", "bd"),
    ("carrefour", "car"),
    ("chaussée", "chs"),
    ("chemin", "che"),
    ("cours", "crs"),
    ("domaine", "dom"),
    ("esplanade", "esp"),
    ("faubourg", "fg"),
    ("hameau", "ham"),
    ("impasse", "imp"),
    ("lotissement", "lot"),
    ("montée", "mte"),
    ("passage", "pas"),
    ("place", "pl"),
    ("promenade", "prom"),
    ("quartier", "qua"),
    ("résidence", "res"),
    ("route", "rte"),
    ("sentier", "sen"),
    ("square", "sq"),
    ("traverse", "tra"),
    ("village", "vlge"),
    ("capitaine", "cne"),
    ("colonel", "col"),
    ("commandant", "cdt"),
    ("docteur", "dr"),
    ("général", "gal"),
    ("lieutenant", "ltn"),
    ("maréchal", "mal"),
    ("président", "pdt"),
    ("professeur", "pr"),
    ("saint", "st"),
    ("sainte", "ste"),
    ("appartement", "app"),
    ("bâtiment", "bat"),
    ("escalier", "esc"),
    ("immeuble", "imm"),
];

/// `street` with as few abbreviations as it needs to fit on the letter.
pub(super) fn abbreviated(street: &str) -> String {
    let mut line = street.to_owned();
    for (word, short) in ABBREVIATIONS {
        if length(&line) <= STREET_ON_LETTER {
            break;
        }
        line = with_word_replaced(&line, word, short);
    }
    line
}

/// Replaces `word` wherever it is a whole word, and keeps its case.
fn with_word_replaced(line: &str, word: &str, short: &str) -> String {
    let is_end = |character: char| !character.is_alphanumeric();
    let replace = |part: &str| {
        let text = part.trim_end_matches(is_end);
        if text.to_lowercase() != word {
            return part.to_owned();
        }
        let rest = part.get(text.len()..).unwrap_or_default();
        let is_capital = |index| text.chars().nth(index).is_some_and(char::is_uppercase);
        let written = match (is_capital(0), is_capital(1)) {
            (true, true) => short.to_uppercase(),
            (true, false) => {
                short.chars().take(1).flat_map(char::to_uppercase).chain(short.chars().skip(1)).collect()
            }
            _ => short.to_owned(),
        };
        written + rest
    };
    line.split_inclusive([' ', '-', ',']).map(replace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_street_is_abbreviated_only_as_far_as_needed() {
        for (street, expected) in [
            ("12 avenue du Maréchal de Lattre de Tassigny", "12 av du Mal de Lattre de Tassigny"),
            ("12 AVENUE DU MARÉCHAL DE LATTRE DE TASSIGNY", "12 AV DU MAL DE LATTRE DE TASSIGNY"),
            ("104 bis, boulevard du Général Saint-Hilaire", "104 bis, bd du Général Saint-Hilaire"),
            ("12 avenue du Maréchal Foch", "12 avenue du Maréchal Foch"),
            ("215 traverse de la Montée des Accoules Nord", "215 tra de la Mte des Accoules Nord"),
            (
                "Wielka Wieś Osiedle Tysiąclecia Dolnośląskie 104",
                "Wielka Wieś Osiedle Tysiąclecia Dolnośląskie 104",
            ),
        ] {
            assert_eq!(abbreviated(street), expected);
        }
    }
}
