//! Proof of identity: a document, and a video of the face or a transfer in addition (documentation, KYC).
//! [`crate::kyc::pictures`] receives and checks pictures, [`crate::money::transfer`] the transfer, and
//! [`crate::kyc::outcome`] chooses the result.

use crate::{
    callback::message::Message,
    kyc::{
        diligence::{Diligence, DiligenceStatus, Document, KycStatus},
        outcome::Outcome,
        proof::Proof,
        workflow::{Demand, Workflow},
    },
};

/// The state of a prospect's identification.
pub struct Identification {
    /// The phase.
    pub phase: Phase,
    /// The state of the file, in the provider's words.
    pub kyc_status: KycStatus,
    /// The checks that were made or are expected.
    pub diligences: Vec<Diligence>,
    /// The demand that opened it, in the current generation.
    pub demand: Option<Demand>,
    /// The proof that is required in addition to the document.
    pub proof: Proof,
    /// Number of times that pictures were checked. Events of an earlier round are ignored.
    pub(crate) round: u32,
    pub(crate) document: Document,
}

/// The phase that the phone shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Pictures have to be taken.
    Required,
    /// Pictures are being checked.
    Running,
    /// The document is accepted, and the transfer is expected.
    Transfer,
    /// The identity is proven.
    Done,
    /// The identity is not proven.
    Failed,
}

/// A stage of the check of pictures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// They were received.
    Received,
    /// The document was checked.
    DocumentChecked,
    /// Document and face were checked. In some cases a person reviews them.
    Concluded,
    /// A person has reviewed them.
    Reviewed,
}

impl Default for Identification {
    fn default() -> Self {
        Self {
            phase: Phase::Required,
            kyc_status: KycStatus::Initialized,
            diligences: Vec::new(),
            demand: None,
            proof: Proof::Selfie,
            round: 0,
            document: Document::IdCard,
        }
    }
}

impl Phase {
    /// The word in answers for the phone.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Running => "running",
            Self::Transfer => "transfer",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

impl Identification {
    /// Whether the identity is proven.
    pub fn is_proven(&self) -> bool {
        self.phase == Phase::Done
    }

    /// Whether the identification has failed for now.
    pub fn has_failed(&self) -> bool {
        self.phase == Phase::Failed || (self.phase == Phase::Required && self.is_refused())
    }

    /// Whether something was refused and neither new pictures nor a correction has arrived since.
    fn is_refused(&self) -> bool {
        let is_refused = |diligence: &Diligence| diligence.status == DiligenceStatus::Refused;
        self.diligences.iter().any(is_refused)
    }

    /// Records the results of this stage.
    pub(crate) fn look_at(&mut self, outcome: &Outcome, stage: Stage) {
        let is_concluded = match stage {
            Stage::Received | Stage::DocumentChecked => false,
            Stage::Concluded => !outcome.is_reviewed(),
            Stage::Reviewed => true,
        };
        let is_decided = is_concluded && !outcome.is_expired();
        let is_document_known =
            is_decided || (stage == Stage::DocumentChecked && outcome.accepts_document_at_once());
        let (status, reason) = found(outcome.document_refusal(), is_document_known);
        let is_unrecognised = outcome.is_unrecognised() && is_concluded;
        let kind = if is_unrecognised { "UNDEFINED" } else { self.document.name() };
        let document = Diligence { kind, status, reason };
        self.diligences = vec![document];
        if self.proof == Proof::Selfie {
            let (status, reason) = found(outcome.face_refusal(), is_decided);
            self.diligences.push(Diligence { kind: "SELFIE", status, reason });
        }
        let awaits_transfer = self.proof == Proof::Transfer && self.has_valid_document();
        let is_signed =
            self.demand.as_ref().is_some_and(|demand| demand.workflow == Workflow::ElectronicSign);
        if is_signed && is_concluded && self.are_all_valid() {
            let (status, reason) = found(outcome.signature_refusal(), true);
            self.diligences.push(Diligence { kind: "ESIGN", status, reason });
        }
        self.kyc_status = match stage {
            Stage::Received if self.demand.is_none() => KycStatus::Pending,
            Stage::Received | Stage::DocumentChecked => KycStatus::Incomplete,
            Stage::Concluded | Stage::Reviewed if !is_concluded => KycStatus::AwaitingExpertise,
            Stage::Concluded | Stage::Reviewed => self.concluded_status(outcome, awaits_transfer),
        };
        if awaits_transfer {
            self.phase = Phase::Transfer;
        } else if is_concluded {
            self.phase = if self.kyc_status == KycStatus::Complete { Phase::Done } else { Phase::Failed };
        }
    }

    /// The status once everything was checked.
    fn concluded_status(&self, outcome: &Outcome, awaits_transfer: bool) -> KycStatus {
        let is_unsigned = self
            .diligences
            .iter()
            .any(|found| found.kind == "ESIGN" && found.status == DiligenceStatus::Refused);
        match () {
            () if outcome.is_fraud() && self.demand.is_some() => KycStatus::FraudSuspicion,
            () if outcome.is_fraud() || outcome.is_expired() || is_unsigned => KycStatus::Rejected,
            () if self.are_all_valid() && !awaits_transfer => KycStatus::Complete,
            () => KycStatus::Incomplete,
        }
    }

    /// Whether the identity document was accepted.
    pub fn has_valid_document(&self) -> bool {
        let is_document = |diligence: &&Diligence| Document::named(diligence.kind).is_some();
        let document = self.diligences.iter().find(is_document);
        document.is_some_and(|document| document.status == DiligenceStatus::Validated)
    }

    /// Whether nothing that was received is refused or still being checked.
    pub(crate) fn are_all_valid(&self) -> bool {
        self.diligences.iter().all(|diligence| diligence.status == DiligenceStatus::Validated)
    }

    /// Callback 4 with the current state.
    pub fn message(&self) -> Message {
        let (status, diligences) = (self.kyc_status, self.diligences.clone());
        match &self.demand {
            // Later status words were never used in the first version of callback 4.
            None if status == KycStatus::AwaitingExpertise => {
                Message::Kyc { status: KycStatus::Incomplete, diligences }
            }
            None => Message::Kyc { status, diligences },
            Some(demand) => Message::Demand {
                status,
                workflow: demand.workflow,
                expected: demand.workflow.expected(self.proof, &diligences),
                received: diligences,
            },
        }
    }

    /// Callback 48. `None` if there is no demand.
    pub fn webview_message(&self) -> Option<Message> {
        let demand = self.demand.as_ref()?;
        Some(Message::Webview { url: demand.url.clone(), token: demand.token.clone() })
    }
}

/// The result for a reason of refusal, or for none.
fn found(refusal: Option<&'static str>, is_known: bool) -> (DiligenceStatus, &'static str) {
    match (refusal, is_known) {
        (_, false) => (DiligenceStatus::ToReview, ""),
        (None, true) => (DiligenceStatus::Validated, ""),
        (Some(reason), true) => (DiligenceStatus::Refused, reason),
    }
}
