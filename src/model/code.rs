//! An activation code on the screen: the text and its QR code. Their memory is wiped when it is freed (`memory`).

use std::fmt;

use contract::activation::{ActivationResponse, normalise_code};

use crate::{
    config::Config,
    qr::{self, Symbol},
};

/// How long a code stays on the screen, in milliseconds.
pub const SHOWN_MS: u64 = 120_000;

/// An address that opens the app, perhaps with the code in it. It is made at the press of the button.
#[derive(Clone, PartialEq, Eq)]
pub struct AppLink(pub(super) String);

impl AppLink {
    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AppLink {
    /// Without the address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppLink")
    }
}

/// A code on the screen.
#[derive(PartialEq, Eq)]
pub struct Code {
    text: String,
    /// Modules on a side of the symbol, the quiet zone included.
    pub modules: usize,
    /// SVG path of the dark modules.
    pub path: String,
    /// Which code it is ([`contract::snapshot::Activation::issue`]).
    pub issue: u32,
}

impl Code {
    /// The code: 32 hexadecimal characters.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Draws a revealed code; `None` if it is not a code.
    pub(super) fn new(activation: &ActivationResponse, config: &Config) -> Option<Self> {
        let text = normalise_code(&activation.activation_code)?;
        let Symbol { modules, path } = qr::draw(&config.qr_payload(&text)).ok()?;
        Some(Self { text, modules, path, issue: activation.issue })
    }

    /// The code in groups of four, which are easier to read.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        (0..self.text.len()).step_by(4).filter_map(|start| self.text.get(start..start + 4))
    }
}

impl fmt::Debug for Code {
    /// Without the code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code(issue {})", self.issue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::OptionValue;

    fn activation(code: &str) -> ActivationResponse {
        ActivationResponse { activation_code: code.into(), issue: 1 }
    }

    fn config() -> Config {
        Config::from_options([("endpoint".into(), OptionValue::Text("/api".into()))]).unwrap()
    }

    #[test]
    fn a_code_is_shown_in_groups_of_four() {
        let code = Code::new(&activation("0xD14C2AB90F6E4F0C8A7B6C5D4E3F2A1B"), &config()).unwrap();
        assert_eq!(code.groups().collect::<Vec<_>>().join(" "), "d14c 2ab9 0f6e 4f0c 8a7b 6c5d 4e3f 2a1b");
        assert_eq!(code.text(), "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b");
        assert_eq!(format!("{code:?}"), "Code(issue 1)");
    }

    #[test]
    fn a_text_that_is_not_a_code_is_not_shown() {
        assert!(Code::new(&activation("https://evil.example"), &config()).is_none());
    }
}
