//! What operators watch: counted as it happens, and read as the text format of Prometheus ([`page`]). Nothing in it is about one customer.

pub mod page;

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::Registry,
};

/// How something ended, as a word.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
pub(crate) struct Outcome {
    outcome: String,
}

impl Outcome {
    pub(crate) fn of(word: &str) -> Self {
        Self { outcome: word.to_owned() }
    }
}

/// An answered request. The route is the template of its path, which names nobody.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: String,
}

/// Counts of this process.
pub struct Metrics {
    requests: Family<Answered, Counter>,
    held: Gauge,
    callbacks: Family<Outcome, Counter>,
    callback_lag: Histogram,
    events: Family<Outcome, Counter>,
    notices: Family<Outcome, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            held: Gauge::default(),
            callbacks: Family::default(),
            // From a second to nine hours, twice as long each time: the provider repeats a callback for half an hour.
            callback_lag: Histogram::new(exponential_buckets(1.0, 2.0, 16)),
            events: Family::default(),
            notices: Family::default(),
        }
    }
}

impl Metrics {
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16) {
        let answered =
            Answered { method: method.to_owned(), route: route.to_owned(), status: status.to_string() };
        self.requests.get_or_create(&answered).inc();
    }

    /// A request is held until the result is dropped.
    pub(crate) fn hold(&self) -> Held<'_> {
        self.held.inc();
        Held(&self.held)
    }

    /// A callback arrived: `outcome` is `new`, `known` or `unreadable`, and it was made `lag_ms` before.
    pub(crate) fn callback(&self, outcome: &str, lag_ms: Option<i64>) {
        self.callbacks.get_or_create(&Outcome::of(outcome)).inc();
        if let Some(lag_ms) = lag_ms {
            self.callback_lag.observe(seconds(lag_ms));
        }
    }

    /// An attempt to send an event ended.
    pub(crate) fn event(&self, is_taken: bool) {
        self.events.get_or_create(&sent(is_taken)).inc();
    }

    /// An attempt to send a notice ended.
    pub(crate) fn notice(&self, is_taken: bool) {
        self.notices.get_or_create(&sent(is_taken)).inc();
    }

    fn register(&self, registry: &mut Registry) {
        registry.register("requests", "Answered requests", self.requests.clone());
        registry.register("held_requests", "Status requests that are held now", self.held.clone());
        registry.register("callbacks", "Callbacks of the provider that arrived", self.callbacks.clone());
        registry.register(
            "callback_lag_seconds",
            "From the date of a callback to its arrival",
            self.callback_lag.clone(),
        );
        registry.register("event_attempts", "Attempts to send an event", self.events.clone());
        registry.register("notice_attempts", "Attempts to send a notice", self.notices.clone());
    }
}

fn sent(is_taken: bool) -> Outcome {
    Outcome::of(if is_taken { "taken" } else { "refused" })
}

/// Milliseconds as seconds, none if they are negative: clocks differ.
#[expect(clippy::cast_precision_loss, reason = "a span of time is far below 2^52 milliseconds")]
fn seconds(millis: i64) -> f64 {
    millis.max(0) as f64 / 1000.0
}

/// A held request.
pub(crate) struct Held<'a>(&'a Gauge);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Counts of the calls to the provider, those for tokens included.
pub(crate) struct ProviderCounts {
    calls: Family<Outcome, Counter>,
    latency: Histogram,
}

impl Default for ProviderCounts {
    fn default() -> Self {
        Self { calls: Family::default(), latency: Histogram::new(exponential_buckets(0.025, 2.0, 10)) }
    }
}

impl ProviderCounts {
    /// A call was answered with `status`, or not at all.
    pub(crate) fn answered(&self, status: Option<u16>, took: Duration) {
        let outcome = match status {
            None => "no_answer",
            Some(429) => "429",
            Some(200..=299) => "2xx",
            Some(500..) => "5xx",
            Some(_) => "4xx",
        };
        self.calls.get_or_create(&Outcome::of(outcome)).inc();
        self.latency.observe(took.as_secs_f64());
    }

    /// A call was not made, because calls to the provider are paused.
    pub(crate) fn withheld(&self) {
        self.calls.get_or_create(&Outcome::of("withheld")).inc();
    }

    fn register(&self, registry: &mut Registry) {
        registry.register("provider_calls", "Calls to the provider", self.calls.clone());
        registry.register(
            "provider_seconds",
            "From a call to the provider to its answer",
            self.latency.clone(),
        );
    }
}
