//! A new start after the prospect expired: nothing of the old one remains.

use contract::snapshot::Snapshot;

use super::{
    Model, Stage,
    call::Call,
    effect::{Effect, Focus},
    status::Status,
};

impl Model {
    /// Asks for a new start, where the server offers one and it is not on its way.
    pub(super) fn restart(&mut self, effects: &mut Vec<Effect>) {
        if self.calls.restart.is_some() {
            return;
        }
        let Some(open) = self.open_mut().filter(|open| open.snapshot.can_restart) else { return };
        open.restart_failure = None;
        // Whatever was asked before the end is of no interest any more.
        self.calls.end_all();
        self.calls.start(Call::Restart, effects);
    }

    /// Nothing is known any more.
    pub(super) fn begin_anew(&mut self) {
        let is_hidden = self.status.is_hidden;
        self.stage = Stage::Loading;
        self.status = Status::new();
        self.status.is_hidden = is_hidden;
    }

    pub(super) fn restarted(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        self.begin_anew();
        let poll_after_ms = snapshot.poll_after_ms;
        self.take(snapshot, effects);
        effects.push(Effect::MoveFocus(Focus::Heading));
        if poll_after_ms > 0 && !self.is_final() {
            self.ask_after(poll_after_ms.into(), effects);
        }
    }
}
