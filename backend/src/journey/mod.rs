//! The state of an onboarding: pure functions from recorded facts to the snapshot of the contract.
//!
//! Nothing here uses a network, a database or a clock. All facts of a prospect are folded again each time, sorted by
//! the provider's own dates: the same facts give the same state, whatever the order or number of deliveries.
//!
//! Where to start: [`fact`] (what is recorded), [`progress`] (what follows from it), [`view`] (the snapshot for the browser).

mod diligence;
pub mod document;
pub mod fact;
pub mod identity;
pub mod lock;
pub mod operation;
#[cfg(test)]
mod order_tests;
pub mod progress;
pub mod proof;
#[cfg(test)]
mod tests;
pub mod view;
