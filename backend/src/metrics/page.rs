//! The page that Prometheus reads, at an address of its own: `GET /metrics`.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use contract::time::Timestamp;
use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{family::Family, gauge::Gauge},
    registry::Registry,
};

use crate::{app::App, store::Tally};

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// An onboarding that is older and has not ended counts as stuck, in milliseconds: 7 days.
pub const STUCK_MS: i64 = 7 * 86_400_000;

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Status {
    status: String,
}

/// The routes for Prometheus.
pub fn router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(read)).with_state(app)
}

async fn read(State(app): State<Arc<App>>) -> Response {
    ([(header::CONTENT_TYPE, CONTENT_TYPE), (header::CACHE_CONTROL, "no-store")], page(&app).await)
        .into_response()
}

/// All metrics. Those of the storage are missing while it cannot be read.
pub async fn page(app: &App) -> String {
    let mut registry = Registry::with_prefix("onboarding");
    app.metrics.register(&mut registry);
    app.provider.counts().register(&mut registry);
    let is_paused = i64::from(app.provider.is_paused());
    gauge(&mut registry, "provider_calls_are_paused", "Whether calls to the provider pause now", is_paused);
    let is_writable = i64::from(app.store.ping().await.is_ok());
    gauge(&mut registry, "storage_is_writable", "Whether the storage can be written now", is_writable);
    let now = app.clock.now();
    let stuck_before = Timestamp::from_millis(now.as_millis().saturating_sub(STUCK_MS));
    if let Ok(tally) = app.store.tally(stuck_before).await {
        of_storage(&mut registry, &tally, now);
    }
    let mut page = String::new();
    // Writing to a String cannot fail.
    let _: Result<_, _> = text::encode(&mut page, &registry);
    page
}

fn of_storage(registry: &mut Registry, tally: &Tally, now: Timestamp) {
    let statuses: Family<Status, Gauge> = Family::default();
    for (status, count) in &tally.statuses {
        let status = if status.is_empty() { "unknown" } else { status };
        statuses.get_or_create(&Status { status: status.to_owned() }).set(number(*count));
    }
    registry.register("customers", "Customers by the status of their onboarding", statuses);
    let age = |oldest: Option<Timestamp>| {
        oldest.map_or(0, |oldest| {
            number(now.as_millis().saturating_sub(oldest.as_millis()).unsigned_abs() / 1000)
        })
    };
    for (name, help, value) in [
        ("stuck_customers", "Onboardings that have not ended after more than 7 days", number(tally.stuck)),
        (
            "unread_callbacks",
            "Stored callbacks that could not be read, or name no customer",
            number(tally.unread),
        ),
        ("oldest_unread_callback_seconds", "Age of the oldest unread callback", age(tally.oldest_unread)),
        ("waiting_events", "Events that your server has not accepted", number(tally.events.count)),
        ("oldest_waiting_event_seconds", "Age of the oldest waiting event", age(tally.events.oldest)),
        ("waiting_notices", "Notices that your server has not accepted", number(tally.notices)),
    ] {
        gauge(registry, name, help, value);
    }
}

fn gauge(registry: &mut Registry, name: &str, help: &str, value: i64) {
    let gauge: Gauge = Gauge::default();
    gauge.set(value);
    registry.register(name, help, gauge);
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
