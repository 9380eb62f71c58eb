//! The life of one backend process: once it is over, nothing that it had begun goes on.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use tokio::sync::Notify;

/// From the start of a process to its crash.
#[derive(Default)]
pub struct Life {
    is_over: AtomicBool,
    /// Uses of the storage that are left before a crash; none is planned below 1.
    left: AtomicI64,
    ended: Notify,
}

impl Life {
    /// Crashes the process here and now.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.ended.notify_waiters();
    }

    /// Crashes the process at its `count`th use of the storage from now: between two of them, in the middle of a call.
    pub fn end_after(&self, count: i64) {
        self.left.store(count, Ordering::Relaxed);
    }

    /// Returns at the crash.
    pub async fn over(&self) {
        let ended = self.ended.notified();
        tokio::pin!(ended);
        ended.as_mut().enable(); // before looking, so that the end is not missed
        if !self.is_over.load(Ordering::Relaxed) {
            ended.await;
        }
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Returns where the process lives, and never where it does not: what it was doing is not done any more.
    pub async fn go_on(&self) {
        if self.is_over() {
            std::future::pending::<()>().await;
        }
    }

    /// As [`Self::go_on`], for a use of the storage.
    pub async fn use_storage(&self) {
        if self.left.load(Ordering::Relaxed) > 0 && self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.end();
        }
        self.go_on().await;
    }
}
