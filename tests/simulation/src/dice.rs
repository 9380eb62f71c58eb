//! Random numbers from a seed. Each purpose has its own sequence.

/// A generator (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// The generator of a seed for one purpose. Other purposes do not influence it.
    pub fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a, because purposes differ only by some letters.
        let mixed = purpose.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ mixed);
        dice.throw();
        dice
    }

    /// The next 64 random bits.
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.throw() % (last - first + 1)
    }

    /// Returns true `per_mille` times in a thousand.
    pub fn happens(&mut self, per_mille: u32) -> bool {
        self.throw() % 1000 < u64::from(per_mille)
    }

    /// A random item of a list.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[usize::try_from(self.throw() % items.len() as u64).unwrap_or_default()]
    }
}
