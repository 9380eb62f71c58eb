//! The customer's details: what is on record, what may change, what is checked beyond the rules of the contract.
//!
//! Where to start: [`record`] (reading back), [`entry`] (a submission made ready for the provider), `relay` (carried there), [`normal_form`].

pub(crate) mod correction;
pub mod entry;
pub mod normal_form;
pub mod record;
pub(crate) mod relay;
mod street;
