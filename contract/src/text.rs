//! Normalises what was typed, so that the customer never has to correct something invisible.
//!
//! The module passes every field through [`normalise`] before it checks and sends it, and a backend before it checks and relays
//! it. Letters with accents must be composed already (Unicode NFC); in the module the browser does that. Look-alike letters of
//! other alphabets stay, and the rules of [`crate::submission`] refuse them: the intended letter is unknown.

use alloc::string::String;

/// Normalises `text`. It removes invisible marks (control characters, zero-width characters, and those that only isolate or
/// embed text from left to right) and the white space around. It replaces every kind of white space with a space, look-alikes
/// of an apostrophe or a hyphen with those of a keyboard, and wide forms and the digits of other scripts with ASCII. Marks that
/// reverse the direction of writing stay: without them, the text sent would differ from the text seen.
pub fn normalise(text: &str) -> String {
    let plain: String = text.chars().filter_map(plain).collect();
    plain.trim().into()
}

/// The number of characters in `text`. Each has exactly one byte that is not a continuation byte. The core library's counter is
/// faster, and half a kilobyte larger.
pub fn length(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

fn plain(character: char) -> Option<char> {
    match character {
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'
        | '\u{202C}'
        | '\u{202D}'
        | '\u{2060}'..='\u{2066}'
        | '\u{2068}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => None,
        // The full stop of East Asian input methods.
        '\u{3002}' | '\u{FF61}' => Some('.'),
        // The wide forms of ASCII, which East Asian input methods produce.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0),
        '\u{660}'..='\u{669}' => char::from_u32(u32::from(character) - 0x660 + 0x30),
        '\u{6F0}'..='\u{6F9}' => char::from_u32(u32::from(character) - 0x6F0 + 0x30),
        // The small letters after numbers and abbreviations in Spanish, Portuguese and Italian.
        'ª' => Some('a'),
        'º' => Some('o'),
        hyphen if is_hyphen(hyphen) => Some('-'),
        apostrophe if is_apostrophe(apostrophe) => Some('\''),
        white if white.is_whitespace() => Some(' '),
        control if control.is_control() => None,
        other => Some(other),
    }
}

/// Latin letters with their accents (Unicode blocks Latin-1, Extended-A, -B, Additional, and the small letters of Africa and
/// Azerbaijan among those of phonetics), digits, spaces, hyphens,
/// apostrophes and full stops: what can be printed on a card and appears on documents.
pub fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, ' ' | '-' | '\'' | '\u{2019}' | '.')
        || is_accented_latin(character)
}

/// As [`is_name_character`], with the punctuation used in addresses.
pub fn is_address_character(character: char) -> bool {
    is_name_character(character) || matches!(character, ',' | '/' | '(' | ')' | '&' | '°' | '#' | ':' | ';')
}

pub(crate) fn is_accented_latin(character: char) -> bool {
    matches!(character, '\u{C0}'..='\u{2AF}' | '\u{1E00}'..='\u{1EFF}') && !matches!(character, '×' | '÷')
}

/// Hyphens, dashes, the minus sign; those of Armenian and Hebrew; the long vowel mark on the hyphen's key in Japan.
fn is_hyphen(character: char) -> bool {
    matches!(
        character,
        '\u{2D7}' | '\u{58A}' | '\u{5BE}' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{30FC}' | '\u{FE58}' | '\u{FE63}' | '\u{FF70}'
    )
}

/// Accents that stand alone, quotes, modifier letters (hamza and ayn included), primes, and the apostrophes of Greek, Armenian and
/// Hebrew.
fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\u{B4}'
            | '\u{2B9}'
            | '\u{2BB}'..='\u{2BF}'
            | '\u{2C8}'
            | '\u{2CA}'
            | '\u{2CB}'
            | '\u{384}'
            | '\u{55A}'
            | '\u{5F3}'
            | '\u{1FBD}'
            | '\u{2018}'..='\u{201B}'
            | '\u{2032}'
            | '\u{2035}'
            | '\u{275B}'
            | '\u{275C}'
            | '\u{A78B}'
            | '\u{A78C}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_removed() {
        for text in [
            "  Corinne\t",
            "\u{FEFF}Corinne\u{A0}",
            "\u{202A}Corinne\u{202C}",
            "\u{202D}Corinne\u{202C}\u{200E}",
            "\u{2066}Corinne\u{2069}",
            "Cor\u{200B}in\u{AD}ne",
            "Cor\u{34F}in\u{FE0F}ne\u{61C}",
            "Cor\0in\u{7}ne\u{9F}",
            " \u{200B} Corinne \u{200B} ",
        ] {
            assert_eq!(normalise(text), "Corinne", "{text:?}");
        }
        for nothing in ["", " \t\r\n", "\u{200B}\u{2060}\u{FEFF}", "\0 \0"] {
            assert_eq!(normalise(nothing), "", "{nothing:?}");
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
            ("O\u{2018}Neil D\u{2BC}Arc L\u{2019}Oréal D'Or", "O'Neil D'Arc L'Oréal D'Or"),
            ("O\u{B4}Neil O\u{2032}Neil O\u{201B}Neil O\u{FF07}Neil", "O'Neil O'Neil O'Neil O'Neil"),
            ("Jean\u{2014}Luc\u{2212}Marc\u{FF0D}Paul\u{2011}Eve", "Jean-Luc-Marc-Paul-Eve"),
            ("O\u{384}Neil O\u{1FBD}Neil", "O'Neil O'Neil"),
            ("\u{2BF}Abd \u{2BE}Ibrāhīm O\u{A78B}Neil O\u{275C}Neil", "'Abd 'Ibrāhīm O'Neil O'Neil"),
            ("Mª Carmen, nº 5", "Ma Carmen, no 5"),
            ("Jean\u{5BE}Luc\u{58A}Marc 100\u{30FC}0001", "Jean-Luc-Marc 100-0001"),
            ("a@example\u{3002}fr", "a@example.fr"),
            ("Ａｎｎｅ\u{202F}１２", "Anne 12"),
            ("٠٦\u{202F}۱۲", "06 12"),
        ] {
            assert_eq!(normalise(text), expected);
        }
    }

    #[test]
    fn text_that_reads_differently_from_its_characters_is_left_for_the_rules() {
        for text in ["Corinne\u{202E}ennirob", "\u{202B}12, rue", "\u{2067}12", "Cоrinne", "Zoe\u{301}", "🙂"]
        {
            assert_eq!(normalise(text), text);
        }
    }
}
