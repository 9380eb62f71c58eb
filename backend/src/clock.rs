//! The clock as a value that is passed in: it tells the time, and waits for a time.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use async_trait::async_trait;
use contract::time::Timestamp;

/// Tells the time, and waits for a time.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The time now. It never goes back while the program runs.
    fn now(&self) -> Timestamp;
    /// Waits until `at`; returns at once if that is past.
    async fn wait_until(&self, at: Timestamp);
}

/// The clock of the operating system. If that is set back, this one runs on, so all durations stay right. If it is set forward, this
/// one follows.
pub struct SystemClock {
    start: Instant,
    /// Time of day at `start`, in milliseconds: the latest that the operating system has reported.
    start_ms: AtomicI64,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { start: Instant::now(), start_ms: AtomicI64::new(i64::MIN) }
    }
}

impl SystemClock {
    fn at(&self, time_of_day_ms: i64, elapsed_ms: i64) -> Timestamp {
        let start_ms = time_of_day_ms.saturating_sub(elapsed_ms);
        let latest = self.start_ms.fetch_max(start_ms, Ordering::Relaxed).max(start_ms);
        Timestamp::from_millis(latest.saturating_add(elapsed_ms))
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        self.at(millis(since_epoch), millis(self.start.elapsed()))
    }

    async fn wait_until(&self, at: Timestamp) {
        tokio::time::sleep(Duration::from_millis(at.millis_since(self.now()))).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_changes_no_duration() {
        let clock = SystemClock::default();
        let at = |time_of_day_ms, elapsed_ms| clock.at(time_of_day_ms, elapsed_ms).as_millis();
        assert_eq!(at(1_000_000, 0), 1_000_000);
        assert_eq!(at(1_005_000, 5_000), 1_005_000);
        assert_eq!(at(966_000, 6_000), 1_006_000, "set back by 40 s");
        assert_eq!(at(971_000, 11_000), 1_011_000, "five seconds are five seconds");
        assert_eq!(at(2_000_000, 12_000), 2_000_000, "a clock that is set forward is followed");
    }
}
