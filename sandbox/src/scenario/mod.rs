//! Named stories that a prospect goes through: what the sandbox is set to, and what follows from it.
//!
//! - [`story`]: what they are made of;
//! - [`table`]: the stories themselves;
//! - [`readme`]: the same as a table of the README;
//! - `play`: how one is applied to a prospect.
//!
//! Not here: what then happens. That is in the modules a [`story::Set`] speaks of.

mod customers;
mod failures;
mod play;
pub mod readme;
pub mod story;
pub mod table;

pub use self::story::{Course, End, Given, Scenario, Set, Transfer};
