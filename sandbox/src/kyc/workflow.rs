//! The two workflows of a KYC demand (documentation, KYC). [`crate::kyc::demand`] opens and changes demands.

use contract::time::Timestamp;

use crate::kyc::{diligence::Diligence, proof::Proof};

/// What has to be proven, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Workflow {
    /// Document and complementary proof; the terms are accepted by a call of the API.
    Identity,
    /// Document, face, and signature of the terms on the page of the identification provider.
    ElectronicSign,
}

/// A demand.
#[derive(Clone)]
pub struct Demand {
    /// Its workflow.
    pub workflow: Workflow,
    /// When it was made.
    pub created_at: Timestamp,
    /// Address of the identification provider's page, without its token.
    pub url: String,
    /// Token of the page, the same for every attempt.
    pub token: String,
}

/// A proof that is expected from the customer and was not received.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expected {
    /// `Identity` or `Complementary`.
    pub kind: &'static str,
    /// The kinds of proof that are accepted for it.
    pub possible: &'static [&'static str],
}

const DOCUMENT: Expected =
    Expected { kind: "Identity", possible: &["ID_CARD", "PASSPORT", "RES_CARD", "UNDEFINED"] };
const FACE: Expected = Expected { kind: "Identity", possible: &["SELFIE"] };
const TRANSFER: Expected = Expected { kind: "Complementary", possible: &["SCTIN"] };
/// In this sandbox the face is enough without a transfer, unless a setting says otherwise or the scan was refused.
const COMPLEMENT: Expected = Expected { kind: "Complementary", possible: &["SELFIE", "SCTIN"] };
const SIGNATURE: Expected = Expected { kind: "Complementary", possible: &["ESIGN"] };

impl Workflow {
    /// The workflow with this documented code.
    pub fn named(code: &str) -> Option<Self> {
        [Self::Identity, Self::ElectronicSign].into_iter().find(|workflow| workflow.code() == code)
    }

    /// The documented `workflowCode`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::ElectronicSign => "Electronic_Sign",
        }
    }

    /// The expected proofs that are not among `received`.
    pub fn expected(self, proof: Proof, received: &[Diligence]) -> Vec<Expected> {
        let all: &[Expected] = match (self, proof) {
            (Self::Identity, Proof::Selfie) => &[DOCUMENT, COMPLEMENT],
            (Self::Identity, Proof::Transfer) => &[DOCUMENT, TRANSFER],
            (Self::ElectronicSign, _) => &[DOCUMENT, FACE, SIGNATURE],
        };
        let is_missing = |expected: &&Expected| {
            !received.iter().any(|diligence| expected.possible.contains(&diligence.kind))
        };
        all.iter().filter(is_missing).copied().collect()
    }
}

impl Expected {
    /// The accepted kinds of proof as callback 4 lists them. A document that cannot be recognised is never requested.
    pub fn listed(&self) -> Vec<&'static str> {
        self.possible.iter().copied().filter(|kind| *kind != "UNDEFINED").collect()
    }
}
