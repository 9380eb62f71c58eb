//! The sandbox as its callers see it, over HTTP on this machine, with a frozen clock. Start with `journey`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic; the harness is part of the tests"
)]

mod control;
mod current;
mod delivery;
mod document;
mod fault;
mod harness;
mod identification;
mod journey;
mod phone;
mod proof;
mod refusal;
mod sca;
mod scenario;
mod tax;
mod transfer;
mod update;
