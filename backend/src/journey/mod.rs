//! Where an onboarding stands: pure functions from recorded facts to the snapshot of the contract.
//!
//! Nothing here knows a network, a database or a clock. All facts of a prospect are folded again each time, sorted by
//! the provider's own dates: whatever the order or number of deliveries, the same facts give the same state.
//!
//! Where to start: [`fact`] (what is recorded), [`progress`] (what it amounts to), [`view`] (what the browser is told).

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
