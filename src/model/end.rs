//! What can follow the end: the tax self-certification of an account that is open, and a new start after the prospect expired.

use contract::snapshot::Snapshot;

use super::{call::Call, effect::Focus, outcome::Outcome, press::Press, rules};
use crate::error::Failure;

#[derive(Clone, Default)]
pub(super) struct End {
    /// The download of the tax self-certification.
    pub(super) certificate: Press,
    /// The new start.
    pub(super) restart: Press,
}

impl End {
    pub(super) fn fetch_certificate(&mut self, snapshot: &Snapshot) -> Outcome {
        if !rules::has_certificate(snapshot) {
            return Outcome::none();
        }
        self.certificate.begin();
        Outcome::call(Call::FetchCertificate)
    }

    pub(super) fn certificate_failed(&mut self, failure: Failure) -> Outcome {
        self.certificate.fail(failure);
        Outcome::none().focus(Focus::Notice)
    }

    pub(super) fn restart(&mut self, snapshot: &Snapshot) -> Outcome {
        if !snapshot.can_restart {
            return Outcome::none();
        }
        self.restart.begin();
        Outcome::call(Call::Restart)
    }

    pub(super) fn restart_failed(&mut self, failure: Failure) -> Outcome {
        self.restart.fail(failure);
        Outcome::none().focus(Focus::Notice)
    }
}
