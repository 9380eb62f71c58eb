//! Proof of identity: a document and a video of the face, taken on the phone (documentation, KYC).
//! How it ends is in [`crate::outcome`], how long it takes in [`crate::timetable`].

use contract::time::Timestamp;

use crate::{
    callback::message::Message,
    clock::plus,
    demand::{Demand, Workflow},
    generation::Generation,
    outcome::Outcome,
    prospect::{Prospect, Wallet},
    timetable,
    world::{Event, World},
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
    /// How often pictures were looked at; events of an earlier round mean nothing.
    pub(crate) round: u32,
    document: Document,
}

/// What the phone shows of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Pictures have to be taken.
    Required,
    /// Pictures are being looked at.
    Running,
    /// The identity is proven.
    Done,
    /// It is not.
    Failed,
}

/// Where the file stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KycStatus {
    /// Nothing came yet.
    Initialized,
    /// Pictures came.
    Pending,
    /// Something is missing, or was refused.
    Incomplete,
    /// All is proven.
    Complete,
    /// Under suspicion: nothing follows but the refusal.
    FraudSuspicion,
    /// The file is closed without proof.
    Rejected,
}

/// A kind of identity document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Document {
    /// Identity card.
    IdCard,
    /// Passport.
    Passport,
    /// Residence permit.
    ResidenceCard,
}

/// One document or video looked at.
#[derive(Clone, Copy)]
pub struct Diligence {
    /// `ID_CARD`, `PASSPORT`, `RES_CARD`, `UNDEFINED`, `SELFIE` or `ESIGN`.
    pub kind: &'static str,
    /// What was found.
    pub status: DiligenceStatus,
    /// Why it was refused, in the published words; else empty.
    pub reason: &'static str,
}

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiligenceStatus {
    /// Nothing yet.
    ToReview,
    /// It is good.
    Validated,
    /// It is not.
    Refused,
}

/// A stage on the way of the pictures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// They came.
    Received,
    /// The document was looked at.
    DocumentChecked,
    /// Document and face were looked at.
    Concluded,
}

impl Default for Identification {
    fn default() -> Self {
        Self {
            phase: Phase::Required,
            kyc_status: KycStatus::Initialized,
            diligences: Vec::new(),
            demand: None,
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
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

impl KycStatus {
    /// The documented word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Initialized => "Initialized",
            Self::Pending => "Pending",
            Self::Incomplete => "Incomplete",
            Self::Complete => "Complete",
            Self::FraudSuspicion => "FraudSuspicion",
            Self::Rejected => "Rejected",
        }
    }

    /// The number that v1.1 has for it.
    pub fn number(self) -> u8 {
        match self {
            Self::Incomplete => 0,
            Self::Pending => 1,
            Self::Initialized => 5,
            Self::Complete => 6,
            Self::FraudSuspicion => 8,
            Self::Rejected => 9,
        }
    }
}

impl DiligenceStatus {
    /// The documented word.
    pub fn name(self) -> &'static str {
        match self {
            Self::ToReview => "To_Review_Manually",
            Self::Validated => "Validated",
            Self::Refused => "Refused",
        }
    }
}

