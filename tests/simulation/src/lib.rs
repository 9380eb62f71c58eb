//! Whole journeys in one process and in virtual time. The real rules of the module, in a tab without a browser; the real
//! backend with its database; the real sandbox; and between them everything that goes wrong. A seed decides all of it, and
//! replays it to the last message.
//!
//! Where to start:
//! - [`journey::run`]: one seed, from the first call to the verdict;
//! - [`plan`]: what a seed decides before; [`customer`]: what the customer does; [`weather`]: what goes wrong;
//! - [`tab`], [`channel`]: the browser; [`server`]: the backend that crashes; [`provider`]: the sandbox;
//! - [`verdict`]: what must be true at the end;
//! - [`campaign`]: many seeds, and their figures; [`budgets`]: how often the module asks.

// A function near 40 lines is split; one that stays long says why. A test is a story, read from beginning to end.
#![cfg_attr(not(test), warn(clippy::too_many_lines))]

pub mod answers;
pub mod budgets;
pub mod callbacks;
pub mod campaign;
pub mod channel;
pub mod clock;
pub mod credentials;
pub mod customer;
pub mod dice;
pub mod exchange;
pub mod journey;
pub mod life;
pub mod network;
pub mod phone;
pub mod plan;
pub mod provider;
pub mod server;
pub mod storage;
pub mod tab;
pub mod trace;
pub mod verdict;
pub mod weather;
