//! The protocol between a part and the model that owns it. A part changes its own state and returns what it asks for: it
//! never reaches another part. The model carries the requests out in order (`Model::carry_out`).

use super::{
    call::Call,
    effect::{Effect, Focus},
    rules::Place,
};
use crate::text::Text;

/// The requests of a part to the model, in order. It is one pointer, null if there are none: most messages ask for
/// little, and a list in place would be copied from function to function.
#[derive(Default)]
#[must_use = "the model has to carry it out"]
pub(super) struct Outcome(Option<Box<Requests>>);

#[derive(Default)]
struct Requests(Vec<Request>);

/// One thing that a part asks for.
pub(super) enum Request {
    /// Hand an effect to the browser half.
    Perform(Effect),
    /// Make a call.
    Call(Call),
    /// Make a call for something that the customer sends: the live region says so, and the status is looked at closely.
    Send(Call),
    /// Abort the status call in progress.
    AbortStatus,
    /// Abort the upload in progress.
    AbortUpload,
    /// Ask for the snapshot now, and drop a status call that is planned or running.
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

/// Out of line: a part that asks for something costs a call, not a copy of this code in the wasm.
impl Outcome {
    pub(super) fn none() -> Self {
        Self::default()
    }

    pub(super) fn of(request: Request) -> Self {
        Self::none().then(request)
    }

    #[inline(never)]
    pub(super) fn call(call: Call) -> Self {
        Self::of(Request::Call(call))
    }

    #[inline(never)]
    pub(super) fn send(call: Call) -> Self {
        Self::of(Request::Send(call))
    }

    /// Says the text of `key` in the live region.
    pub(super) fn announce(key: &'static str) -> Self {
        Self::none().and_announce(Text::new(key))
    }

    /// Moves the focus if the customer is on that screen.
    #[inline(never)]
    pub(super) fn focus_at(place: Place, focus: Focus) -> Self {
        Self::of(Request::If(place, Self::none().focus(focus)))
    }

    #[inline(never)]
    pub(super) fn then(mut self, request: Request) -> Self {
        self.0.get_or_insert_default().0.push(request);
        self
    }

    #[inline(never)]
    pub(super) fn perform(self, effect: Effect) -> Self {
        self.then(Request::Perform(effect))
    }

    #[inline(never)]
    pub(super) fn focus(self, focus: Focus) -> Self {
        self.perform(Effect::MoveFocus(focus))
    }

    /// Says a text in the live region.
    #[inline(never)]
    pub(super) fn and_announce(self, text: Text) -> Self {
        self.perform(Effect::Announce(text))
    }

    /// Asks for the snapshot if the failure says that the known one is out of date.
    #[inline(never)]
    pub(super) fn check_if(self, is_outdated: bool) -> Self {
        if is_outdated { self.then(Request::Check) } else { self }
    }

    #[inline(never)]
    pub(super) fn and(mut self, other: Self) -> Self {
        match (&mut self.0, other.0) {
            (Some(requests), Some(mut others)) => requests.0.append(&mut others.0),
            (None, others) => self.0 = others,
            (Some(_), None) => {}
        }
        self
    }
}

impl IntoIterator for Outcome {
    type Item = Request;
    type IntoIter = std::vec::IntoIter<Request>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.map_or_else(Vec::new, |requests| requests.0).into_iter()
    }
}
