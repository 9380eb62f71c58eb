//! Normalises texts before they are sent to the provider: Unicode NFC, then the rules of [`contract::text`]. The module
//! sends them in this form already. A submission of another client would otherwise be refused although it looks
//! correct.

use contract::{path, submission::Submission, text};
use unicode_normalization::UnicodeNormalization as _;

/// `text` in the form that [`contract::text`] requires.
pub fn normalised(text: &str) -> String {
    text::normalise(&text.nfc().collect::<String>())
}

/// Normalises every text of `submission` that the customer wrote.
pub fn normalise(submission: &mut Submission) {
    match submission {
        Submission::Profile(profile) => {
            for path in path::ALL {
                let text = normalised(path::get(profile, path));
                path::set(profile, path, &text);
            }
            profile.normalise();
        }
        Submission::Tax(tax) => {
            for residence in &mut tax.residences {
                residence.tin = normalised(&residence.tin);
            }
        }
        Submission::Declarative(_) | Submission::Terms(_) | Submission::Identity(_) => {}
    }
}
