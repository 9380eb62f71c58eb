//! A snapshot as it is stored.

use contract::time::Timestamp;

/// A snapshot and how long it is valid.
#[derive(Clone)]
pub struct View {
    /// The snapshot as JSON. It may hold personal data: there is no `Debug`.
    pub snapshot: String,
    /// When it changes by the passing of time alone.
    pub next_change: Option<Timestamp>,
    /// The status of the onboarding in it.
    pub onboarding: String,
    /// Whether it never changes any more.
    pub is_final: bool,
}

impl View {
    /// Whether it is still the snapshot at `now`.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.next_change.is_none_or(|at| now < at)
    }
}
