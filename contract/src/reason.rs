//! Why the customer is asked to act again.

use crate::word::words;

words! {
    /// Why the customer is asked to act again. Each has a text in every language; no provider text is passed on.
    pub enum Reason {
        /// First name and last name are swapped compared with the document.
        NamesSwapped = "names_swapped",
        /// Birth name and last name are swapped compared with the document.
        BirthNameSwapped = "birth_name_swapped",
        /// The first name differs from the document.
        FirstNameMismatch = "first_name_mismatch",
        /// The last name differs from the document.
        LastNameMismatch = "last_name_mismatch",
        /// The birth name differs from the document.
        BirthNameMismatch = "birth_name_mismatch",
        /// The full name differs from the document.
        FullNameMismatch = "full_name_mismatch",
        /// The birth date differs from the document.
        BirthDateMismatch = "birth_date_mismatch",
        /// The civility differs from the document.
        CivilityMismatch = "civility_mismatch",
        /// The nationality differs from the document.
        NationalityMismatch = "nationality_mismatch",
        /// Some detail differs from the document; the provider does not say which.
        DataMismatch = "data_mismatch",
        /// The picture of the document cannot be read (blurred, dark, badly framed, incomplete).
        DocumentQuality = "document_quality",
        /// The document has expired.
        DocumentExpired = "document_expired",
        /// The document is of a kind or a country that is not accepted, or was not recognised.
        DocumentUnsupported = "document_unsupported",
        /// The picture or the video of the face cannot be used.
        SelfieQuality = "selfie_quality",
        /// The person on the document is a minor.
        Minor = "minor",
        /// The terms were refused in the signature.
        TermsRefused = "terms_refused",
        /// The money was sent back: the transfer could not be accepted.
        MoneyReturned = "money_returned",
        /// A tax document was looked at and not accepted.
        DocumentRefused = "document_refused",
        /// The transfer came from another person's account.
        OtherPayer = "other_payer",
        /// The confirmation was refused on the phone.
        ConfirmationRefused = "confirmation_refused",
        /// The confirmation was not given within five minutes.
        ConfirmationTimedOut = "confirmation_timed_out",
        /// The phone is not ready to confirm (no wallet, or not activated).
        DeviceNotReady = "device_not_ready",
        /// The demand expired; a new one is needed.
        Expired = "expired",
    } else {
        /// Any other reason.
        Other = "other",
    }
}
