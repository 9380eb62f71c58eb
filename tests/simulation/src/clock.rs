//! The backend's clock in virtual time. It follows the runtime's clock, which advances only when every task is idle.

use std::time::Duration;

use async_trait::async_trait;
use backend::clock::Clock;
use contract::time::Timestamp;
use tokio::time::Instant;

/// A clock that shows `start` when it is created.
pub struct VirtualClock {
    start: Timestamp,
    began: Instant,
}

impl VirtualClock {
    /// A clock that shows `start` now.
    pub fn new(start: Timestamp) -> Self {
        Self { start, began: Instant::now() }
    }

    /// Milliseconds since it was made.
    pub fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

#[async_trait]
impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.start.as_millis().saturating_add_unsigned(self.elapsed_ms()))
    }

    async fn wait_until(&self, at: Timestamp) {
        tokio::time::sleep(Duration::from_millis(at.millis_since(self.now()))).await;
    }
}
