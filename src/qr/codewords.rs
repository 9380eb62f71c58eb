//! The codewords of a QR symbol: a text in byte mode, padding, and error correction (ISO/IEC 18004, 7.4 to 7.6).
//!
//! The `qrcode` crate has all this for all versions and modes, in tables that weigh more to download than this
//! arithmetic (ADR 4). It draws the symbol and chooses the mask; the tests hold these codewords against its own.

use qrcode::EcLevel;

/// A level of error correction, and the versions that it can produce.
pub(super) struct Level {
    /// The level's name in the library.
    pub(super) name: EcLevel,
    /// For each version from 1: correction codewords in each block, and number of blocks (ISO/IEC 18004, table 9).
    blocks: &'static [(u8, u8)],
}

/// Up to a quarter of the codewords may be unreadable. Versions up to 10: 57 modules, legible on any screen.
pub(super) const QUARTILE: Level = Level {
    name: EcLevel::Q,
    blocks: &[(13, 1), (22, 1), (18, 2), (26, 2), (18, 4), (24, 4), (18, 6), (22, 6), (20, 8), (24, 8)],
};

/// Up to about 15% of the codewords may be unreadable. Versions up to 13, the largest for a payment (EPC069-12).
pub(super) const MEDIUM: Level = Level {
    name: EcLevel::M,
    blocks: &[
        (10, 1),
        (16, 1),
        (26, 1),
        (18, 2),
        (24, 2),
        (16, 4),
        (18, 4),
        (22, 4),
        (22, 5),
        (26, 5),
        (30, 5),
        (22, 8),
        (22, 9),
    ],
};

/// The contents of a symbol.
pub(super) struct Codewords {
    /// Version of the smallest symbol that holds the text.
    pub(super) version: u8,
    /// The text with its length before it and padding after it, in interleaved blocks.
    pub(super) data: Vec<u8>,
    /// The error correction codewords, in interleaved blocks.
    pub(super) correction: Vec<u8>,
}

impl Codewords {
    /// The codewords of `text`; `None` if it fits no version of the level.
    pub(super) fn of(text: &[u8], level: &Level) -> Option<Self> {
        for (version, (degree, blocks)) in (1u8..).zip(level.blocks) {
            let (degree, blocks) = (usize::from(*degree), usize::from(*blocks));
            let capacity = total(version.into()) - degree * blocks;
            if text.len() + header(version) <= capacity {
                let data = padded(text, header(version), capacity);
                let parts = split(&data, blocks);
                let divisor = divisor(degree);
                let corrections: Vec<_> = parts.iter().map(|block| remainder(block, &divisor)).collect();
                return Some(Self {
                    version,
                    data: interleaved(&parts),
                    correction: interleaved(&corrections),
                });
            }
        }
        None
    }
}

/// Codewords of a symbol, data and correction together: its modules except those of the patterns.
const fn total(version: usize) -> usize {
    let mut modules = (16 * version + 128) * version + 64;
    if version > 1 {
        let alignments = version / 7 + 2;
        modules -= (25 * alignments - 10) * alignments - 55;
        if version > 6 {
            modules -= 36; // the version information
        }
    }
    modules / 8
}

/// Codewords besides the text: mode, length and terminator. Mode and terminator are half a byte each, one byte together.
const fn header(version: u8) -> usize {
    if version < 10 { 2 } else { 3 }
}

/// Mode, length, text, terminator, then padding up to the capacity.
fn padded(text: &[u8], header: usize, capacity: usize) -> Vec<u8> {
    let mut data = Vec::with_capacity(capacity);
    let length = text.len().to_be_bytes();
    let length = length.iter().rev().take(header - 1).rev();
    let mut half = 0b0100; // byte mode: half a byte, so that everything after it is shifted by four bits
    for byte in length.chain(text) {
        data.push((half << 4) | (byte >> 4));
        half = byte & 0b1111;
    }
    data.push(half << 4);
    let padding = [0b1110_1100, 0b0001_0001].into_iter().cycle();
    let missing = capacity - data.len();
    data.extend(padding.take(missing));
    data
}

