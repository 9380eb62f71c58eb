//! The KYC demand of the current generation, which opens the identification of a prospect in one of the workflows of
//! [`crate::kyc::workflow`] (documentation, KYC). [`crate::kyc::identification`] checks what the customer sends.

use crate::{
    customer::{generation::Generation, prospect::Wallet},
    kyc::{
        diligence::{DiligenceStatus, KycStatus},
        identification::{Identification, Phase},
        proof::Proof,
        workflow::{Demand, Workflow},
    },
    time::{clock::plus, timetable},
    world::{Event, WebviewOf, World},
};

/// Why a demand was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotDemanded {
    /// No user has this `appUserId`.
    NoUser,
    /// There is already a demand that was not rejected.
    Exists,
    /// There is no demand to change.
    NoDemand,
    /// The workflow can only be changed in one direction, and not once document and face are accepted.
    Settled,
}

impl Identification {
    /// Starts the identification again for a new demand.
    fn demanded(&mut self, demand: Demand, proof: Proof) {
        self.demand = Some(demand);
        self.proof = proof;
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
    /// Opens the identification. Callbacks 34 `InProgress`, 35 (if no phone is bound), 48 and 4 `Pending` follow.
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
        let proof = match workflow {
            Workflow::Identity => self.settings.identity_proof,
            Workflow::ElectronicSign => Proof::Selfie,
        };
        let prospect = self.prospects.get_mut(app_user_id).ok_or(NotDemanded::NoUser)?;
        let identification = &mut prospect.identification;
        // Version 1.1 opens the identification without a demand.
        let is_open = prospect.generation == Generation::Legacy || identification.demand.is_some();
        if prospect.status.is_final() || (is_open && identification.kyc_status != KycStatus::Rejected) {
            return Err(NotDemanded::Exists);
        }
        let token = self.random.hex_code();
        identification.demanded(Demand { workflow, created_at: now, url, token: token.clone() }, proof);
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

    /// Changes the workflow from signature to identity, until document and face are accepted; callback 4 follows. This
    /// is how a partner lets a customer refuse the scan: document and transfer are expected from then on.
    ///
    /// # Errors
    /// [`NotDemanded`].
    pub fn change_workflow(&mut self, app_user_id: &str, workflow: Workflow) -> Result<(), NotDemanded> {
        let now = self.now();
        let prospect = self.prospects.get_mut(app_user_id).ok_or(NotDemanded::NoUser)?;
        let identification = &mut prospect.identification;
        let is_awaited = identification.phase == Phase::Required;
        let demand = identification.demand.as_mut().ok_or(NotDemanded::NoDemand)?;
        if demand.workflow != Workflow::ElectronicSign || workflow != Workflow::Identity || !is_awaited {
            return Err(NotDemanded::Settled);
        }
        demand.workflow = workflow;
        identification.proof = Proof::Transfer;
        let kyc = identification.message();
        self.send_later(plus(now, timetable::DEMANDED_KYC), app_user_id, kyc);
        Ok(())
    }
}
