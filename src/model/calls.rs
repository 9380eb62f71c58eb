//! The calls to the backend that are in progress, so that the answer to an earlier call is recognised as late.

use super::{
    call::{Call, CallId, Lane},
    effect::Effect,
};

/// The calls in progress, at most one in each lane.
#[derive(Clone, Default)]
pub(super) struct Calls {
    last: CallId,
    /// The last call that began before the connection came back.
    last_before_return: CallId,
    running: Vec<(Lane, CallId)>,
}

impl Calls {
    /// Starts a call and aborts the one that still runs in its lane.
    pub(super) fn start(&mut self, call: Call) -> Effect {
        let lane = call.lane();
        self.abandon(lane);
        self.last = CallId(self.last.0.wrapping_add(1));
        self.running.push((lane, self.last));
        Effect::Call(self.last, call)
    }

    pub(super) fn is_running(&self, lane: Lane) -> bool {
        self.running.iter().any(|(known, _)| *known == lane)
    }

    /// Whether the call is the one that runs in the lane.
    pub(super) fn is(&self, lane: Lane, id: CallId) -> bool {
        self.running.contains(&(lane, id))
    }

    /// The answer to a call arrived. `None` if it is too late, because nothing waits for it any more.
    pub(super) fn end(&mut self, id: CallId) -> Option<Lane> {
        let index = self.running.iter().position(|(_, known)| *known == id)?;
        Some(self.running.swap_remove(index).0)
    }

    /// The connection is back.
    pub(super) fn connection_returned(&mut self) {
        self.last_before_return = self.last;
    }

    /// Whether the connection came back since the call began, so that a call made now may succeed.
    pub(super) fn is_before_return(&self, id: CallId) -> bool {
        id.0 <= self.last_before_return.0
    }

    /// The answer to the lane's call will come too late.
    pub(super) fn abandon(&mut self, lane: Lane) {
        self.running.retain(|(known, _)| *known != lane);
    }

    /// The answers to all calls will come too late.
    pub(super) fn abandon_all(&mut self) {
        self.running.clear();
    }

    /// The answers to all calls but the status call will come too late.
    pub(super) fn abandon_all_but_status(&mut self) {
        self.running.retain(|(lane, _)| *lane == Lane::Status);
    }
}
