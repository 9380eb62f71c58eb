//! The provider's API as this backend calls it: one method an intention.
//!
//! Where to start: [`Provider`] (`client`), then `dialect` (what differs between the generations) and [`refusal`] (how it says no).

mod bodies;
mod client;
mod current;
mod dialect;
mod documents;
mod error;
mod field_names;
mod missed;
mod mission;
mod proof;
pub mod refusal;
mod reply;
mod token;
mod transport;
pub mod user;

pub use self::{
    client::{Provider, ProviderConfig},
    documents::TaxFile,
    error::ProviderError,
    missed::{Missed, QUEUE_LIMIT},
    proof::Coordinates,
    transport::{Network, NoAnswer, Transport},
};
