//! Documents of the tax step: sent by the customer, looked at by somebody, accepted or refused (documentation, FATCA).
//! Which are required is decided in [`crate::tax::declaration`], what happens to them when in [`crate::tax::review`].

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a document is refused: one of the published texts.
const REFUSED: &str = "Incomplete document";

/// A kind of document, by its documented name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum TaxDocumentKind {
    /// Form W-9 of the US tax service.
    #[serde(rename = "FATCA_W9")]
    W9,
    /// Form W-8BEN of the US tax service.
    #[serde(rename = "FATCA_W8-BEN")]
    W8Ben,
    /// Whatever explains the residence, with a justification text.
    #[serde(rename = "FATCA-OTHER")]
    Other,
}

/// Where a document stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DocumentStatus {
    /// It did not come.
    Awaiting,
    /// It came.
    Received,
    /// Somebody looks at it.
    ToReview,
    /// It is good.
    Validated,
    /// It is not: another can be sent.
    Refused,
}

/// How the review of a document ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentOutcome {
    /// It is good.
    #[default]
    Validated,
    /// It is refused.
    Refused,
    /// It does not end until another outcome is chosen.
    Review,
}

/// One required document. Personal data: no `Debug`.
#[derive(Clone)]
pub struct TaxDocument {
    /// Which.
    pub kind: TaxDocumentKind,
    /// Where it stands.
    pub status: DocumentStatus,
    /// Why it was refused, in the published words; else empty.
    pub reason: &'static str,
    /// What was sent for it last.
    pub files: Vec<Attachment>,
    /// How often it was sent; events of an earlier attempt mean nothing.
    pub(crate) attempt: u32,
}

/// A file that was sent. Personal data: no `Debug`.
#[derive(Clone)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// By which it is read back.
    pub key: Uuid,
    /// What it is: `image/jpeg`, `image/png`, `application/pdf` or `text/plain`.
    pub media_type: &'static str,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl TaxDocumentKind {
    /// The kind with this number in the body of an upload.
    pub fn numbered(number: &str) -> Option<Self> {
        match number {
            "22" => Some(Self::W9),
            "23" => Some(Self::W8Ben),
            "24" => Some(Self::Other),
            _ => None,
        }
    }

    /// The documented name.
    pub fn name(self) -> &'static str {
        match self {
            Self::W9 => "FATCA_W9",
            Self::W8Ben => "FATCA_W8-BEN",
            Self::Other => "FATCA-OTHER",
        }
    }
}

impl DocumentStatus {
    /// The documented word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Awaiting => "Awaiting",
            Self::Received => "Received",
            Self::ToReview => "To_Review_Manually",
            Self::Validated => "Validated",
            Self::Refused => "Refused",
        }
    }
}

impl TaxDocument {
    /// A document that has to be sent.
    pub fn awaited(kind: TaxDocumentKind) -> Self {
        Self { kind, status: DocumentStatus::Awaiting, reason: "", files: Vec::new(), attempt: 0 }
    }

    /// Whether it can be sent (again).
    pub fn is_wanted(&self) -> bool {
        matches!(self.status, DocumentStatus::Awaiting | DocumentStatus::Refused)
    }

    /// Takes what was sent.
    pub(crate) fn receive(&mut self, files: Vec<Attachment>) {
        self.status = DocumentStatus::Received;
        self.reason = "";
        self.files = files;
        self.attempt += 1;
    }

    /// Ends its review.
    pub(crate) fn conclude(&mut self, outcome: DocumentOutcome) {
        (self.status, self.reason) = match outcome {
            DocumentOutcome::Validated => (DocumentStatus::Validated, ""),
            DocumentOutcome::Refused => (DocumentStatus::Refused, REFUSED),
            DocumentOutcome::Review => (DocumentStatus::ToReview, ""),
        };
    }
}
