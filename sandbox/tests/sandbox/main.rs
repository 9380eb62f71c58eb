//! The sandbox as its callers see it, over HTTP on this machine, with a frozen clock. Start with `journey`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test ends where something unexpected comes; the harness is part of the tests"
)]

mod control;
mod current;
mod delivery;
mod fault;
mod harness;
mod identification;
mod journey;
mod phone;
mod refusal;
mod sca;
mod tax;
mod update;
