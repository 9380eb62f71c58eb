//! The life of one backend process. Nothing that it began continues after its end.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use tokio::sync::Notify;

/// From the start of a process to its crash.
#[derive(Default)]
pub struct Life {
    is_over: AtomicBool,
    /// Number of uses of the storage until a crash. Below 1, no crash is planned.
    left: AtomicI64,
    ended: Notify,
}

impl Life {
    /// Crashes the process now.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.ended.notify_waiters();
    }

    /// Crashes the process at its `count`th use of the storage from now, in the middle of a call.
    pub fn end_after(&self, count: i64) {
        self.left.store(count, Ordering::Relaxed);
    }

    /// Returns when the process crashes.
    pub async fn over(&self) {
        let ended = self.ended.notified();
        tokio::pin!(ended);
        ended.as_mut().enable(); // before the check, so that the crash is not missed
        if !self.is_over.load(Ordering::Relaxed) {
            ended.await;
        }
    }

    /// Whether the process has crashed.
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Returns while the process runs. Never returns after its crash, so that its tasks stop.
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
