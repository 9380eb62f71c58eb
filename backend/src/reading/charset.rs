//! Detects the character encoding: by the byte order mark, by the zero bytes of UTF-16 and UTF-32 between the letters
//! of JSON (RFC 4627, section 3), then by the declaration. Text that is valid UTF-8 is read as UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// `bytes` as text. `content_type` may declare an encoding, and so may a misplaced `coding`.
pub(super) fn text<'a>(bytes: &'a [u8], content_type: &str, coding: &str) -> Cow<'a, str> {
    match bytes {
        [0, 0, 0xfe, 0xff, rest @ ..] => return utf_32(rest, u32::from_be_bytes).into(),
        [0xff, 0xfe, 0, 0, rest @ ..] => return utf_32(rest, u32::from_le_bytes).into(),
        [0, 0, 0, 1..=u8::MAX, ..] => return utf_32(bytes, u32::from_be_bytes).into(),
        [1..=u8::MAX, 0, 0, 0, ..] => return utf_32(bytes, u32::from_le_bytes).into(),
        _ => {}
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()).0;
    }
    match bytes {
        [0, 1..=u8::MAX, ..] => return UTF_16BE.decode_without_bom_handling(bytes).0,
        [1..=u8::MAX, 0, ..] => return UTF_16LE.decode_without_bom_handling(bytes).0,
        _ => {}
    }
    let declared = charset(content_type).and_then(known).or_else(|| known(coding));
    // Bytes in a multi-byte encoding can be valid UTF-8 by chance. Otherwise valid UTF-8 hardly ever is anything else,
    // whatever encoding a framework declares by default.
    if let Some(encoding) = declared.filter(|encoding| !encoding.is_single_byte() && *encoding != UTF_8)
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return text;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => {
            let single_byte = declared.filter(|encoding| encoding.is_single_byte());
            single_byte.unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0
        }
    }
}

/// The parameter `charset` of a media type.
fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// An encoding by its name, including the spellings of other systems: `latin-1`, `ISO8859_1`.
fn known(label: &str) -> Option<&'static Encoding> {
    let bare = || label.replace(['-', '_', ' '], "");
    Encoding::for_label(label.as_bytes()).or_else(|| Encoding::for_label(bare().as_bytes()))
}

fn utf_32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> String {
    let (units, _) = bytes.as_chunks::<4>();
    let characters = units.iter().map(|bytes| char::from_u32(unit(*bytes)));
    characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_names_of_other_systems_are_known() {
        for (content_type, expected) in [
            ("application/json; charset=utf-8", Some("UTF-8")),
            ("application/json;charset=\"UTF8\"", Some("UTF-8")),
            ("text/plain; boundary=x; Charset = 'latin-1'", Some("windows-1252")),
            ("application/json; charset=ISO8859_1", Some("windows-1252")),
            ("application/json; charset=Windows-1252", Some("windows-1252")),
            ("application/json; charset=iso-8859-15", Some("ISO-8859-15")),
            ("application/json; charset=x-unknown", None),
            ("application/json", None),
            ("", None),
        ] {
            let found = charset(content_type).and_then(known).map(Encoding::name);
            assert_eq!(found, expected, "{content_type}");
        }
    }

    #[test]
    fn valid_utf_8_is_preferred_to_the_declared_encoding() {
        let latin = b"{\"name\":\"Zo\xe9 \x80\"}";
        for (bytes, content_type, coding) in [
            (&latin[..], "application/json; charset=iso-8859-1", ""),
            (latin, "application/json", "iso-8859-1"),
            (latin, "application/json", ""),
            (latin, "application/json; charset=utf-8", ""),
            ("{\"name\":\"Zoé €\"}".as_bytes(), "application/json; charset=iso-8859-1", ""),
        ] {
            assert_eq!(text(bytes, content_type, coding), "{\"name\":\"Zoé €\"}", "{content_type} {coding}");
        }
        let (gbk, _, _) = encoding_rs::GBK.encode("联通");
        assert_eq!(text(&gbk, "text/json; charset=gbk", ""), "联通", "its bytes are UTF-8 by chance");
    }
}
