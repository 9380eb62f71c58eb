//! Stories about the customer's pictures, details, money and tax documents. Everything technical works.

use super::story::{Given, Scenario, Set, Transfer, open, refused, story};
use crate::kyc::{mismatch::Mismatch, outcome::Alias, screening::Finding};

/// The stories, in the order of the README.
pub(super) static SCENARIOS: &[Scenario] = &[
    // Pictures.
    story("accepted", "Everything is in order: the account opens without a question")
        .legacy(open(&[
            "34 Initialized",
            "4 Initialized",
            "35",
            "34 InProgress",
            "4 Pending",
            "4 Complete",
            "34 Validated",
            "45 Activated",
        ]))
        .current(open(&[
            "34 Initialized",
            "45 Initialized",
            "34 InProgress",
            "35",
            "48",
            "4 Pending",
            "PEP InProgress",
            "34 Validated",
            "45 Activated",
        ])),
    story("document-blurred", "The picture of the card is blurred; it is taken again")
        .sets(&[Set::Aliases(&[Alias::LcDocQuality])])
        .legacy(open(&["4 Incomplete: ID_CARD Blurred document", "35", "4 Complete"]))
        .current(open(&["4 Incomplete: ID_CARD Blurred document", "4 Complete"])),
    story("document-expired", "The card is out of date; the passport is shown instead")
        .sets(&[Set::Aliases(&[Alias::LcDocExpired])])
        .legacy(open(&["4 Incomplete: ID_CARD Expired document", "35", "4 Complete"]))
        .current(open(&["4 Incomplete: ID_CARD Expired document", "4 Complete"])),
    story("document-incomplete", "The back of the card is missing; both sides are taken")
        .sets(&[Set::Aliases(&[Alias::LcDocMissing])])
        .legacy(open(&["4 Incomplete: ID_CARD Incomplete document", "35", "4 Complete"]))
        .current(open(&["4 Incomplete: ID_CARD Incomplete document", "4 Complete"])),
    story("document-cut-off", "The card is cut off in the picture; it is taken again")
        .sets(&[Set::Aliases(&[Alias::LcDocFramed])])
        .legacy(open(&["4 Incomplete: ID_CARD Illegible document", "35", "4 Complete"]))
        .current(open(&["4 Incomplete: ID_CARD Illegible document", "4 Complete"])),
    story("document-receipt", "A receipt was shown in place of a document; the document follows")
        .sets(&[Set::Aliases(&[Alias::LcDocReceipt])])
        .legacy(open(&[
            "4 Incomplete: ID_CARD This document is not an identity document",
            "35",
            "4 Complete",
        ]))
        .current(open(&["4 Incomplete: ID_CARD This document is not an identity document", "4 Complete"])),
    story(
        "document-not-accepted",
        "A document of a kind that is not accepted was shown; another one follows",
    )
    .sets(&[Set::Aliases(&[Alias::LcDocUnauthorized])])
    .legacy(open(&["4 Incomplete: ID_CARD This document is not an identity document", "35", "4 Complete"]))
    .current(open(&["4 Incomplete: ID_CARD This document is not an identity document", "4 Complete"])),
    story("document-undefined", "Nobody can tell what the document is; it is shown again")
        .sets(&[Set::Aliases(&[Alias::LcDocUnsupported])])
        .legacy(open(&[
            "4 Incomplete: UNDEFINED This document is not an identity document",
            "35",
            "4 Complete",
        ]))
        .current(open(&["4 Incomplete: UNDEFINED This document is not an identity document", "4 Complete"])),
    story("selfie-dark", "The video of the face is too dark; it is taken again")
        .sets(&[Set::Aliases(&[Alias::LcBioQuality])])
        .legacy(open(&["4 Incomplete: SELFIE Too dark selfie", "35", "4 Complete"]))
        .current(open(&["4 Incomplete: SELFIE Too dark selfie", "4 Complete"])),
    story("document-and-selfie-bad", "Neither the card nor the face can be made out; both are taken again")
        .sets(&[Set::Aliases(&[Alias::LcDocQuality, Alias::LcBioQuality])])
        .legacy(open(&[
            "4 Incomplete: ID_CARD Blurred document, SELFIE Too dark selfie",
            "35",
            "4 Complete",
        ]))
        .current(open(&["4 Incomplete: ID_CARD Blurred document, SELFIE Too dark selfie", "4 Complete"])),
    story("demand-expired", "Nothing was decided in time; the identification begins again")
        .sets(&[Set::Aliases(&[Alias::LcExpired])])
        .legacy(open(&["4 Pending", "4 Rejected", "35", "4 Complete"]))
        .current(open(&["4 Rejected", "48", "4 Pending", "4 Complete"])),
    story("fraud", "The document is a forgery; the customer is refused, without a reason")
        .sets(&[Set::Aliases(&[Alias::LcFraud])])
        .legacy(refused(&["4 Rejected: ID_CARD Identity fraud", "34 Refused"]))
        .current(refused(&["4 FraudSuspicion: ID_CARD Identity fraud", "34 Refused"])),
    // Details that differ from the document.
    mismatch(
        "mismatch",
        "The details are not those of the document; the customer corrects them",
        &[Set::Aliases(&[Alias::LcOther])],
        &["4 Incomplete: ID_CARD Document and data mismatch", "4 Complete"],
    ),
    mismatch(
        "mismatch-first-name",
        "The first names are not those of the document; the customer corrects them",
        &[Set::Mismatch(Mismatch::FirstName)],
        &[
            "4 Incomplete: ID_CARD Inconsistent firstName between ID document and user’s information",
            "4 Complete",
        ],
    ),
    mismatch(
        "mismatch-last-name",
        "The last name is not that of the document; the customer corrects it",
        &[Set::Mismatch(Mismatch::LastName)],
        &[
            "4 Incomplete: ID_CARD Inconsistent lastName between ID document and user’s information",
            "4 Complete",
        ],
    ),
    mismatch(
        "mismatch-birth-name",
        "The name at birth is not that of the document; the customer corrects it",
        &[Set::Mismatch(Mismatch::BirthName)],
        &[
            "4 Incomplete: ID_CARD Inconsistent birthName between ID document and user’s information",
            "4 Complete",
        ],
    ),
    mismatch(
        "mismatch-birth-date",
        "The date of birth is not that of the document; the customer corrects it",
        &[Set::Mismatch(Mismatch::BirthDate)],
        &[
            "4 Incomplete: ID_CARD Inconsistent birthDate between ID document and user’s information",
            "4 Complete",
        ],
    ),
    mismatch(
        "mismatch-full-name",
        "No name is as in the document; the customer corrects them",
        &[Set::Mismatch(Mismatch::FullName)],
        &[
            "4 Incomplete: ID_CARD Inconsistent fullName between ID document and user’s information",
            "4 Complete",
        ],
    ),
    mismatch(
        "mismatch-civility",
        "The civility is not that of the document; the customer corrects it",
        &[Set::Mismatch(Mismatch::Civility)],
        &[
            "4 Incomplete: ID_CARD Inconsistent civility between ID document and user’s information",
            "4 Complete",
        ],
    ),
    // Users of version 1.1 have no nationality.
    story("mismatch-nationality", "The nationality is not that of the document; the customer corrects it")
        .sets(&[Set::Mismatch(Mismatch::Nationality)])
        .current(open(&[
            "4 Incomplete: ID_CARD Nationality on id card does not match with user's nationality. Case will be reopened",
            "4 Complete",
        ])),
    mismatch(
        "inversion-birth-name",
        "Name at birth and last name are the wrong way round; the customer corrects them",
        &[Set::Mismatch(Mismatch::BirthNameAndLastName)],
        &["4 Incomplete: ID_CARD Data inversion: birthName and lastName", "4 Complete"],
    ),
    mismatch(
        "inversion-first-name",
        "First and last name are the wrong way round; the customer corrects them",
        &[Set::Mismatch(Mismatch::FirstNameAndLastName)],
        &["4 Incomplete: ID_CARD Data inversion: firstName and lastName", "4 Complete"],
    ),
    // Decisions of people.
    story("review-accepted", "A person has to look at the document, and accepts it")
        .sets(&[Set::Review])
        .legacy(open(&["4 Pending", "4 Incomplete", "4 Complete"]))
        .current(open(&["4 AwaitingExpertise", "4 Complete"])),
    story("review-refused", "A person has to look at the document and cannot read it; it is taken again")
        .sets(&[Set::Review, Set::Aliases(&[Alias::LcDocQuality])])
        .legacy(open(&[
            "4 Pending",
            "4 Incomplete",
            "4 Incomplete: ID_CARD Blurred document",
            "35",
            "4 Complete",
        ]))
        .current(open(&["4 AwaitingExpertise", "4 Incomplete: ID_CARD Blurred document", "4 Complete"])),
    story(
        "signature-refused",
        "The customer does not sign the terms on the identification provider's page; a new demand asks again",
    )
    .sets(&[Set::NoSignature])
    .given(&[Given::Workflow("Electronic_Sign")])
    .current(open(&["4 Rejected: ESIGN Refusal to sign the T&Cs", "48", "4 Pending", "4 Complete"])),
    story("exposed-accepted", "The customer holds a public office, and is accepted")
        .sets(&[Set::Screening(Finding::ExposedAccepted)])
        .both(open(&["PEP InProgress", "PEP InProgress true", "PEP Done true true"])),
    story("exposed-refused", "The customer holds a public office, and is refused")
        .sets(&[Set::Screening(Finding::ExposedRefused)])
        .both(refused(&["PEP InProgress", "PEP InProgress true", "PEP Done true false", "34 Refused"])),
    story("sanction", "The customer is on a list of sanctions: refused, and no callback says why")
        .sets(&[Set::Screening(Finding::Sanction)])
        .both(refused(&["PEP InProgress", "PEP Done false", "34 Refused"])),
    // A transfer instead of the video of the face.
    story(
        "scan-refused",
        "The customer refuses the face scan and makes an instant transfer from their own account",
    )
    .given(&[Given::Pays(&[OWN])])
    .both(open(&["31 To_Review_Manually", "31 Validated", "38 1", "4 Complete"])),
    story("transfer-ordinary", "The transfer is an ordinary one, and takes two working days")
        .given(&[Given::Pays(&[Transfer { is_instant: false, ..OWN }])])
        .both(open(&["31 To_Review_Manually", "31 Validated", "16 1", "4 Complete"])),
    story(
        "transfer-other-payer",
        "The money comes from another person's account and goes back; the next comes from the right one",
    )
    .given(&[Given::Pays(&[Transfer { is_own: false, ..OWN }, OWN])])
    .both(open(&[
        "31 To_Review_Manually",
        "31 Refused The beneficiary's name is different from the transmitter's name",
        "38 2",
        "31 Validated",
        "38 1",
        "4 Complete",
    ])),
    story(
        "transfer-above-limit",
        "The amount is above the limit: the money goes back unexamined; the next is within it",
    )
    .given(&[Given::Pays(&[Transfer { amount_cents: 150_000, ..OWN }, OWN])])
    .both(open(&["38 2", "31 To_Review_Manually", "31 Validated", "38 1", "4 Complete"])),
    story("transfer-reviewed", "A person has to look at the transfer, for a day")
        .sets(&[Set::TransferReview(24)])
        .given(&[Given::Pays(&[OWN])])
        .both(open(&["31 To_Review_Manually", "31 Validated", "38 1", "4 Complete"])),
    // Documents of the tax step.
    story("tax-w9", "The customer pays taxes in the United States too, and sends form W-9")
        .given(&[Given::Taxes(&["FR", "US"])])
        .both(open(&["44 NOK", "44 Pending", "44 OK", "34 Validated"])),
    story(
        "tax-w8ben",
        "The customer was born in the United States and pays no taxes there, and sends form W-8BEN",
    )
    .given(&[Given::Born("US")])
    .both(open(&["44 NOK", "44 Pending", "44 OK", "34 Validated"])),
    story(
        "tax-other",
        "The customer lives in France and pays taxes in Belgium, and explains it by a document",
    )
    .given(&[Given::Taxes(&["BE"])])
    .both(open(&["44 NOK", "44 Pending", "44 OK", "34 Validated"])),
    story("tax-document-refused", "Form W-9 is refused, and sent again")
        .sets(&[Set::DocumentRefused])
        .given(&[Given::Taxes(&["FR", "US"])])
        .both(open(&["44 NOK", "44 Pending", "44 NOK", "44 Pending", "44 OK", "34 Validated"])),
];

/// The requested transfer: instant, within the limits, from the customer's own account.
const OWN: Transfer = Transfer { amount_cents: 1_000, is_own: true, is_instant: true };

/// A refusal that `PUT` users resolves: the same pictures are checked again, without a new code.
const fn mismatch(
    name: &'static str,
    text: &'static str,
    sets: &'static [Set],
    callbacks: &'static [&'static str],
) -> Scenario {
    story(name, text).sets(sets).both(open(callbacks))
}
