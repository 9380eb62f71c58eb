//! Maps the provider's refusal texts, which are free English text, to reasons of the contract (documentation, KYC).

use contract::{diligence::DiligenceKind, reason::Reason};

use crate::reading::words::plain;

/// The meaning of a refusal text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    /// A reason that the customer may know.
    Told(Reason),
    /// A suspicion: shown to the customer as a review in progress.
    Hidden,
    /// No text, or one that is not understood.
    Untold,
}

/// Beginnings or parts of the published texts, as [`plain`] normalises them, the more specific before the more general.
const TEXTS: [(&str, Reason); 30] = [
    ("datainversion:birthnameandlastname", Reason::BirthNameSwapped),
    ("datainversion:firstnameandlastname", Reason::NamesSwapped),
    ("datainversion", Reason::DataMismatch),
    ("inconsistentbirthdate", Reason::BirthDateMismatch),
    ("inconsistentfullname", Reason::FullNameMismatch),
    ("inconsistentbirthname", Reason::BirthNameMismatch),
    ("inconsistentlastname", Reason::LastNameMismatch),
    ("inconsistentfirstname", Reason::FirstNameMismatch),
    ("inconsistentcivility", Reason::CivilityMismatch),
    ("nationalityonidcard", Reason::NationalityMismatch),
    ("documentanddatamismatch", Reason::DataMismatch),
    ("minorperson", Reason::Minor),
    ("expired", Reason::DocumentExpired),
    ("notanidentitydocument", Reason::DocumentUnsupported),
    ("restrictedcountry", Reason::DocumentUnsupported),
    ("typenotallowed", Reason::DocumentUnsupported),
    ("darkselfie", Reason::SelfieQuality),
    ("brightselfie", Reason::SelfieQuality),
    ("matchingselfie", Reason::SelfieQuality),
    ("invalidselfie", Reason::SelfieQuality),
    ("biometry", Reason::SelfieQuality),
    ("mrz", Reason::DocumentQuality),
    ("incompletedocument", Reason::DocumentQuality),
    ("illegible", Reason::DocumentQuality),
    ("blurred", Reason::DocumentQuality),
    ("poorquality", Reason::DocumentQuality),
    ("framed", Reason::DocumentQuality),
    ("missingpage", Reason::DocumentQuality),
    ("refusaltosign", Reason::TermsRefused),
    ("beneficiary'snameisdifferent", Reason::OtherPayer),
];

/// Reads `text`, the refusal of a check of `kind`.
pub(crate) fn refusal(text: &str, kind: DiligenceKind) -> Refusal {
    let text = plain(text).replace('\u{2019}', "'");
    if text.contains("fraud") {
        return Refusal::Hidden;
    }
    if text.contains("koquality") {
        return Refusal::Told(match kind {
            DiligenceKind::Selfie => Reason::SelfieQuality,
            _ => Reason::DocumentQuality,
        });
    }
    match TEXTS.iter().find(|(part, _)| text.contains(part)) {
        Some((_, reason)) => Refusal::Told(*reason),
        None => Refusal::Untold,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_text_has_a_reason() {
        use Reason::*;
        for (text, reason) in [
            ("Data inversion", DataMismatch),
            ("Data inversion: birthName and lastName", BirthNameSwapped),
            ("DATA INVERSION: firstName and lastName", NamesSwapped),
            ("Invalid MRZ band", DocumentQuality),
            ("This document is not an identity document", DocumentUnsupported),
            ("Incomplete document", DocumentQuality),
            ("Illegible document", DocumentQuality),
            ("Blurred document", DocumentQuality),
            ("Expired document", DocumentExpired),
            ("Document and data mismatch", DataMismatch),
            ("Minor person", Minor),
            ("Too dark selfie", SelfieQuality),
            ("Too bright selfie", SelfieQuality),
            ("Non-matching selfie", SelfieQuality),
            ("Invalid selfie", SelfieQuality),
            ("Inconsistent birthDate between ID document and user’s information", BirthDateMismatch),
            ("Inconsistent civility between ID document and user’s information", CivilityMismatch),
            (
                "Nationality on id card does not match with user's nationality. Case will be reopened",
                NationalityMismatch,
            ),
            ("Refusal to sign the T&Cs", TermsRefused),
            ("The beneficiary's name is different from the transmitter's name", OtherPayer),
            ("KO quality", DocumentQuality),
        ] {
            assert_eq!(refusal(text, DiligenceKind::IdentityDocument), Refusal::Told(reason), "{text}");
        }
        assert_eq!(refusal("KO quality", DiligenceKind::Selfie), Refusal::Told(SelfieQuality));
    }

    #[test]
    fn suspicions_and_unknown_texts_are_not_shown() {
        assert_eq!(refusal("Identity fraud", DiligenceKind::IdentityDocument), Refusal::Hidden);
        for text in ["", "  ", "Wrong moon phase"] {
            assert_eq!(refusal(text, DiligenceKind::IdentityDocument), Refusal::Untold, "{text}");
        }
    }
}
