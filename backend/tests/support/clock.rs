//! A clock that advances only when the test moves it.

use async_trait::async_trait;
use backend::clock::Clock;
use contract::time::Timestamp;
use tokio::sync::watch;

pub struct TestClock(watch::Sender<Timestamp>);

impl TestClock {
    pub fn new(now: Timestamp) -> Self {
        Self(watch::Sender::new(now))
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.0.send_modify(|now| *now = Timestamp::from_millis(now.as_millis() + seconds * 1000));
    }

    /// Returns once `count` requests wait for a time.
    pub async fn waiters(&self, count: usize) {
        while self.0.receiver_count() < count {
            tokio::task::yield_now().await;
        }
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.borrow()
    }

    async fn wait_until(&self, at: Timestamp) {
        let mut receiver = self.0.subscribe();
        receiver.wait_for(|now| *now >= at).await.unwrap();
    }
}
