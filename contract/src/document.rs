//! Uploads of required documents: the parts of the multipart body and their rules.

use alloc::vec::Vec;

use crate::{
    problem::{FieldError, FieldErrorCode},
    rule::Check,
    step::DocumentKind,
    text::{length, normalise},
};

/// Part that holds the word of a [`DocumentKind`].
pub const KIND: &str = "kind";
/// Part that holds the justification text; only for [`DocumentKind::Other`].
pub const JUSTIFICATION: &str = "justification";
/// Part that holds the file.
pub const FILE: &str = "file";
/// Maximum length of the justification text, in characters.
pub const MAX_JUSTIFICATION: usize = 1000;
/// Media types of the accepted files (documentation, questions: JPG, PNG, PDF).
pub const MEDIA_TYPES: [&str; 3] = ["image/jpeg", "image/png", "application/pdf"];

/// How many leading bytes of a file [`media_type`] needs.
pub const TELLING_BYTES: usize = 12;
/// The photo format of many phones. It is not accepted, but is recognised so that the error can name it.
pub const HEIC: &str = "image/heic";

/// The media type of a file by its first bytes: one of [`MEDIA_TYPES`], or [`HEIC`]; empty for any other. The file's name and
/// the type that a browser reports are ignored: systems often label photos wrongly, or not at all.
pub fn media_type(start: &[u8]) -> &'static str {
    const KNOWN: [(&[u8], &str); 3] =
        [(b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf")];
    // ISO/IEC 23008-12: an `ftyp` box, then the brand.
    let is_heic = start.get(4..8) == Some(b"ftyp")
        && start.get(8..11).is_some_and(|brand| matches!(brand, b"hei" | b"hev" | b"mif" | b"msf"));
    let known = KNOWN.iter().find(|(first, _)| start.starts_with(first));
    known.map_or(if is_heic { HEIC } else { "" }, |(_, media_type)| media_type)
}

/// The fields that break a rule. `size` is the file's size in bytes, 0 if there is no file. `media_type` is the file's media
/// type, as far as the caller can determine it.
pub fn check(
    kind: DocumentKind,
    justification: &str,
    size: u64,
    media_type: &str,
    max_bytes: u32,
) -> Vec<FieldError> {
    let mut check = Check::default();
    if kind == DocumentKind::Other {
        check.field(JUSTIFICATION, check_justification(justification));
    }
    check.field(FILE, check_file(size, media_type, max_bytes));
    check.errors()
}

fn check_justification(text: &str) -> Result<(), FieldErrorCode> {
    if normalise(text).is_empty() {
        Err(FieldErrorCode::Required)
    } else if length(text) > MAX_JUSTIFICATION {
        Err(FieldErrorCode::TooLong)
    } else {
        Ok(())
    }
}

fn check_file(size: u64, media_type: &str, max_bytes: u32) -> Result<(), FieldErrorCode> {
    if size == 0 {
        Err(FieldErrorCode::Required)
    } else if size > u64::from(max_bytes) {
        Err(FieldErrorCode::TooLarge)
    } else if MEDIA_TYPES.contains(&media_type) {
        Ok(())
    } else {
        Err(FieldErrorCode::UnsupportedType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_is_detected_from_the_first_bytes() {
        assert_eq!(media_type(b"\xff\xd8\xff\xe0rest"), "image/jpeg");
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\nrest"), "image/png");
        assert_eq!(media_type(b"%PDF-1.7 rest"), "application/pdf");
        for brand in [b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1"] {
            let start = [b"\0\0\0\x18ftyp".as_slice(), brand].concat();
            assert_eq!(media_type(&start), HEIC);
        }
        for other in [
            &b""[..],
            b"\xff\xd8",
            b"GIF89a",
            b"<html>%PDF-",
            b"PK\x03\x04",
            b"\0\0\0\x18ftypmp42",
            b"\0\0\0\x18ftyp",
        ] {
            assert_eq!(media_type(other), "");
        }
    }

    #[test]
    fn a_form_of_the_tax_service_needs_only_its_file() {
        assert_eq!(check(DocumentKind::W9, "", 10, "application/pdf", 10), []);
    }

    #[test]
    fn another_document_needs_a_reason() {
        let errors = |text: &str| check(DocumentKind::Other, text, 10, "image/png", 10);
        assert_eq!(errors("I study in Lille."), []);
        for nothing in [" \n", "\u{200B}"] {
            assert_eq!(errors(nothing), [FieldError::new(JUSTIFICATION, FieldErrorCode::Required)]);
        }
        assert_eq!(errors(&"é".repeat(1000)), []);
        assert_eq!(errors(&"é".repeat(1001)), [FieldError::new(JUSTIFICATION, FieldErrorCode::TooLong)]);
    }

    #[test]
    fn a_missing_large_or_unknown_file_is_refused() {
        let error = |size, media_type| check(DocumentKind::W8Ben, "", size, media_type, 10);
        assert_eq!(error(0, "image/png"), [FieldError::new(FILE, FieldErrorCode::Required)]);
        assert_eq!(error(11, "image/png"), [FieldError::new(FILE, FieldErrorCode::TooLarge)]);
        for other in ["", "image/heic", "text/html"] {
            assert_eq!(error(10, other), [FieldError::new(FILE, FieldErrorCode::UnsupportedType)], "{other}");
        }
    }
}
