//! Codes and identifiers nobody can guess.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use uuid::Uuid;

/// A version 4 UUID.
pub fn uuid() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

/// 32 hexadecimal digits: 128 random bits.
pub fn hex_code() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// 12 characters of `0-9 a-z`.
pub fn public_code() -> String {
    let bytes: [u8; 12] = rand::random();
    bytes.iter().filter_map(|byte| char::from_digit(u32::from(*byte) % 36, 36)).collect()
}

/// A number from `first` to `last`.
pub fn between(first: u64, last: u64) -> u64 {
    rand::random_range(first..=last)
}

/// What an opaque bearer token looks like: three parts, of which the last two are 256 random bits each.
pub fn bearer_token() -> String {
    let part = || BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    format!("{}.{}.{}", BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"at+jwt"}"#), part(), part())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_documented_length() {
        assert_eq!(hex_code().len(), 32);
        assert_eq!(public_code().len(), 12);
        assert_ne!(hex_code(), hex_code());
        assert_eq!(bearer_token().split('.').count(), 3);
    }
}
