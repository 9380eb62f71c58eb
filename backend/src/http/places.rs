//! The towns of a postcode: public data, the same for everybody.

use axum::{
    Json,
    extract::{Query, rejection::QueryRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use contract::{place::PlacesResponse, profile::MAX_POSTCODE};
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

impl Asked {
    /// Whether the values have the described form.
    fn is_possible(&self) -> bool {
        let is_code = self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_uppercase());
        is_code && (1..=MAX_POSTCODE).contains(&self.postcode.chars().count())
    }
}

pub(super) async fn list(query: Result<Query<Asked>, QueryRejection>) -> Result<Response, Failure> {
    let Some(asked) = query.ok().map(|Query(asked)| asked).filter(Asked::is_possible) else {
        return Err(Failure::malformed(
            "country and postcode are missing or impossible; ask for ?country=FR&postcode=92100",
        ));
    };
    let places = place::towns(&asked.country, asked.postcode.trim());
    Ok(([(header::CACHE_CONTROL, CACHE)], Json(PlacesResponse { places })).into_response())
}
