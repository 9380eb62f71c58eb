//! The towns of a postcode: public data, the same for everybody.

use axum::{
    Json,
    extract::{Query, rejection::QueryRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use contract::place::PlacesResponse;
use serde::Deserialize;

use super::failure::Failure;
use crate::place;

/// The table changes once a year.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=86400");

#[derive(Deserialize)]
pub(super) struct Asked {
    country: String,
    postcode: String,
}

pub(super) async fn list(query: Result<Query<Asked>, QueryRejection>) -> Result<Response, Failure> {
    let Ok(Query(asked)) = query else {
        return Err(Failure::malformed(
            "country and postcode are missing; ask for ?country=FR&postcode=92100",
        ));
    };
    let places = place::towns(&asked.country, asked.postcode.trim());
    Ok(([(header::CACHE_CONTROL, CACHE)], Json(PlacesResponse { places })).into_response())
}
