//! The page's clock.

use crate::dom::window;

/// The page's monotonic clock, in milliseconds.
pub(super) fn now_ms() -> u64 {
    let now = window().and_then(|window| window.performance()).map(|performance| performance.now());
    now.unwrap_or_default() as u64
}
