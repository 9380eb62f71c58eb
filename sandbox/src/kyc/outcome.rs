//! The result of the identification, chosen by aliases in the e-mail address: `name+LC_DOC_QUALITY@example.fr`
//! (documentation, tests). Aliases can be combined; without any, `LC_ACCEPTED` applies. Results without a published
//! alias are chosen by a control call or a [`crate::scenario`].

use serde::{Deserialize, Serialize};

use crate::kyc::mismatch::Mismatch;

/// A documented alias.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Alias {
    /// Everything is accepted.
    LcAccepted,
    /// Identity fraud: the customer is refused for good.
    LcFraud,
    /// The file expired before a decision.
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
    /// The document differs from the customer's details.
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
    pub(super) const NOT_SIGNED: &str = "Refusal to sign the T&Cs";
}

/// The planned result for one prospect.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    aliases: Vec<Alias>,
    /// The detail that differs from the document, in addition to the aliases.
    mismatch: Option<Mismatch>,
    /// Whether a person reviews the document before the decision.
    is_reviewed: bool,
    /// Whether the customer refuses to sign the terms on the identification provider's page.
    is_signature_refused: bool,
    /// The result of the second round of pictures. Without it, the result is the same again.
    then: Option<Box<Self>>,
    rounds: u32,
}

impl Outcome {
    /// The combined result of these aliases.
    pub fn new(mut aliases: Vec<Alias>) -> Self {
        aliases.sort_unstable();
        aliases.dedup();
        Self { aliases, ..Self::default() }
    }

    /// The same result with a detail that differs from the document.
    pub fn with_mismatch(self, mismatch: Option<Mismatch>) -> Self {
        Self { mismatch, ..self }
    }

    /// The same result after a person's review, if `is_reviewed`.
    pub fn reviewed(self, is_reviewed: bool) -> Self {
        Self { is_reviewed, ..self }
    }

    /// The same result without the customer's signature, if `is_signature_refused`.
    pub fn unsigned(self, is_signature_refused: bool) -> Self {
        Self { is_signature_refused, ..self }
    }

    /// The same result, but pictures taken after a refusal are accepted.
    pub fn then_accepted(self) -> Self {
        Self { then: Some(Box::default()), ..self }
    }

    /// Begins a check of pictures. From the second one on, the planned next result applies.
    pub fn begin_round(&mut self) {
        self.rounds += 1;
        if self.rounds > 1
            && let Some(then) = self.then.take()
        {
            *self = *then;
        }
    }

    /// Reads the part between the first `+` and the `@`. Unknown aliases are part of the address and have no effect.
    pub fn of_email(email: &str) -> Self {
        let local = email.split('@').next().unwrap_or_default();
        let named = local.split('+').skip(1).filter_map(|part| {
            ALIASES.iter().find(|(name, _)| part.eq_ignore_ascii_case(name)).map(|(_, alias)| *alias)
        });
        Self::new(named.collect())
    }

    /// The aliases. `LC_ACCEPTED` if there is none.
    pub fn aliases(&self) -> &[Alias] {
        if self.aliases.is_empty() { &[Alias::LcAccepted] } else { &self.aliases }
    }

    /// Whether the customer is refused for good.
    pub fn is_fraud(&self) -> bool {
        self.has(Alias::LcFraud)
    }

    /// Whether the file expires without a decision.
    pub fn is_expired(&self) -> bool {
        self.has(Alias::LcExpired)
    }

    /// Whether the kind of document could not be recognised.
    pub fn is_unrecognised(&self) -> bool {
        self.has(Alias::LcDocUnsupported)
    }

    /// Whether a correction of the customer's details resolves it.
    pub fn is_mismatch(&self) -> bool {
        self.mismatch().is_some()
    }

    fn mismatch(&self) -> Option<Mismatch> {
        self.mismatch.or_else(|| self.has(Alias::LcOther).then_some(Mismatch::Data))
    }

    /// The same result once the details match the document.
    pub fn corrected(&self) -> Self {
        let is_other = |alias: &Alias| *alias != Alias::LcOther;
        let aliases = self.aliases.iter().copied().filter(is_other).collect();
        Self { aliases, mismatch: None, ..self.clone() }
    }

    /// Whether a person reviews the document before the decision.
    pub fn is_reviewed(&self) -> bool {
        self.is_reviewed
    }

    /// Why the terms are not signed on the identification provider's page. `None` if they are.
    pub fn signature_refusal(&self) -> Option<&'static str> {
        self.is_signature_refused.then_some(reason::NOT_SIGNED)
    }

    /// Why the document is refused. `None` if it is accepted.
    pub fn document_refusal(&self) -> Option<&'static str> {
        let of_picture = self.aliases.iter().find_map(|alias| match alias {
            Alias::LcFraud => Some(reason::FRAUD),
            Alias::LcDocExpired => Some(reason::EXPIRED),
            Alias::LcDocQuality => Some(reason::BLURRED),
            Alias::LcDocReceipt | Alias::LcDocUnsupported | Alias::LcDocUnauthorized => {
                Some(reason::NO_DOCUMENT)
            }
            Alias::LcDocMissing => Some(reason::INCOMPLETE),
            Alias::LcDocFramed => Some(reason::ILLEGIBLE),
            Alias::LcAccepted | Alias::LcExpired | Alias::LcBioQuality | Alias::LcOther => None,
        });
        of_picture.or_else(|| self.mismatch().map(Mismatch::reason))
    }

    /// Whether the document is accepted at first sight, before the face was checked.
    pub fn accepts_document_at_once(&self) -> bool {
        !self.is_expired() && !self.is_reviewed && self.document_refusal().is_none()
    }

    /// Why the face is refused. `None` if it is accepted.
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
    fn a_correction_resolves_only_a_mismatch() {
        let outcome = Outcome::of_email("a+LC_OTHER+LC_BIO_QUALITY@example.fr").corrected();
        assert_eq!((outcome.document_refusal(), outcome.is_mismatch()), (None, false));
        assert!(outcome.face_refusal().is_some());
    }

    #[test]
    fn the_second_round_has_the_planned_next_result() {
        let mut outcome = Outcome::new(vec![Alias::LcDocQuality]).then_accepted();
        outcome.begin_round();
        assert!(outcome.document_refusal().is_some());
        outcome.begin_round();
        assert_eq!(outcome, Outcome::default());
        let mut stubborn = Outcome::new(vec![Alias::LcDocQuality]);
        stubborn.begin_round();
        stubborn.begin_round();
        assert!(stubborn.document_refusal().is_some());
    }

    #[test]
    fn a_mismatch_has_the_exact_published_text() {
        let outcome = Outcome::default().with_mismatch(Some(Mismatch::BirthDate));
        let reason = "Inconsistent birthDate between ID document and user’s information";
        assert_eq!(outcome.document_refusal(), Some(reason));
        assert!(outcome.is_mismatch() && !outcome.corrected().is_mismatch());
    }

    #[test]
    fn names_on_the_wire_are_the_documented_ones() {
        for (name, alias) in ALIASES {
            assert_eq!(serde_json::to_value(alias).unwrap(), name);
        }
    }
}
