//! The end, and what can still follow it: the tax self-certification of an account that is open, a new start after the
//! prospect expired. Read `certificate` and `restart` for these.

use super::{
    Model,
    call::Lane,
    effect::{Effect, Focus, HostEvent, Timer},
    handoff::Handoff,
    message::Message,
    proof::Proof,
};

impl Model {
    /// Nothing moves by itself any more: no timer runs on, no code and nothing typed is kept.
    pub(super) fn end(&mut self, effects: &mut Vec<Effect>) {
        self.problem = None;
        self.is_offline = false;
        if let Some(open) = self.open_mut() {
            open.handoff = Handoff::Fresh;
            open.forms.clear();
            open.proof = Proof::default();
            effects.extend(open.documents.clear().map(Effect::ForgetFile));
        }
        effects.push(Effect::StopTimer(Timer::Poll));
        effects.push(Effect::StopTimer(Timer::Draft));
        effects.push(Effect::MoveFocus(Focus::Heading));
    }

    /// Takes a fact over that comes after the end. All but these few change nothing.
    pub(super) fn after_the_end(&mut self, message: Message, effects: &mut Vec<Effect>) {
        match message {
            Message::DownloadPressed => self.fetch_certificate(effects),
            Message::CertificateSaved(id) if self.calls.end(id) == Some(Lane::Download) => {
                self.certificate_saved(effects);
            }
            Message::RestartPressed => self.restart(effects),
            Message::Accepted(id, snapshot) if self.calls.end(id) == Some(Lane::Restart) => {
                self.restarted(*snapshot, effects);
            }
            Message::CallFailed(id, failure) => {
                let lane = self.calls.end(id);
                if lane == Some(Lane::Restart) && failure.is_outdated() {
                    // It has begun already: in another tab, or by a call whose answer was lost.
                    self.begin_anew();
                    self.fetch(effects);
                    effects.push(Effect::MoveFocus(Focus::Heading));
                } else if matches!(lane, Some(Lane::Download | Lane::Restart)) {
                    effects.push(Effect::TellHost(HostEvent::failed(&failure)));
                    effects.push(Effect::MoveFocus(Focus::Notice));
                    if let Some(open) = self.open_mut() {
                        let known = match lane {
                            Some(Lane::Restart) => &mut open.restart_failure,
                            _ => &mut open.certificate_failure,
                        };
                        *known = Some(failure);
                    }
                }
            }
            _ => {}
        }
    }
}
