//! A new start after the prospect expired: nothing of the old one remains.

use contract::snapshot::Snapshot;

use super::{
    Message, Model, Stage,
    call::{Call, Lane},
    effect::{Effect, Focus, Timer},
    status::Status,
};
use crate::error::Failure;

impl Model {
    /// What can still happen after the end: a new start, where the server offers one.
    pub(super) fn after_the_end(&mut self, message: Message, effects: &mut Vec<Effect>) {
        match message {
            Message::RestartPressed => self.restart(effects),
            Message::Restarted(id, snapshot) if self.calls.end(id) == Some(Lane::Restart) => {
                self.restarted(*snapshot, effects);
            }
            Message::CallFailed(id, failure) if self.calls.end(id) == Some(Lane::Restart) => {
                self.tell_host(&failure, effects);
                self.restart_failed(failure, effects);
            }
            // A new start asks as the page is.
            Message::PageHidden => self.status.is_hidden = true,
            Message::PageShown => self.status.is_hidden = false,
            _ => {}
        }
    }

    fn restart(&mut self, effects: &mut Vec<Effect>) {
        if self.calls.restart.is_some() {
            return;
        }
        let Some(open) = self.open_mut().filter(|open| open.snapshot.can_restart) else { return };
        open.restart_failure = None;
        // Whatever was asked before the end is of no interest any more.
        self.calls.end_all();
        effects.push(self.calls.start(Call::Restart));
    }

    fn restarted(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        let is_hidden = self.status.is_hidden;
        self.stage = Stage::Loading;
        self.status = Status::new();
        self.status.is_hidden = is_hidden;
        let poll_after_ms = snapshot.poll_after_ms;
        self.take(snapshot, effects);
        effects.push(Effect::MoveFocus(Focus::Heading));
        if poll_after_ms > 0 && !self.is_final() {
            effects.push(Effect::StartTimer(Timer::Poll, poll_after_ms.into()));
        }
    }

    fn restart_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        if let Some(open) = self.open_mut() {
            open.restart_failure = Some(failure);
            effects.push(Effect::MoveFocus(Focus::Notice));
        }
    }
}
