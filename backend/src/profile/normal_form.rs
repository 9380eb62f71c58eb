//! Texts as they are relayed: letters with accents composed (Unicode NFC), then normalised. The module sends them so; a
//! submission of another client that is read differently would be refused although it looks right.

use contract::{path, submission::Submission, text};
use unicode_normalization::UnicodeNormalization as _;

/// `text` as [`contract::text`] wants it.
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
