//! The time as a value that is passed in: the system's clock in production, another one in tests.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use contract::time::Timestamp;

/// A clock.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The current time.
    fn now(&self) -> Timestamp;
    /// Returns once the clock shows `at` or later.
    async fn wait_until(&self, at: Timestamp);
}

/// The clock of the operating system.
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }

    async fn wait_until(&self, at: Timestamp) {
        tokio::time::sleep(Duration::from_millis(at.millis_since(self.now()))).await;
    }
}
