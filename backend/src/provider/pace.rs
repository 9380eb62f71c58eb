//! When calls to the provider pause: after it answered 429, for as long as it says, and after it failed many times in a row. All calls
//! share the pause, including those for tokens.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::http::{Request, Response, StatusCode, header};
use contract::time::Timestamp;

use super::{
    error::{ProviderError, RETRY_AFTER_SECONDS, unavailable},
    transport::Transport,
};
use crate::{clock::Clock, metrics::ProviderCounts};

/// Failures in a row after which calls pause.
const MOST_FAILURES: u32 = 10;
/// The first pause after so many failures, in milliseconds. It doubles with each further failure, up to [`LONGEST_PAUSE_MS`].
const FIRST_PAUSE_MS: i64 = 5_000;
const LONGEST_PAUSE_MS: i64 = 60_000;
/// After a pause one call goes first. How long the others wait for its outcome at most, in milliseconds.
const TRIAL_MS: i64 = 10_000;

/// The way to the provider, with its pauses.
pub(super) struct Paced {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    counts: ProviderCounts,
}

#[derive(Default)]
struct State {
    /// No call before that.
    until: Option<Timestamp>,
    /// Whether a call goes first after a pause.
    is_trial: bool,
    failures: u32,
}

impl Paced {
    pub(super) fn new(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self { transport, clock, state: Mutex::default(), counts: ProviderCounts::default() }
    }

    /// Sends a request, unless calls pause.
    ///
    /// # Errors
    /// [`ProviderError::Unavailable`] if no answer came, or if nothing may be sent now.
    pub(super) async fn send(
        &self,
        request: Request<Vec<u8>>,
        timeout: Duration,
    ) -> Result<Response<Vec<u8>>, ProviderError> {
        self.begin().inspect_err(|_| self.counts.withheld())?;
        let began = Instant::now();
        let answer = self.transport.send(request, timeout).await;
        self.counts.answered(answer.as_ref().ok().map(|answer| answer.status().as_u16()), began.elapsed());
        self.learn(answer.as_ref().ok());
        answer.map_err(unavailable)
    }

    /// Counts of the calls.
    pub(super) fn counts(&self) -> &ProviderCounts {
        &self.counts
    }

    /// Whether no call may be made now.
    pub(super) fn is_paused(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.until.is_some_and(|until| until > self.clock.now())
    }

    fn begin(&self) -> Result<(), ProviderError> {
        let now = self.clock.now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(until) = state.until else { return Ok(()) };
        if until > now {
            let seconds = u32::try_from(until.millis_since(now).div_ceil(1000)).unwrap_or(u32::MAX);
            let why = "it asked for a pause, or failed many times in a row".into();
            return Err(ProviderError::Unavailable { why, retry_after_seconds: seconds });
        }
        state.is_trial = true;
        state.until = Some(after(now, TRIAL_MS));
        Ok(())
    }

    fn learn(&self, answer: Option<&Response<Vec<u8>>>) {
        let now = self.clock.now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let pause_ms = match answer {
            Some(answer) if answer.status() == StatusCode::TOO_MANY_REQUESTS => {
                retry_after_ms(answer).clamp(1000, LONGEST_PAUSE_MS)
            }
            Some(answer) if !answer.status().is_server_error() => {
                state.failures = 0;
                if std::mem::take(&mut state.is_trial) {
                    state.until = None;
                }
                return;
            }
            _ => {
                state.failures = state.failures.saturating_add(1);
                let Some(further) = state.failures.checked_sub(MOST_FAILURES) else { return };
                (FIRST_PAUSE_MS << further.min(4)).min(LONGEST_PAUSE_MS)
            }
        };
        state.is_trial = false;
        state.until = Some(after(now, pause_ms));
    }
}

fn retry_after_ms(answer: &Response<Vec<u8>>) -> i64 {
    let seconds = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let seconds = seconds.and_then(|seconds| seconds.trim().parse().ok());
    i64::from(seconds.unwrap_or(RETRY_AFTER_SECONDS)).saturating_mul(1000)
}

