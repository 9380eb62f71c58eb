//! The tax self-certification: the one thing to do after the account is open.

use super::{
    Model,
    call::{Call, Lane},
    effect::{Effect, Focus, HostEvent},
    message::Message,
};
use crate::{error::Failure, text::Text};

impl Model {
    /// What may still happen once the onboarding has ended: nothing that moves it.
    pub(super) fn after_the_end(&mut self, message: Message, effects: &mut Vec<Effect>) {
        match message {
            Message::DownloadPressed => {
                let is_there = self.open().is_some_and(|open| open.snapshot.has_self_certification);
                if is_there && self.calls.download.is_none() {
                    effects.push(self.calls.start(Call::FetchCertificate));
                }
            }
            Message::CertificateSaved(id) if self.calls.end(id) == Some(Lane::Download) => {
                effects.push(Effect::Announce(Text::new("opened.saved")));
                self.set_certificate_failure(None);
            }
            Message::CallFailed(id, failure) if self.calls.end(id) == Some(Lane::Download) => {
                effects.push(Effect::TellHost(HostEvent::failed(&failure)));
                effects.push(Effect::MoveFocus(Focus::Notice));
                self.set_certificate_failure(Some(failure));
            }
            _ => {}
        }
    }

    fn set_certificate_failure(&mut self, failure: Option<Failure>) {
        if let Some(open) = self.open_mut() {
            open.certificate_failure = failure;
        }
    }
}
