//! A call that is relayed to the provider: it is counted, completed even if the browser disconnects, and answered with the
//! snapshot.

use std::sync::Arc;

use axum::response::Response;

use super::{
    caller::{Caller, limit_calls},
    failure::Failure,
    snapshot,
};
use crate::{app::App, error::Error, intention::Origin};

pub(super) async fn run<W>(
    app: Arc<App>,
    caller: Caller,
    work: impl FnOnce(Arc<App>, Origin) -> W,
) -> Result<Response, Failure>
where
    W: Future<Output = Result<(), Error>> + Send + 'static,
{
    let origin = begin(&app, &caller).await?;
    finish(&app, work(Arc::clone(&app), origin)).await?;
    snapshot::answer(&app, &caller.session).await
}

/// Counts the call, and returns the customer's prospect.
pub(super) async fn begin(app: &App, caller: &Caller) -> Result<Origin, Failure> {
    limit_calls(app, caller).await?;
    Ok(Origin { prospect_id: caller.session.prospect_id, request_id: caller.request_id.clone() })
}

/// In a separate task, so that the provider's answer is read even if the browser disconnects.
pub(super) async fn finish(
    app: &App,
    work: impl Future<Output = Result<(), Error>> + Send + 'static,
) -> Result<(), Failure> {
    Ok(app
        .background
        .spawn(work)
        .await
        .map_err(|_| Failure::internal("a call of the provider stopped"))??)
}
