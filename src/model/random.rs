//! Random numbers from a seed that the browser gives: the model stays a function of its inputs.

/// A generator (SplitMix64) for delays and idempotency keys: not for secrets.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `limit`, both included.
    pub(super) fn up_to(&mut self, limit: u64) -> u64 {
        match limit.checked_add(1) {
            Some(count) => self.next() % count,
            None => self.next(),
        }
    }

    /// 32 hexadecimal characters.
    pub(super) fn key(&mut self) -> String {
        let mut key = String::with_capacity(32);
        for _ in 0..2 {
            let mut number = self.next();
            for _ in 0..16 {
                key.extend(char::from_digit((number & 15) as u32, 16));
                number >>= 4;
            }
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_and_another_seed_others() {
        let key = |seed| Random::new(seed).key();
        assert_eq!(key(1), key(1));
        assert_ne!(key(1), key(2));
        assert_eq!(key(1).len(), 32);
    }

    #[test]
    fn numbers_fill_their_range() {
        let mut random = Random::new(7);
        let seen: std::collections::BTreeSet<_> = (0..100).map(|_| random.up_to(3)).collect();
        assert!(seen.into_iter().eq(0..=3));
    }
}
