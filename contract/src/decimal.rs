//! Writes whole numbers as digits, without the formatting machinery of the core library: in the browser every byte counts.

use alloc::string::String;

/// The decimal digits of a number: `decimal(1024)` is `1024`.
pub fn decimal(number: u64) -> String {
    let mut figures = String::new();
    push(&mut figures, number);
    figures
}

pub(crate) fn push(figures: &mut String, number: u64) {
    if number >= 10 {
        push(figures, number / 10);
    }
    figures.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_written_once_and_in_order() {
        for (number, figures) in
            [(0, "0"), (9, "9"), (10, "10"), (4070, "4070"), (u64::MAX, "18446744073709551615")]
        {
            assert_eq!(decimal(number), figures);
        }
    }
}
