//! Named stories that a prospect goes through: the settings of the sandbox, and the expected course.
//!
//! - [`story`]: the parts of a story;
//! - [`table`]: all stories;
//! - [`readme`]: their table in the README;
//! - `play`: applies a story to a prospect.
//!
//! The modules that a [`story::Set`] refers to carry a story out.

mod customers;
mod failures;
mod play;
pub mod readme;
pub mod story;
pub mod table;

pub use self::story::{Course, End, Given, Scenario, Set, Transfer};
