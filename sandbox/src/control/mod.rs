//! Control calls, by which a test or a developer moves time, inspects the state and causes faults. The README describes
//! each of them.

mod answer;
mod clock;
mod description;
mod documents;
mod messages;
mod prospects;
mod scenarios;
mod settings;
mod transfers;

use axum::{
    Router,
    routing::{get, post, put},
};

use crate::engine::Sandbox;

/// The routes under `/control`.
pub fn router() -> Router<Sandbox> {
    Router::new()
        .route("/clock", get(clock::read_clock).put(clock::set_speed))
        .route("/clock/advance", post(clock::advance))
        .route("/prospects", get(prospects::list))
        .route("/prospects/{app_user_id}", get(prospects::read))
        .route("/prospects/{app_user_id}/outcome", put(prospects::set_outcome))
        .route("/prospects/{app_user_id}/screening", put(prospects::set_screening))
        .route("/prospects/{app_user_id}/transfers", post(transfers::pay))
        .route("/prospects/{app_user_id}/documents", put(documents::choose))
        .route("/prospects/{app_user_id}/scenario", put(scenarios::play))
        .route("/scenario", put(scenarios::choose_next))
        .route("/scenarios", get(scenarios::list))
        .route("/settings", get(settings::read).put(settings::change))
        .route("/faults", get(settings::read_faults).put(settings::set_faults))
        .route("/received", get(messages::received))
        .route("/sent", get(messages::sent))
        .route("/settle", post(clock::settle))
        .route("/reset", post(clock::reset))
}
