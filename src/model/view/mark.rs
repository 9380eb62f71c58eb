//! How a step or a check is marked.

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

/// One thing that is being done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProgressRow {
    /// What it is.
    pub label: Text,
    /// How it is marked.
    pub mark: Mark,
    /// The word for the mark.
    pub state: Text,
    /// Why it was refused, or how long it takes.
    pub detail: Option<Text>,
}