fn after(at: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis().saturating_add(millis))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

    use async_trait::async_trait;

    use super::{super::transport::NoAnswer, *};

    /// A provider with one answer, and a clock.
    #[derive(Default)]
    struct Played {
        asked: AtomicU32,
        /// 0: none comes.
        status: AtomicU32,
        now: AtomicI64,
    }

    #[async_trait]
    impl Transport for Played {
        async fn send(&self, _: Request<Vec<u8>>, _: Duration) -> Result<Response<Vec<u8>>, NoAnswer> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            let status = u16::try_from(self.status.load(Ordering::SeqCst)).unwrap();
            if status == 0 {
                return Err(NoAnswer::Unreachable);
            }
            Ok(Response::builder().status(status).header(header::RETRY_AFTER, "7").body(Vec::new()).unwrap())
        }
    }

    #[async_trait]
    impl Clock for Played {
        fn now(&self) -> Timestamp {
            Timestamp::from_millis(self.now.load(Ordering::SeqCst))
        }

        async fn wait_until(&self, _: Timestamp) {}
    }

    fn paced(status: u32) -> (Arc<Played>, Paced) {
        let played = Arc::new(Played::default());
        played.status.store(status, Ordering::SeqCst);
        (Arc::clone(&played), Paced::new(played.clone(), played))
    }

    impl Played {
        /// How many of `count` calls reach the provider, and when the others may try again.
        async fn reached(&self, paced: &Paced, count: usize) -> (u32, u32) {
            let before = self.asked.load(Ordering::SeqCst);
            let mut retry = 0;
            let calls = (0..count).map(|_| paced.send(Request::new(Vec::new()), Duration::ZERO));
            for call in calls {
                if let Err(ProviderError::Unavailable { retry_after_seconds, .. }) = call.await {
                    retry = retry_after_seconds;
                }
            }
            (self.asked.load(Ordering::SeqCst) - before, retry)
        }

        fn pass(&self, millis: i64) {
            self.now.fetch_add(millis, Ordering::SeqCst);
        }
    }

    #[tokio::test]
    async fn all_calls_wait_for_as_long_as_one_429_says() {
        let (played, paced) = paced(429);
        assert_eq!(played.reached(&paced, 100).await, (1, 7));
        played.pass(6_999);
        assert_eq!(played.reached(&paced, 100).await, (0, 1));
        played.pass(1);
        assert_eq!(played.reached(&paced, 100).await, (1, 7), "one call tries for all");
        played.status.store(200, Ordering::SeqCst);
        played.pass(7_000);
        assert_eq!(played.reached(&paced, 100).await, (100, 0));
    }

    #[tokio::test]
    async fn a_provider_that_only_fails_is_asked_less_and_less_often() {
        for status in [0, 503] {
            let (played, paced) = paced(status);
            assert_eq!(played.reached(&paced, 100).await, (MOST_FAILURES, 5));
            for pause in [5, 10, 20, 40] {
                played.pass(pause * 1000 - 1);
                assert_eq!(played.reached(&paced, 5).await.0, 0, "{status} {pause}");
                played.pass(1);
                assert_eq!(played.reached(&paced, 5).await.0, 1, "{status} {pause}");
            }
            played.pass(60_000);
            played.status.store(404, Ordering::SeqCst);
            assert_eq!(played.reached(&paced, 100).await, (100, 0), "it answers again");
        }
    }

    #[tokio::test]
    async fn a_trial_that_never_ends_blocks_nobody_for_long() {
        let (played, paced) = paced(429);
        assert_eq!(played.reached(&paced, 1).await.0, 1);
        played.pass(7_000);
        let trial = paced.send(Request::new(Vec::new()), Duration::ZERO);
        drop(tokio::time::timeout(Duration::ZERO, trial).await);
        played.status.store(200, Ordering::SeqCst);
        assert_eq!(played.reached(&paced, 5).await.0, 0);
        played.pass(TRIAL_MS);
        assert_eq!(played.reached(&paced, 5).await.0, 5);
    }
}
