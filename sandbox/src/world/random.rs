//! Codes and identifiers that nobody can guess. A test may use a seed to get the same ones again.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rand::{Rng, SeedableRng, rngs::StdRng};
use uuid::Uuid;

/// A source of codes and identifiers.
pub struct Random(StdRng);

impl Random {
    /// Seeded by the operating system, so that nobody can predict the values.
    pub fn from_system() -> Self {
        Self(StdRng::from_os_rng())
    }

    /// The same values for the same seed. For tests.
    pub fn seeded(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A version 4 UUID.
    pub fn uuid(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.0.random()).into_uuid()
    }

    /// 32 hexadecimal digits: 128 random bits.
    pub fn hex_code(&mut self) -> String {
        format!("{:032x}", self.0.random::<u128>())
    }

    /// 12 characters of `0-9 a-z`.
    pub fn public_code(&mut self) -> String {
        let bytes: [u8; 12] = self.0.random();
        bytes.iter().filter_map(|byte| char::from_digit(u32::from(*byte) % 36, 36)).collect()
    }

    /// A number from `first` to `last`.
    pub fn between(&mut self, first: u64, last: u64) -> u64 {
        self.0.random_range(first..=last)
    }

    /// An opaque bearer token of the usual shape: three parts, of which the last two have 256 random bits each.
    pub fn bearer_token(&mut self) -> String {
        let mut part = || BASE64_URL_SAFE_NO_PAD.encode(self.0.random::<[u8; 32]>());
        let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"at+jwt"}"#);
        format!("{header}.{}.{}", part(), part())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_documented_length() {
        let mut random = Random::from_system();
        assert_eq!(random.hex_code().len(), 32);
        assert_eq!(random.public_code().len(), 12);
        assert_ne!(random.hex_code(), random.hex_code());
        assert_eq!(random.bearer_token().split('.').count(), 3);
    }

    #[test]
    fn the_same_seed_gives_the_same_codes_and_another_seed_different_ones() {
        let code = |seed| Random::seeded(seed).hex_code();
        assert_eq!(code(1), code(1));
        assert_ne!(code(1), code(2));
    }
}