impl Document {
    /// The document with this documented name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::IdCard, Self::Passport, Self::ResidenceCard].into_iter().find(|kind| kind.name() == name)
    }

    /// The documented name.
    pub fn name(self) -> &'static str {
        match self {
            Self::IdCard => "ID_CARD",
            Self::Passport => "PASSPORT",
            Self::ResidenceCard => "RES_CARD",
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

    /// Whether the current demand found something to refuse. Its page stays open for another attempt.
    fn is_refused(&self) -> bool {
        let is_refused = |diligence: &Diligence| diligence.status == DiligenceStatus::Refused;
        self.demand.is_some() && self.diligences.iter().any(is_refused)
    }

    fn look_at(&mut self, outcome: &Outcome, stage: Stage) {
        let found = |refusal: Option<&'static str>, is_known: bool| match (refusal, is_known) {
            (_, false) => (DiligenceStatus::ToReview, ""),
            (None, true) => (DiligenceStatus::Validated, ""),
            (Some(reason), true) => (DiligenceStatus::Refused, reason),
        };
        let (document_refusal, is_decided) = (outcome.document_refusal(), !outcome.is_expired());
        let is_document_known = match stage {
            Stage::Received => false,
            Stage::DocumentChecked => outcome.accepts_document(),
            Stage::Concluded => is_decided,
        };
        let (status, reason) = found(document_refusal, is_document_known);
        let is_unrecognised = outcome.is_unrecognised() && stage == Stage::Concluded;
        let kind = if is_unrecognised { "UNDEFINED" } else { self.document.name() };
        let document = Diligence { kind, status, reason };
        let (status, reason) = found(outcome.face_refusal(), stage == Stage::Concluded && is_decided);
        self.diligences = vec![document, Diligence { kind: "SELFIE", status, reason }];
        let is_signed =
            self.demand.as_ref().is_some_and(|demand| demand.workflow == Workflow::ElectronicSign);
        if is_signed && stage == Stage::Concluded && self.are_all_valid() {
            self.diligences.push(Diligence { kind: "ESIGN", status: DiligenceStatus::Validated, reason: "" });
        }
        self.kyc_status = match stage {
            Stage::Received if self.demand.is_none() => KycStatus::Pending,
            Stage::Received => KycStatus::Incomplete,
            Stage::DocumentChecked => KycStatus::Incomplete,
            Stage::Concluded if outcome.is_fraud() && self.demand.is_some() => KycStatus::FraudSuspicion,
            Stage::Concluded if outcome.is_fraud() || outcome.is_expired() => KycStatus::Rejected,
            Stage::Concluded if self.are_all_valid() => KycStatus::Complete,
            Stage::Concluded => KycStatus::Incomplete,
        };
        if stage == Stage::Concluded {
            self.phase = if self.kyc_status == KycStatus::Complete { Phase::Done } else { Phase::Failed };
        }
    }

    fn are_all_valid(&self) -> bool {
        self.diligences.iter().all(|diligence| diligence.status == DiligenceStatus::Validated)
    }

    /// Callback 4 as things stand.
    pub fn message(&self) -> Message {
        let (status, diligences) = (self.kyc_status, self.diligences.clone());
        match &self.demand {
            None => Message::Kyc { status, diligences },
            Some(demand) => Message::Demand {
                status,
                workflow: demand.workflow,
                expected: demand.workflow.expected(&diligences),
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

impl World {
    /// Pictures of `document` came from the phone.
    pub fn submit_pictures(&mut self, app_user_id: &str, document: Document) {
        if let Some(prospect) = self.prospects.get_mut(app_user_id) {
            prospect.identification.document = document;
            self.start_round(app_user_id);
        }
    }

    /// Looks at the pictures again after the details were corrected (documentation, users: update).
    pub fn look_again(&mut self, app_user_id: &str) {
        if let Some(prospect) = self.prospects.get_mut(app_user_id) {
            prospect.outcome = prospect.outcome.corrected();
            self.start_round(app_user_id);
        }
    }

    fn start_round(&mut self, app_user_id: &str) {
        let now = self.now();
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        prospect.identification.phase = Phase::Running;
        prospect.identification.round += 1;
        let round = prospect.identification.round;
        self.mark_in_progress(app_user_id, now);
        for (delay, stage) in [
            (timetable::KYC_PENDING, Stage::Received),
            (timetable::DOCUMENT_CHECKED, Stage::DocumentChecked),
            (timetable::face_checked(), Stage::Concluded),
        ] {
            let app_user_id = app_user_id.to_owned();
            self.plan(plus(now, delay), Event::Identification { app_user_id, round, stage });
        }
    }

    /// A stage of the identification is reached.
    pub fn reach_stage(&mut self, at: Timestamp, app_user_id: &str, round: u32, stage: Stage) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let identification = &mut prospect.identification;
        if identification.round != round {
            return;
        }
        identification.look_at(&prospect.outcome, stage);
        // A document that is going to be refused is told about with the face.
        let is_told = stage != Stage::DocumentChecked || prospect.outcome.accepts_document();
        let has_failed = identification.has_failed();
        let is_document_good = stage != Stage::Received && prospect.outcome.accepts_document();
        let message = identification.message();
        if is_told {
            self.send(at, app_user_id, &message);
        }
        if is_document_good {
            self.begin_screening(at, app_user_id);
        }
        if has_failed {
            self.fail_identification(at, app_user_id);
        } else {
            self.validate_if_clear(at, app_user_id);
        }
    }

    /// The wallet is killed. A fraud is refused for good; anybody else gets a code for the next wallet. In the current
    /// generation the wallet stays: the same page takes another attempt, or a new demand opens another one.
    fn fail_identification(&mut self, at: Timestamp, app_user_id: &str) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let is_fraud = prospect.outcome.is_fraud();
        if prospect.generation == Generation::Current && !is_fraud {
            if prospect.identification.kyc_status == KycStatus::Incomplete {
                prospect.identification.phase = Phase::Required;
            }
            return;
        }
        kill_wallet(prospect);
        let app_user_id = app_user_id.to_owned();
        let event = if is_fraud { Event::Refuse { app_user_id } } else { Event::IssueCode { app_user_id } };
        self.plan(plus(at, timetable::AFTER_FAILED_IDENTIFICATION), event);
    }
}

fn kill_wallet(prospect: &mut Prospect) {
    if matches!(prospect.wallet, Wallet::Ready(_)) {
        prospect.wallet = Wallet::Killed;
    }
}
