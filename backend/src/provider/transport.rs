//! Sends HTTP requests to the provider.

use std::time::Duration;

use async_trait::async_trait;
use axum::http::{Request, Response};

/// Time limit for a whole answer.
pub(super) const TOTAL_TIMEOUT: Duration = Duration::from_secs(10);
/// Time limit for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Sends HTTP requests: [`Network`] in operation, another implementation if everything runs in one process.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends a request and reads its whole answer within `timeout`.
    ///
    /// # Errors
    /// If no complete answer came. Whether the request was carried out is then unknown.
    async fn send(&self, request: Request<Vec<u8>>, timeout: Duration)
    -> Result<Response<Vec<u8>>, NoAnswer>;
}

/// Why no answer came. Contains no address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoAnswer {
    /// No connection could be made.
    #[error("no connection")]
    Unreachable,
    /// The time limit passed.
    #[error("no answer in time")]
    Late,
    /// The connection broke.
    #[error("the connection broke")]
    Broken,
}

/// Calls over the network. It follows no redirects.
pub struct Network(reqwest::Client);

impl Network {
    /// A client. It sends nothing yet.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self(client))
    }
}

#[async_trait]
impl Transport for Network {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        timeout: Duration,
    ) -> Result<Response<Vec<u8>>, NoAnswer> {
        let mut request = reqwest::Request::try_from(request).map_err(no_answer)?;
        *request.timeout_mut() = Some(timeout);
        let answer = self.0.execute(request).await.map_err(no_answer)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let mut response = Response::new(answer.bytes().await.map_err(no_answer)?.into());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// Drops the text of the network error, because it contains the address.
fn no_answer(error: reqwest::Error) -> NoAnswer {
    if error.is_connect() {
        NoAnswer::Unreachable
    } else if error.is_timeout() {
        NoAnswer::Late
    } else {
        NoAnswer::Broken
    }
}
