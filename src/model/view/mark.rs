//! The marks of steps and checks.

use crate::text::Text;

/// The mark of a step or a check. It always comes with a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Finished.
    Done,
    /// To be done later or elsewhere.
    Todo,
    /// In progress.
    Running,
    /// Waits for the customer.
    NeedsYou,
    /// Failed.
    Failed,
    /// Not known to this version.
    Neutral,
}

/// A row of the progress list: a step or a check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProgressRow {
    /// The name of the step or check.
    pub label: Text,
    /// Its mark.
    pub mark: Mark,
    /// The word for the mark.
    pub state: Text,
    /// Why it was refused, or how long it takes.
    pub detail: Option<Text>,
}
