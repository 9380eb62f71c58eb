//! A text as a QR code: ISO/IEC 18004, byte mode, four modules of quiet zone, one SVG path.
//!
//! Error correction Q for an activation code, M for a payment, as its standard asks.

mod codewords;

use qrcode::{
    Color,
    canvas::Canvas,
    types::{QrError, Version},
};

use self::codewords::{Codewords, Level, MEDIUM, QUARTILE};

/// Width of the quiet zone that a reader needs around the symbol, in modules.
const QUIET_ZONE: usize = 4;

/// Maximum length of a text, in bytes: the capacity of the largest version.
pub const MAX_BYTES: usize = 151;

/// A drawn symbol. Its path is as secret as the text.
#[derive(PartialEq, Eq)]
pub struct Symbol {
    /// Modules on a side, including the quiet zone: the side of the SVG `viewBox`.
    pub modules: usize,
    /// SVG path of the dark modules: one closed rectangle for each run in a row; a module is one unit.
    pub path: String,
}

/// Draws `text`.
///
/// # Errors
/// If `text` has more than [`MAX_BYTES`]: a symbol with more modules would be hard to scan from a screen.
pub fn draw(text: &str) -> Result<Symbol, QrError> {
    paint(text.as_bytes(), &QUARTILE)
}

/// Draws a payment (EPC069-12).
///
/// # Errors
/// If the text has more than the 331 bytes that the standard allows.
pub fn draw_payment(text: &str) -> Result<Symbol, QrError> {
    paint(text.as_bytes(), &MEDIUM)
}

fn paint(text: &[u8], level: &Level) -> Result<Symbol, QrError> {
    let (width, colors) = encode(text, level)?;
    let mut path = String::with_capacity(width * width * 6);
    for (row, modules) in colors.chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                push_run(&mut path, column + QUIET_ZONE, row + QUIET_ZONE, run.len());
            }
            column += run.len();
        }
    }
    Ok(Symbol { modules: width + 2 * QUIET_ZONE, path })
}

/// The modules on a side, and all of them row by row. Any text uses byte mode, so that the symbol of a code has the same
/// size whatever its digits are.
fn encode(text: &[u8], level: &Level) -> Result<(usize, Vec<Color>), QrError> {
    let codewords = Codewords::of(text, level).ok_or(QrError::DataTooLong)?;
    let mut canvas = Canvas::new(Version::Normal(codewords.version.into()), level.name);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&codewords.data, &codewords.correction);
    Ok((usize::from(codewords.version) * 4 + 17, canvas.apply_best_mask().into_colors()))
}

/// `Mx yh{len}v1h-{len}z`: without `format!`, which would add its machinery to the wasm.
fn push_run(path: &mut String, column: usize, row: usize, length: usize) {
    path.push('M');
    push_number(path, column);
    path.push(' ');
    push_number(path, row);
    path.push('h');
    push_number(path, length);
    path.push_str("v1h-");
    push_number(path, length);
    path.push('z');
}

fn push_number(path: &mut String, number: usize) {
    for place in [100, 10, 1] {
        if number >= place || place == 1 {
            path.push(char::from(b'0' + u8::try_from(number / place % 10).unwrap_or_default()));
        }
    }
}

#[cfg(test)]
mod tests {
    use qrcode::{EcLevel, QrCode};

    use super::*;

    const CODE: &str = "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b";

    /// The dark modules that a path draws.
    fn painted(symbol: &Symbol) -> Vec<(usize, usize)> {
        let mut modules = Vec::new();
        for run in symbol.path.split('z').filter(|run| !run.is_empty()) {
            let (column, rest) = run.strip_prefix('M').unwrap().split_once(' ').unwrap();
            let (row, rest) = rest.split_once('h').unwrap();
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            let column: usize = column.parse().unwrap();
            modules.extend((column..column + length).map(|column| (row.parse().unwrap(), column)));
        }
        modules
    }

    #[test]
    fn an_activation_code_makes_a_version_3_symbol_with_quiet_zone() {
        let symbol = draw(CODE).unwrap();
        assert_eq!(symbol.modules, 29 + 8);
        let painted = painted(&symbol);
        assert!(painted.iter().all(|(row, column)| (4..33).contains(row) && (4..33).contains(column)));
    }

    #[test]
    fn the_path_paints_the_symbol_that_the_library_makes() {
        let reference = QrCode::with_error_correction_level(CODE, EcLevel::Q).unwrap();
        let expected: Vec<_> = (0..29)
            .flat_map(|row| (0..29).map(move |column| (row, column)))
            .filter(|(row, column)| reference[(*column, *row)] == Color::Dark)
            .map(|(row, column)| (row + QUIET_ZONE, column + QUIET_ZONE))
            .collect();
        assert_eq!(painted(&draw(CODE).unwrap()), expected);
    }

    #[test]
    fn digits_alone_do_not_change_the_size() {
        assert_eq!(draw(&"1".repeat(32)).unwrap().modules, 37);
    }

    #[test]
    fn a_text_too_long_to_scan_is_refused() {
        assert!(draw(&"a".repeat(MAX_BYTES)).is_ok());
        assert!(draw(&"a".repeat(MAX_BYTES + 1)).is_err());
    }

    #[test]
    fn a_payment_is_drawn_up_to_the_331_bytes_of_its_standard() {
        assert_eq!(draw_payment(&"a".repeat(331)).unwrap().modules, 69 + 8, "version 13");
        assert!(draw_payment(&"a".repeat(332)).is_err());
    }

    #[test]
    fn numbers_are_written_without_leading_zeros() {
        let mut text = String::new();
        for number in [0, 7, 10, 42, 100, 177] {
            push_number(&mut text, number);
            text.push(' ');
        }
        assert_eq!(text, "0 7 10 42 100 177 ");
    }
}
