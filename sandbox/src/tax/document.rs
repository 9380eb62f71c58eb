//! Documents of the tax step: sent by the customer, reviewed by a person, accepted or refused (documentation, FATCA).
//! [`crate::tax::declaration`] decides which are required, [`crate::tax::review`] when things happen.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The reason for a refused document: one of the published texts.
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
    /// Any document that explains the residence, with an explanation as text.
    #[serde(rename = "FATCA-OTHER")]
    Other,
}

/// The state of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DocumentStatus {
    /// It was not received yet.
    Awaiting,
    /// It was received.
    Received,
    /// It is being reviewed.
    ToReview,
    /// It was accepted.
    Validated,
    /// It was refused. Another one can be sent.
    Refused,
}

/// The planned result of the review of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentOutcome {
    /// It is accepted.
    #[default]
    Validated,
    /// It is refused.
    Refused,
    /// The review does not end until another result is chosen.
    Review,
}

/// One required document. It is personal data, so the type has no `Debug`.
#[derive(Clone)]
pub struct TaxDocument {
    /// The kind of document.
    pub kind: TaxDocumentKind,
    /// The state.
    pub status: DocumentStatus,
    /// The published reason for a refusal. Otherwise empty.
    pub reason: &'static str,
    /// The files that were sent last.
    pub files: Vec<Attachment>,
    /// Number of times that it was sent. Events of an earlier attempt are ignored.
    pub(crate) attempt: u32,
}

/// A file that was sent. It is personal data, so the type has no `Debug`.
#[derive(Clone)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// The key under which it can be read.
    pub key: Uuid,
    /// Media type: `image/jpeg`, `image/png`, `application/pdf` or `text/plain`.
    pub media_type: &'static str,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl TaxDocumentKind {
    /// The kind with this number in an upload.
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

    /// Receives files.
    pub(crate) fn receive(&mut self, files: Vec<Attachment>) {
        self.status = DocumentStatus::Received;
        self.reason = "";
        self.files = files;
        self.attempt += 1;
    }

    /// Ends the review.
    pub(crate) fn conclude(&mut self, outcome: DocumentOutcome) {
        (self.status, self.reason) = match outcome {
            DocumentOutcome::Validated => (DocumentStatus::Validated, ""),
            DocumentOutcome::Refused => (DocumentStatus::Refused, REFUSED),
            DocumentOutcome::Review => (DocumentStatus::ToReview, ""),
        };
    }
}
