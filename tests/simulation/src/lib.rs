//! Whole journeys in one process and in virtual time: the real rules of the module in a tab without a browser, the real
//! backend with its database, the real sandbox, and faults between them. A seed decides everything and replays it to
//! the last message.
//!
//! Where to start:
//! - [`journey::run`]: one seed, from the first call to the verdict;
//! - [`plan`]: what a seed decides in advance; [`customer`]: the customer's actions; [`weather`]: the faults;
//! - [`tab`], [`channel`]: the browser; [`server`]: a backend that crashes; [`provider`]: the sandbox;
//! - [`verdict`]: what must be true at the end;
//! - [`campaign`]: many seeds and their figures; [`budgets`]: how often the module asks.

// Functions are split near 40 lines. A longer one says why. A test is a story that is read from beginning to end, so
// tests are exempt.
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
pub mod read_back;
pub mod server;
pub mod storage;
pub mod tab;
pub mod trace;
pub mod verdict;
pub mod weather;
