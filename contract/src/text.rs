//! A typed text as its reader sees it: what cannot be seen is not the customer's to mend.
//!
//! The module reads every field through [`seen`] before it checks and sends it, a backend before it checks and relays
//! it. Letters with accents are composed before (Unicode NFC): in the module by the browser. Look-alike letters of other
//! alphabets are left as they are, for [`crate::submission`]'s rules to refuse: nobody can tell what was meant.

use alloc::string::String;

/// `text` without the marks that nobody sees (control characters, zero-width ones, those that only isolate or embed
/// text from left to right), every kind of white space a space, typographic hyphens and apostrophes those of a
/// keyboard, no white space around. Marks that turn the writing round stay: what was seen is not what would be sent.
pub fn seen(text: &str) -> String {
    let seen: String = text.chars().filter_map(shown).collect();
    seen.trim().into()
}

/// Characters of `text`. Each has one byte that continues none; core's counter takes many at once, in half a kilobyte.
pub fn length(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

fn shown(character: char) -> Option<char> {
    match character {
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'
        | '\u{202C}'
        | '\u{202D}'
        | '\u{2060}'..='\u{2066}'
        | '\u{2068}'..='\u{206F}'
        | '\u{FEFF}' => None,
        '\u{2010}'..='\u{2013}' => Some('-'),
        '\u{2018}' | '\u{2BC}' => Some('\u{2019}'),
        white if white.is_whitespace() => Some(' '),
        control if control.is_control() => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_dropped() {
        for text in [
            "  Corinne\t",
            "\u{FEFF}Corinne\u{A0}",
            "\u{202A}Corinne\u{202C}",
            "\u{202D}Corinne\u{202C}\u{200E}",
            "\u{2066}Corinne\u{2069}",
            "Cor\u{200B}in\u{AD}ne",
            "Cor\0in\u{7}ne\u{9F}",
            " \u{200B} Corinne \u{200B} ",
        ] {
            assert_eq!(seen(text), "Corinne", "{text:?}");
        }
        for nothing in ["", " \t\r\n", "\u{200B}\u{2060}\u{FEFF}", "\0 \0"] {
            assert_eq!(seen(nothing), "", "{nothing:?}");
        }
    }

    #[test]
    fn a_character_counts_once_however_many_bytes_it_has() {
        for text in ["", "a", "Zoé", "Ирина", "€ 😀", "\u{FEFF}"] {
            assert_eq!(length(text), text.chars().count(), "{text:?}");
        }
    }

    #[test]
    fn white_space_hyphens_and_apostrophes_are_those_of_a_keyboard() {
        for (text, expected) in [
            ("Anne\u{A0}Marie", "Anne Marie"),
            ("Anne\tMarie\u{3000}Zoé", "Anne Marie Zoé"),
            ("Jean\u{2010}Pierre\u{2013}Luc", "Jean-Pierre-Luc"),
            (
                "O\u{2018}Neil D\u{2BC}Arc L\u{2019}Oréal D'Or",
                "O\u{2019}Neil D\u{2019}Arc L\u{2019}Oréal D'Or",
            ),
        ] {
            assert_eq!(seen(text), expected);
        }
    }

    #[test]
    fn what_is_seen_otherwise_than_it_is_written_is_left_for_the_rules() {
        for text in ["Corinne\u{202E}ennirob", "\u{202B}12, rue", "\u{2067}12", "Cоrinne", "Zoe\u{301}", "🙂"]
        {
            assert_eq!(seen(text), text);
        }
    }
}
