//! Shared by the control calls: reading bodies and reporting errors.

use axum::{
    Json,
    extract::{FromRequest, Request, rejection::JsonRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// A JSON body. If it is invalid, the answer is `{"message": …}`.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T> FromRequest<S> for Body<T>
where
    Json<T>: FromRequest<S, Rejection = JsonRejection>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let parsed = Json::<T>::from_request(request, state).await;
        parsed.map(|Json(body)| Self(body)).map_err(|error| refusal(error.status(), &error.body_text()))
    }
}

pub(super) fn refusal(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}

pub(super) fn no_prospect() -> Response {
    refusal(StatusCode::NOT_FOUND, "no prospect has this appUserId")
}
