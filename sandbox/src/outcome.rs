//! How the identification ends, chosen by aliases in the e-mail address: `name+LC_DOC_QUALITY@example.fr`
//! (documentation, tests). Several aliases add up; `LC_ACCEPTED` says what is the case without any.

use serde::{Deserialize, Serialize};

/// A documented alias.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Alias {
    /// Everything is accepted.
    LcAccepted,
    /// Identity fraud: the customer is refused for good.
    LcFraud,
    /// The file expired before anything was decided.
    LcExpired,
    /// The document is out of date.
    LcDocExpired,
    /// The picture of the document is bad.
    LcDocQuality,
    /// The video of the face is bad.
    LcBioQuality,
    /// A receipt instead of a document.
    LcDocReceipt,
    /// A page of the document is missing.
    LcDocMissing,
    /// The document is cut off in the picture.
    LcDocFramed,
    /// No known kind of document.
    LcDocUnsupported,
    /// A kind of document that is not accepted here.
    LcDocUnauthorized,
    /// The document does not say what the customer said.
    LcOther,
}

const ALIASES: [(&str, Alias); 12] = [
    ("LC_ACCEPTED", Alias::LcAccepted),
    ("LC_FRAUD", Alias::LcFraud),
    ("LC_EXPIRED", Alias::LcExpired),
    ("LC_DOC_EXPIRED", Alias::LcDocExpired),
    ("LC_DOC_QUALITY", Alias::LcDocQuality),
    ("LC_BIO_QUALITY", Alias::LcBioQuality),
    ("LC_DOC_RECEIPT", Alias::LcDocReceipt),
    ("LC_DOC_MISSING", Alias::LcDocMissing),
    ("LC_DOC_FRAMED", Alias::LcDocFramed),
    ("LC_DOC_UNSUPPORTED", Alias::LcDocUnsupported),
    ("LC_DOC_UNAUTHORIZED", Alias::LcDocUnauthorized),
    ("LC_OTHER", Alias::LcOther),
];

/// Texts of the published list of reasons.
mod reason {
    pub(super) const FRAUD: &str = "Identity fraud";
    pub(super) const EXPIRED: &str = "Expired document";
    pub(super) const BLURRED: &str = "Blurred document";
    pub(super) const DARK: &str = "Too dark selfie";
    pub(super) const NO_DOCUMENT: &str = "This document is not an identity document";
    pub(super) const INCOMPLETE: &str = "Incomplete document";
    pub(super) const ILLEGIBLE: &str = "Illegible document";
    pub(super) const MISMATCH: &str = "Document and data mismatch";
}

/// What is going to happen to one prospect.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    aliases: Vec<Alias>,
}

impl Outcome {
    /// The outcome these aliases name together.
    pub fn new(mut aliases: Vec<Alias>) -> Self {
        aliases.sort_unstable();
        aliases.dedup();
        Self { aliases }
    }

    /// Reads the part between the first `+` and the `@`. Unknown aliases are part of the address and mean nothing.
    pub fn of_email(email: &str) -> Self {
        let local = email.split('@').next().unwrap_or_default();
        let named = local.split('+').skip(1).filter_map(|part| {
            ALIASES.iter().find(|(name, _)| part.eq_ignore_ascii_case(name)).map(|(_, alias)| *alias)
        });
        Self::new(named.collect())
    }

    /// The aliases, `LC_ACCEPTED` where there is none.
    pub fn aliases(&self) -> &[Alias] {
        if self.aliases.is_empty() { &[Alias::LcAccepted] } else { &self.aliases }
    }

    /// Whether the customer is refused for good.
    pub fn is_fraud(&self) -> bool {
        self.has(Alias::LcFraud)
    }

    /// Whether the file expires undecided.
    pub fn is_expired(&self) -> bool {
        self.has(Alias::LcExpired)
    }

    /// Whether the kind of document could not be recognised.
    pub fn is_unrecognised(&self) -> bool {
        self.has(Alias::LcDocUnsupported)
    }

    /// Whether correcting the customer's details mends it.
    pub fn is_mismatch(&self) -> bool {
        self.has(Alias::LcOther)
    }

    /// The same outcome once the details agree with the document.
    pub fn corrected(&self) -> Self {
        Self::new(self.aliases.iter().copied().filter(|alias| *alias != Alias::LcOther).collect())
    }

    /// Why the document is refused; `None` when it is accepted.
    pub fn document_refusal(&self) -> Option<&'static str> {
        self.aliases.iter().find_map(|alias| match alias {
            Alias::LcFraud => Some(reason::FRAUD),
            Alias::LcDocExpired => Some(reason::EXPIRED),
            Alias::LcDocQuality => Some(reason::BLURRED),
            Alias::LcDocReceipt | Alias::LcDocUnsupported | Alias::LcDocUnauthorized => {
                Some(reason::NO_DOCUMENT)
            }
            Alias::LcDocMissing => Some(reason::INCOMPLETE),
            Alias::LcDocFramed => Some(reason::ILLEGIBLE),
            Alias::LcOther => Some(reason::MISMATCH),
            Alias::LcAccepted | Alias::LcExpired | Alias::LcBioQuality => None,
        })
    }

    /// Whether the document passes.
    pub fn accepts_document(&self) -> bool {
        !self.is_expired() && self.document_refusal().is_none()
    }

    /// Why the face is refused; `None` when it is accepted.
    pub fn face_refusal(&self) -> Option<&'static str> {
        self.has(Alias::LcBioQuality).then_some(reason::DARK)
    }

    fn has(&self, alias: Alias) -> bool {
        self.aliases.contains(&alias)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_an_alias_is_accepted() {
        let outcome = Outcome::of_email("corinne+news@example.fr");
        assert_eq!(outcome.aliases(), [Alias::LcAccepted]);
        assert_eq!((outcome.document_refusal(), outcome.face_refusal()), (None, None));
    }

    #[test]
    fn aliases_combine_in_any_order() {
        let one = Outcome::of_email("corinne+LC_DOC_QUALITY+LC_BIO_QUALITY@example.fr");
        assert_eq!(one, Outcome::of_email("corinne+lc_bio_quality+news+lc_doc_quality@example.fr"));
        assert_eq!(one.document_refusal(), Some("Blurred document"));
        assert_eq!(one.face_refusal(), Some("Too dark selfie"));
    }

    #[test]
    fn a_correction_mends_a_mismatch_only() {
        let outcome = Outcome::of_email("a+LC_OTHER+LC_BIO_QUALITY@example.fr").corrected();
        assert_eq!((outcome.document_refusal(), outcome.is_mismatch()), (None, false));
        assert!(outcome.face_refusal().is_some());
    }

    #[test]
    fn names_on_the_wire_are_the_documented_ones() {
        for (name, alias) in ALIASES {
            assert_eq!(serde_json::to_value(alias).unwrap(), name);
        }
    }
}