/// Splits the data into blocks of one size; if it does not divide evenly, the last blocks have one more codeword.
fn split(data: &[u8], blocks: usize) -> Vec<Vec<u8>> {
    let mut rest = data;
    (0..blocks)
        .map(|block| {
            let (head, tail) = rest.split_at(rest.len() / (blocks - block));
            rest = tail;
            head.to_vec()
        })
        .collect()
}

/// Takes the first codeword of each block, then the second of each block that has one, and so on.
fn interleaved(blocks: &[Vec<u8>]) -> Vec<u8> {
    let longest = blocks.last().map_or(0, Vec::len);
    (0..longest).flat_map(|place| blocks.iter().filter_map(move |block| block.get(place).copied())).collect()
}

/// The generator polynomial of a degree, without its leading coefficient, highest power first.
fn divisor(degree: usize) -> Vec<u8> {
    let mut polynomial = vec![0; degree];
    if let Some(last) = polynomial.last_mut() {
        *last = 1;
    }
    let mut root = 1;
    for _ in 0..degree {
        let mut lower = 0;
        for coefficient in polynomial.iter_mut().rev() {
            let previous = *coefficient;
            *coefficient = product(previous, root) ^ lower;
            lower = previous;
        }
        root = product(root, 2);
    }
    polynomial
}

/// The remainder of `data` as a polynomial, divided by the generator: its Reed-Solomon correction.
fn remainder(data: &[u8], divisor: &[u8]) -> Vec<u8> {
    let mut rest = vec![0; divisor.len()];
    for byte in data {
        let factor = byte ^ rest.first().copied().unwrap_or_default();
        let mut lower = 0;
        for (coefficient, of_divisor) in rest.iter_mut().zip(divisor).rev() {
            let previous = *coefficient;
            *coefficient = lower ^ product(*of_divisor, factor);
            lower = previous;
        }
    }
    rest
}

/// Product in the field of 256 elements over x⁸ + x⁴ + x³ + x² + 1.
fn product(left: u8, right: u8) -> u8 {
    let mut product = 0;
    for bit in (0..8).rev() {
        let carry = product >> 7;
        product = (product << 1) ^ (carry * 0x1d);
        product ^= ((right >> bit) & 1) * left;
    }
    product
}

#[cfg(test)]
mod tests {
    use qrcode::{bits::Bits, ec::construct_codewords, types::Version};

    use super::*;

    #[test]
    fn codewords_are_those_of_the_library_for_every_length_that_fits() {
        for (level, longest) in [(QUARTILE, 151), (MEDIUM, 331)] {
            let mut length = 0;
            while let Some(codewords) = Codewords::of(&text(length), &level) {
                let version = Version::Normal(codewords.version.into());
                let mut bits = Bits::new(version);
                bits.push_byte_data(&text(length)).unwrap();
                bits.push_terminator(level.name).unwrap();
                let expected = construct_codewords(&bits.into_bytes(), version, level.name).unwrap();
                assert_eq!((codewords.data.to_vec(), codewords.correction), expected, "{length} bytes");
                length += 1;
            }
            assert_eq!(length, longest + 1);
        }
    }

    #[test]
    fn the_smallest_version_that_holds_the_text_is_taken() {
        let version = |length| Codewords::of(&text(length), &QUARTILE).map(|codewords| codewords.version);
        assert_eq!((version(11), version(12)), (Some(1), Some(2)));
        assert_eq!((version(130), version(131)), (Some(9), Some(10)));
        assert_eq!((version(151), version(152)), (Some(10), None));
    }

    /// Bytes of every kind.
    fn text(length: usize) -> Vec<u8> {
        (0..length).map(|place| (place * 37 + length) as u8).collect()
    }
}
