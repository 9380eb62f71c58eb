//! Texts as they are relayed: letters with accents composed (Unicode NFC), without what nobody sees. The module sends them
//! so; what reads another client's differently would refuse a name that looks right.

use contract::{by_path, path, submission::Submission, text::seen};
use unicode_normalization::UnicodeNormalization as _;

/// `text` as [`contract::text`] wants it.
pub fn written(text: &str) -> String {
    seen(&text.nfc().collect::<String>())
}

/// `submission` with every text of the customer's as it is [`written`].
pub fn rewrite(submission: &mut Submission) {
    match submission {
        Submission::Profile(profile) => {
            for path in path::ALL {
                let text = written(by_path::get(profile, path));
                by_path::set(profile, path, &text);
            }
        }
        Submission::Tax(tax) => {
            for residence in &mut tax.residences {
                residence.tin = written(&residence.tin);
            }
        }
        Submission::Declarative(_) | Submission::Terms(_) | Submission::Identity(_) => {}
    }
}
