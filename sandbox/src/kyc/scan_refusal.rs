//! Lets the customer refuse the facial scan, as the law requires: then the transfer is required (documentation, KYC:
//! facial biometry). A partner does the same by changing the workflow, in [`crate::kyc::demand`].

use crate::{
    kyc::{identification::Phase, proof::Proof, workflow::Workflow},
    time::{clock::plus, timetable},
    world::World,
};

/// Why the refusal was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotRefused {
    /// No user has this `appUserId`.
    NoUser,
    /// No pictures are requested now.
    NotRequired,
    /// The workflow `Electronic_Sign` has no alternative. The partner has to change it to `Identity`.
    NoOtherWay,
}

impl World {
    /// Refuses the facial scan: document and transfer are expected from now on. Callback 4 follows if there is a
    /// demand. Refusing again changes nothing.
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
