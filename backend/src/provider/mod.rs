//! The client of the provider's API, with one method for each intention.
//!
//! Start with [`Provider`] (`client`), then read `dialect` (the differences between the generations) and [`refusal`]
//! (how the provider refuses).

mod bodies;
mod client;
mod current;
mod dialect;
mod documents;
mod error;
mod field_names;
mod legacy;
mod missed;
mod pace;
mod proof;
pub mod refusal;
mod reply;
mod standing;
mod token;
mod transport;
pub mod user;

pub use self::{
    client::{Provider, ProviderConfig},
    documents::TaxFile,
    error::ProviderError,
    missed::{Missed, QUEUE_LIMIT},
    proof::Coordinates,
    standing::{Folder, Standing},
    transport::{Network, NoAnswer, Transport},
};
