//! The protocol between a part and the model that owns it. A part changes its own state and returns what it asks for: it
//! never reaches another part. The model carries the requests out in order (`Model::carry_out`).

use super::{
    call::Call,
    effect::{Effect, Focus},
    rules::Place,
};
use crate::text::Text;

/// What a part asks of the model, in order.
#[derive(Default)]
#[must_use = "the model has to carry it out"]
pub(super) struct Outcome(Vec<Request>);

/// One thing that a part asks for.
pub(super) enum Request {
    /// Hand an effect to the browser half.
    Perform(Effect),
    /// Make a call.
    Call(Call),
    /// Make a call for something that the customer sends: the live region says so, and the status is looked at closely.
    Send(Call),
    /// Abort the status call under way.
    AbortStatus,
    /// Abort the upload under way.
    AbortUpload,
    /// Ask for the snapshot now, in place of a status call that is planned or under way.
    Ask,
    /// Ask for the snapshot as soon as the server allows it.
    Check,
    /// Lead the customer on if the snapshot closed the screen. A part asks for it when it no longer holds its screen open.
    Reroute,
    /// Show another screen.
    Go(Place),
    /// Carry out what follows only if the customer is on this screen.
    If(Place, Outcome),
}

impl Outcome {
    pub(super) fn none() -> Self {
        Self::default()
    }

    pub(super) fn of(request: Request) -> Self {
        Self::none().then(request)
    }

    pub(super) fn then(mut self, request: Request) -> Self {
        self.0.push(request);
        self
    }

    pub(super) fn then_if(self, is_wanted: bool, request: Request) -> Self {
        if is_wanted { self.then(request) } else { self }
    }

    pub(super) fn perform(self, effect: Effect) -> Self {
        self.then(Request::Perform(effect))
    }

    pub(super) fn focus(self, focus: Focus) -> Self {
        self.perform(Effect::MoveFocus(focus))
    }

    /// Says a text in the live region.
    pub(super) fn announce(self, text: Text) -> Self {
        self.perform(Effect::Announce(text))
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl IntoIterator for Outcome {
    type Item = Request;
    type IntoIter = std::vec::IntoIter<Request>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Request> for Outcome {
    fn from_iter<T: IntoIterator<Item = Request>>(requests: T) -> Self {
        Self(requests.into_iter().collect())
    }
}
