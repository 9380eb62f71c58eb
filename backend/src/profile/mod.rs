//! The customer's details: the record, which fields may change, and checks beyond the rules of the contract.
//!
//! Start with [`record`] (reads the details back) and [`entry`] (prepares a submission for the provider). `relay` sends
//! it, and [`normal_form`] normalises texts. `prefill` reads what the partner knows before.

pub(crate) mod correction;
pub mod entry;
pub mod normal_form;
pub(crate) mod prefill;
pub mod record;
pub(crate) mod relay;
mod street;
