//! The reference partner backend, between the browser module and the provider.
//!
//! It serves the HTTP contract (crate `contract`), relays submissions to the provider, receives the provider's
//! callbacks, and derives the state of each onboarding from both. It draws nothing and decides nothing about the
//! customer's file.
//!
//! Where to start:
//! - [`http::app`]: the calls;
//! - [`journey`]: the pure rules, from recorded facts to the snapshot;
//! - [`callback`], [`missed`] and [`overdue`]: what the provider sends, and what it answers when it is asked;
//! - [`submission`], [`alternative`], [`upload`], the life of an [`intention`], and [`provider`]: what is sent to the provider;
//! - [`store`]: what is stored.

// Functions are split near 40 lines. A longer one says why. A test is a story that is read from beginning to end, so tests are exempt.
#![cfg_attr(not(test), warn(clippy::too_many_lines))]

pub mod alternative;
pub mod app;
pub mod callback;
pub mod clock;
pub mod config;
pub mod current;
pub mod customer;
mod digest;
pub mod error;
pub mod events;
pub mod fingerprint;
pub mod folds;
pub mod generation;
pub mod http;
pub mod inbox;
pub mod intention;
pub mod journey;
pub mod look;
pub mod metrics;
pub mod missed;
pub mod notices;
pub mod overdue;
pub mod phone;
pub mod place;
pub mod profile;
pub mod proof_settings;
pub mod provider;
pub mod purge;
pub mod random;
mod reading;
mod retention;
pub mod server;
pub mod store;
pub mod submission;
pub mod traffic;
pub mod transfer;
pub mod upload;
mod wakes;

pub use wakes::Wakes;
