//! Proof of identity: a document, and a video of the face or a transfer beside it (documentation, KYC). How pictures come
//! and when they are looked at is in [`crate::kyc::pictures`], the transfer in [`crate::money::transfer`], how it ends in
//! [`crate::kyc::outcome`].

use crate::{
    callback::message::Message,
    kyc::{
        diligence::{Diligence, DiligenceStatus, Document, KycStatus},
        outcome::Outcome,
        proof::Proof,
        workflow::{Demand, Workflow},
    },
};

/// How far the identification of a prospect is.
pub struct Identification {
    /// The phase.
    pub phase: Phase,
    /// Where the file stands, in the provider's words.
    pub kyc_status: KycStatus,
    /// What was looked at, or is going to be.
    pub diligences: Vec<Diligence>,
    /// What asked for it, in the current generation.
    pub demand: Option<Demand>,
    /// What is asked for beside the document.
    pub proof: Proof,
    /// How often pictures were looked at; events of an earlier round mean nothing.
    pub(crate) round: u32,
    pub(crate) document: Document,
}

/// What the phone shows of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Pictures have to be taken.
    Required,
    /// Pictures are being looked at.
    Running,
    /// The document is good, and the money is awaited.
    Transfer,
    /// The identity is proven.
    Done,
    /// It is not.
    Failed,
}

/// A stage on the way of the pictures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// They came.
    Received,
    /// The document was looked at.
    DocumentChecked,
    /// Document and face were looked at; in some cases a person is called.
    Concluded,
    /// That person looked at them.
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

    /// Whether it is refused for now.
    pub fn has_failed(&self) -> bool {
        self.phase == Phase::Failed || (self.phase == Phase::Required && self.is_refused())
    }

    /// Whether something was refused, and nothing new came since: another attempt is open, or a correction.
    fn is_refused(&self) -> bool {
        let is_refused = |diligence: &Diligence| diligence.status == DiligenceStatus::Refused;
        self.diligences.iter().any(is_refused)
    }

    /// What is found in the pictures at this stage.
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

    /// The status once everything was looked at.
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

    /// Whether the identity document passed.
    pub fn has_valid_document(&self) -> bool {
        let is_document = |diligence: &&Diligence| Document::named(diligence.kind).is_some();
        let document = self.diligences.iter().find(is_document);
        document.is_some_and(|document| document.status == DiligenceStatus::Validated)
    }

    /// Whether nothing of what came is refused or still looked at.
    pub(crate) fn are_all_valid(&self) -> bool {
        self.diligences.iter().all(|diligence| diligence.status == DiligenceStatus::Validated)
    }

    /// Callback 4 as things stand.
    pub fn message(&self) -> Message {
        let (status, diligences) = (self.kyc_status, self.diligences.clone());
        match &self.demand {
            // The words of later years never came into the first version of callback 4.
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

    /// Callback 48; `None` where nothing was demanded.
    pub fn webview_message(&self) -> Option<Message> {
        let demand = self.demand.as_ref()?;
        Some(Message::Webview { url: demand.url.clone(), token: demand.token.clone() })
    }
}

/// What is found where a reason to refuse is known, or that there is none.
fn found(refusal: Option<&'static str>, is_known: bool) -> (DiligenceStatus, &'static str) {
    match (refusal, is_known) {
        (_, false) => (DiligenceStatus::ToReview, ""),
        (None, true) => (DiligenceStatus::Validated, ""),
        (Some(reason), true) => (DiligenceStatus::Refused, reason),
    }
}
