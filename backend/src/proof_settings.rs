//! The ways to prove one's identity that a partner offers, and the limits of a transfer. The table `[proof]` of the
//! configuration.

use contract::{link::is_web_address, snapshot::ProofKind};
use serde::{Deserialize, Deserializer};

/// The ways to prove one's identity.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProofSettings {
    /// The ways, in the order to show them. Default `facial_scan` and `transfer`. A way that this version does not know
    /// is shown with a neutral text and cannot be chosen.
    #[serde(deserialize_with = "kinds")]
    pub options: Vec<ProofKind>,
    /// Smallest amount of a transfer, in euro cents. Default 100.
    pub min_cents: u32,
    /// Largest amount of a transfer, in euro cents. Default 100,000.
    pub max_cents: u32,
    /// Page of a payment initiation service that makes the transfer for the customer. No default.
    pub payment_url: Option<String>,
}

impl Default for ProofSettings {
    fn default() -> Self {
        Self {
            options: vec![ProofKind::FacialScan, ProofKind::Transfer],
            min_cents: 100,
            max_cents: 100_000,
            payment_url: None,
        }
    }
}

impl ProofSettings {
    /// Checks values that their types do not check.
    ///
    /// # Errors
    /// What is expected instead of an invalid value.
    pub fn check(&self) -> Result<(), &'static str> {
        if self.min_cents == 0 || self.min_cents > self.max_cents {
            return Err("proof.min_cents: 1 to proof.max_cents");
        }
        if self.payment_url.as_deref().is_some_and(|url| !is_web_address(url)) {
            return Err(
                "proof.payment_url: must begin with https:// (or be on this computer) and contain no user name",
            );
        }
        let is_twice = |kind: &ProofKind| self.options.iter().filter(|other| *other == kind).count() > 1;
        if self.options.iter().any(is_twice) {
            return Err("proof.options: name each way once, and at most one that is not known yet");
        }
        Ok(())
    }
}

fn kinds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ProofKind>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    Ok(words.iter().map(|word| ProofKind::parse(word.trim()).unwrap_or(ProofKind::Other)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ProofSettings {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn an_unknown_option_is_passed_on() {
        let settings = read(r#"options = ["transfer", "video_call"]"#);
        assert_eq!(settings.options, [ProofKind::Transfer, ProofKind::Other]);
        settings.check().unwrap();
    }

    #[test]
    fn an_invalid_value_is_refused_with_its_name() {
        for (text, name) in [
            ("min_cents = 0", "min_cents"),
            ("min_cents = 200\nmax_cents = 100", "min_cents"),
            (r#"payment_url = "javascript:alert(1)""#, "payment_url"),
            (r#"payment_url = "http://pay.example""#, "payment_url"),
            (r#"options = ["transfer", "transfer"]"#, "options"),
        ] {
            assert!(read(text).check().unwrap_err().contains(name), "{text}");
        }
        assert!(toml::from_str::<ProofSettings>("min_euros = 1").is_err());
    }
}
