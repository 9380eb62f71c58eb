//! The customer refuses to have the face scanned, which the law allows: the transfer is asked for then (documentation, KYC:
//! facial biometry). A partner says the same by changing the workflow, in [`crate::kyc::demand`].

use crate::{
    kyc::{identification::Phase, proof::Proof, workflow::Workflow},
    time::{clock::plus, timetable},
    world::World,
};

/// Why a scan was not refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotRefused {
    /// Nobody has this `appUserId`.
    NoUser,
    /// No pictures are asked for now.
    NotRequired,
    /// The workflow `Electronic_Sign` has no other way: the partner changes it to `Identity`.
    NoOtherWay,
}

impl World {
    /// The customer refuses the scan of the face: document and transfer are expected from now on. Callback 4 follows
    /// where there is a demand. Refusing again changes nothing.
    ///
    /// # Errors
    /// [`NotRefused`].
    pub fn refuse_scan(&mut self, app_user_id: &str) -> Result<(), NotRefused> {
        let now = self.now();
        let prospect = self.prospects.get_mut(app_user_id).ok_or(NotRefused::NoUser)?;
        let identification = &mut prospect.identification;
        if identification.phase != Phase::Required {
            return Err(NotRefused::NotRequired);
        }
        let workflow = identification.demand.as_ref().map(|demand| demand.workflow);
        if workflow == Some(Workflow::ElectronicSign) {
            return Err(NotRefused::NoOtherWay);
        }
        if identification.proof == Proof::Transfer {
            return Ok(());
        }
        identification.proof = Proof::Transfer;
        if workflow.is_some() {
            let kyc = identification.message();
            self.send_later(plus(now, timetable::DEMANDED_KYC), app_user_id, kyc);
        }
        Ok(())
    }
}
