//! Drafts: what is typed into a form and not sent yet. They are stored for the customer, not checked, and sent nowhere.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use contract::{
    draft::{Draft, fields_of, is_keepable},
    step::StepId,
};
use serde::Deserialize;

use super::{
    caller::{self, Caller, limit},
    failure::Failure,
    steps::known_step,
};
use crate::{
    app::App,
    current::Current,
    journey::view::is_open,
    store::{KeptDraft, Limited},
};

/// The position of a draft among those of its page ([`contract::draft::PAGE`], [`contract::draft::ORDER`]).
#[derive(Deserialize)]
pub(super) struct Place {
    page: Option<u32>,
    order: Option<u32>,
}

/// `no-store`, which [`super::frame`] sets by default.
pub(super) async fn read(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(step): Path<String>,
) -> Result<Response, Failure> {
    let step = drafted_step(&app, &step)?;
    limit_drafts(&app, &caller).await?;
    let current = Current::of_session(&app, caller.session.prospect_id).await?;
    let draft = if is_open(&current.snapshot, step) {
        app.store.draft(current.prospect.id, step).await?
    } else {
        Draft::new()
    };
    Ok(Json(draft).into_response())
}

pub(super) async fn save(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(step): Path<String>,
    place: Result<Query<Place>, QueryRejection>,
    body: Body,
) -> Result<StatusCode, Failure> {
    let step = drafted_step(&app, &step)?;
    let Ok(Query(place)) = place else {
        return Err(Failure::malformed("page and order must be whole numbers"));
    };
    limit_drafts(&app, &caller).await?;
    let body = caller::body(body, caller::MAX_BODY).await?;
    let draft: Option<Draft> = serde_json::from_slice(&body).ok();
    let draft = draft.filter(|draft| is_keepable(step, draft)).ok_or_else(|| {
        Failure::malformed("The body must be texts by the fields of this step, none of over 400 characters")
    })?;
    let before = Current::of_session(&app, caller.session.prospect_id).await?;
    if !is_open(&before.snapshot, step) {
        return Err(Failure::step_not_open());
    }
    let kept = KeptDraft {
        step,
        // A draft without a page counts as one of a separate page.
        page: place.page.map_or(-1, i64::from),
        order: place.order.map_or(0, i64::from),
        draft,
        at: app.clock.now(),
    };
    app.store.keep_draft(&before.prospect, &kept).await?;
    // The step may have been received meanwhile, and its draft removed before this one arrived.
    if !is_open(&Current::of_session(&app, before.prospect.id).await?.snapshot, step) {
        app.store.forget_draft(before.prospect.id, step).await?;
        return Err(Failure::step_not_open());
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A step of this onboarding that has drafts.
fn drafted_step(app: &App, id: &str) -> Result<StepId, Failure> {
    let step = known_step(app, id)?;
    if fields_of(step).is_empty() { Err(Failure::not_found()) } else { Ok(step) }
}

async fn limit_drafts(app: &App, caller: &Caller) -> Result<(), Failure> {
    limit(app, caller, Limited::Draft, app.limits.drafts).await
}
