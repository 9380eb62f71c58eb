//! Randomness that is passed in, and the values made from it: tokens, ids, references.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

/// A source of random bytes.
pub trait Random: Send + Sync {
    /// Fills `bytes` with unpredictable values.
    ///
    /// # Errors
    /// If the operating system provides no random bytes.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), getrandom::Error>;
}

/// The randomness of the operating system.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), getrandom::Error> {
        getrandom::fill(bytes)
    }
}

/// A new session token: 256 random bits, URL-safe base 64.
///
/// # Errors
/// If the operating system provides no random bytes.
pub(crate) fn session_token(random: &dyn Random) -> Result<String, getrandom::Error> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(filled::<32>(random)?))
}

/// A new user id for the provider: `length` characters `0-9a-z`. An id is never used again.
///
/// # Errors
/// If the operating system provides no random bytes.
pub(crate) fn app_user_id(random: &dyn Random, length: usize) -> Result<String, getrandom::Error> {
    const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut id = String::new();
    while id.len() < length {
        // 252 is the largest multiple of 36 in a byte, so that all characters are equally likely.
        let accepted = filled::<16>(random)?.into_iter().filter(|byte| *byte < 252);
        let characters = accepted.filter_map(|byte| ALPHABET.get(usize::from(byte % 36)));
        id.extend(characters.map(|byte| char::from(*byte)).take(length.saturating_sub(id.len())));
    }
    Ok(id)
}

/// A new reference for a transfer: `XO-` and six characters that are not easily confused (no 0 O, 1 I L).
///
/// # Errors
/// If the operating system provides no random bytes.
pub(crate) fn transfer_reference(random: &dyn Random) -> Result<String, getrandom::Error> {
    const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let mut reference = String::from("XO-");
    while reference.len() < 9 {
        // 248 is the largest multiple of 31 in a byte, so that all characters are equally likely.
        let accepted = filled::<16>(random)?.into_iter().filter(|byte| *byte < 248);
        let characters = accepted.filter_map(|byte| ALPHABET.get(usize::from(byte % 31)));
        reference
            .extend(characters.map(|byte| char::from(*byte)).take(9_usize.saturating_sub(reference.len())));
    }
    Ok(reference)
}

/// A new request id: a random UUID (RFC 9562, version 4).
pub(crate) fn request_id(random: &dyn Random) -> String {
    // Without random bytes the id is not unique, but a missing id for the log must not stop a request.
    let mut bytes = filled::<16>(random).unwrap_or_default();
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default().to_owned();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

fn filled<const N: usize>(random: &dyn Random) -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    random.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_values_have_the_documented_form() {
        let id = app_user_id(&SystemRandom, 20).unwrap();
        assert!(
            id.len() == 20 && id.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()),
            "{id}"
        );
        assert_eq!(session_token(&SystemRandom).unwrap().len(), 43);
        let reference = transfer_reference(&SystemRandom).unwrap();
        assert_eq!(reference.len(), 9);
        assert!(!reference[3..].contains(['0', 'O', '1', 'I', 'L']), "{reference}");
        let request_id = request_id(&SystemRandom);
        assert_eq!(request_id.len(), 36);
        assert_eq!(request_id.as_bytes()[14], b'4');
        assert_ne!(request_id, super::request_id(&SystemRandom));
    }
}
