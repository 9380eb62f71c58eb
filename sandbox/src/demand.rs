//! The KYC demand of the current generation: asks for the identification of a prospect, in one of two workflows
//! (documentation, KYC). Looking at what the customer then sends is in [`crate::identification`].

use contract::time::Timestamp;

use crate::{
    clock::plus,
    generation::Generation,
    identification::{Diligence, DiligenceStatus, Identification, KycStatus, Phase},
    prospect::Wallet,
    random, timetable,
    world::{Event, WebviewOf, World},
};

/// What is to be proven, and how.
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
    /// Token of that page, the same for every attempt.
    pub token: String,
}

/// Something that is expected of the customer, and was not received.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expected {
    /// `Identity` or `Complementary`.
    pub kind: &'static str,
    /// What counts as it.
    pub possible: &'static [&'static str],
}

/// Why a demand was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotDemanded {
    /// Nobody has this `appUserId`.
    NoUser,
    /// There is a demand that was not rejected.
    Exists,
    /// There is none to change.
    NoDemand,
    /// The workflow changes one way only, and not once document and face are there.
    Settled,
}

const DOCUMENT: Expected =
    Expected { kind: "Identity", possible: &["ID_CARD", "PASSPORT", "RES_CARD", "UNDEFINED"] };
const FACE: Expected = Expected { kind: "Identity", possible: &["SELFIE"] };
/// This sandbox lets the face stand for the transfer, for there is no other bank here.
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

    /// What it expects that is not among `received`.
    pub fn expected(self, received: &[Diligence]) -> Vec<Expected> {
        let all: &[Expected] = match self {
            Self::Identity => &[DOCUMENT, COMPLEMENT],
            Self::ElectronicSign => &[DOCUMENT, FACE, SIGNATURE],
        };
        let is_missing = |expected: &&Expected| {
            !received.iter().any(|diligence| expected.possible.contains(&diligence.kind))
        };
        all.iter().filter(is_missing).copied().collect()
    }
}

impl Expected {
    /// What counts as it, as callback 4 lists it: nobody is asked for a document that cannot be recognised.
    pub fn listed(&self) -> Vec<&'static str> {
        self.possible.iter().copied().filter(|kind| *kind != "UNDEFINED").collect()
    }
}

impl Identification {
    /// The answer to what was asked for by the demand, opened anew.
    fn demanded(&mut self, demand: Demand) {
        self.demand = Some(demand);
        self.phase = Phase::Required;
        self.kyc_status = KycStatus::Pending;
        self.diligences.clear();
        self.round += 1;
    }

    /// Whether the terms were signed on the page of the identification provider.
    pub fn is_signed(&self) -> bool {
        self.diligences
            .iter()
            .any(|diligence| diligence.kind == "ESIGN" && diligence.status == DiligenceStatus::Validated)
    }
}

impl World {
    /// Opens the identification; callbacks 34 `InProgress`, 35 (where no phone is bound), 48 and 4 `Pending` follow.
    ///
    /// # Errors
    /// [`NotDemanded`].
    pub fn open_demand(
        &mut self,
        app_user_id: &str,
        workflow: Workflow,
        url: String,
    ) -> Result<(), NotDemanded> {
        let now = self.now();
        let prospect = self.prospects.get_mut(app_user_id).ok_or(NotDemanded::NoUser)?;
        let identification = &mut prospect.identification;
        // Version 1.1 opens the identification by itself.
        let is_open = prospect.generation == Generation::Mission || identification.demand.is_some();
        if prospect.status.is_final() || (is_open && identification.kyc_status != KycStatus::Rejected) {
            return Err(NotDemanded::Exists);
        }
        let token = random::hex_code();
        identification.demanded(Demand { workflow, created_at: now, url, token: token.clone() });
        let needs_code = !matches!(prospect.wallet, Wallet::Ready(_));
        let (webview, kyc) = (identification.webview_message(), identification.message());
        let id = || app_user_id.to_owned();
        self.webviews.insert(token, WebviewOf::Demand(id()));
        self.mark_in_progress(app_user_id, now);
        if needs_code {
            self.plan(plus(now, timetable::DEMANDED_CODE), Event::IssueCode { app_user_id: id() });
        }
        if let Some(webview) = webview {
            self.send_later(plus(now, timetable::DEMANDED_WEBVIEW), app_user_id, webview);
        }
        self.send_later(plus(now, timetable::DEMANDED_KYC), app_user_id, kyc);
        Ok(())
    }

    /// Changes the workflow, from signature to identity only, until document and face came; callback 4 follows.
    ///
    /// # Errors
    /// [`NotDemanded`].
    pub fn change_workflow(&mut self, app_user_id: &str, workflow: Workflow) -> Result<(), NotDemanded> {
        let now = self.now();
        let prospect = self.prospects.get_mut(app_user_id).ok_or(NotDemanded::NoUser)?;
        let identification = &mut prospect.identification;
        let is_untouched = identification.phase == Phase::Required && identification.diligences.is_empty();
        let demand = identification.demand.as_mut().ok_or(NotDemanded::NoDemand)?;
        if demand.workflow != Workflow::ElectronicSign || workflow != Workflow::Identity || !is_untouched {
            return Err(NotDemanded::Settled);
        }
        demand.workflow = workflow;
        let kyc = identification.message();
        self.send_later(plus(now, timetable::DEMANDED_KYC), app_user_id, kyc);
        Ok(())
    }
}
