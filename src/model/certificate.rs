//! The tax self-certification: the one thing to do after the account is open.

use contract::snapshot::{OnboardingStatus, Snapshot};

use super::{Model, call::Call, effect::Effect};
use crate::text::Text;

/// Whether there is one to fetch.
pub(super) fn is_there(snapshot: &Snapshot) -> bool {
    snapshot.has_self_certification && snapshot.onboarding == OnboardingStatus::Validated
}

impl Model {
    /// Fetches it, where there is one and it is not on its way.
    pub(super) fn fetch_certificate(&mut self, effects: &mut Vec<Effect>) {
        let is_there = self.open().is_some_and(|open| is_there(&open.snapshot));
        if is_there && self.calls.download.is_none() {
            if let Some(open) = self.open_mut() {
                open.certificate_failure = None;
            }
            self.calls.start(Call::FetchCertificate, effects);
        }
    }

    pub(super) fn certificate_saved(&mut self, effects: &mut Vec<Effect>) {
        effects.push(Effect::Announce(Text::new("opened.saved")));
    }
}
