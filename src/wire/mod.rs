//! The contract over HTTP, as pure code: a call as a request, an answer as a message. Nothing is sent here.
//!
//! `browser/` performs the requests in a page, `tests/simulation` in virtual time; neither contains a path, a header or a member
//! name.
//!
//! Where to start:
//! - [`Request::of`]: what to send for a [`Call`](crate::model::Call);
//! - [`Answer::read`]: the answer, as a [`Message`](crate::model::Message) or a [`Failure`](crate::error::Failure).

mod answer;
mod date;
mod record;
mod renewal;
mod request;

pub use self::{
    answer::Answer,
    renewal::Renewal,
    request::{Body, Document, Request},
};
