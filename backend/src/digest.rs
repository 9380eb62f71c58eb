//! SHA-256 digests: what is kept instead of secrets.

use sha2::{Digest as _, Sha256};

/// SHA-256 of `bytes`, 64 lower-case hexadecimal characters.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the tabs of one onboarding know each other by: 32 hexadecimal characters. The id that it is made of is random and
/// told to no browser; it cannot be found from this.
pub(crate) fn channel(app_user_id: &str) -> String {
    let mut digest = sha256_hex(["tabs of ", app_user_id].concat().as_bytes());
    digest.truncate(32);
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_the_published_ones() {
        // FIPS 180-4, example "abc".
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
