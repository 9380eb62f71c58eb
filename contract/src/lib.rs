//! The HTTP contract between the browser module and a partner backend: messages, field rules, code lists.
//!
//! Shared by the module, the reference backend and the sandbox, so that no shape and no rule is declared twice.
//! `fixtures/` holds one canonical JSON example of each message; `openapi.json` is the description to implement from.
//!
//! Where to start:
//! - [`routes`]: the calls;
//! - [`snapshot`]: what the browser polls;
//! - [`submission`]: what it sends, one type for each step;
//! - [`problem`]: how a call fails.
#![no_std]
// A function near 40 lines is split; one that stays long says why. A test is a story, read from beginning to end.
#![cfg_attr(not(test), warn(clippy::too_many_lines))]
extern crate alloc;

pub mod activation;
pub mod country;
pub mod customer;
pub mod decimal;
pub mod declarative;
pub mod diligence;
pub mod document;
pub mod draft;
pub mod event;
pub mod identification;
pub mod json;
pub mod link;
pub mod message;
pub mod path;
pub mod phone;
pub mod place;
pub mod postcode;
pub mod problem;
pub mod profile;
pub mod read_back;
pub mod reason;
pub mod routes;
mod rule;
pub mod session;
pub mod snapshot;
pub mod step;
pub mod submission;
pub mod tax;
pub mod terms;
pub mod text;
pub mod time;
mod word;
