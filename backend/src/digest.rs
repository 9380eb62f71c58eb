//! SHA-256 digests, which are stored instead of secrets.

use sha2::{Digest as _, Sha256};

/// SHA-256 of `bytes`, 64 lower-case hexadecimal characters.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of the channel on which the tabs of one onboarding find each other: 32 hexadecimal characters. It is derived from
/// a random id that no browser receives, and the id cannot be derived from it.
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
