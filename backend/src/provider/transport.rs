//! The way to the provider. Not here: what is said on it.

use std::time::Duration;

use async_trait::async_trait;
use axum::http::{Request, Response};

/// How long to wait for an answer in all.
pub(super) const TOTAL_TIMEOUT: Duration = Duration::from_secs(10);
/// How long to wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// The way to the provider: [`Network`] in operation, another one where everything is in one process.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends a request and reads its answer to the end, in `timeout` at most.
    ///
    /// # Errors
    /// Where no whole answer came: whether the request was carried out is not known.
    async fn send(&self, request: Request<Vec<u8>>, timeout: Duration)
    -> Result<Response<Vec<u8>>, NoAnswer>;
}

/// Why no answer came, without the address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoAnswer {
    /// Nobody could be reached.
    #[error("no connection")]
    Unreachable,
    /// It took too long.
    #[error("no answer in time")]
    Late,
    /// The connection broke.
    #[error("the connection broke")]
    Broken,
}

/// Over the network, without redirections.
pub struct Network(reqwest::Client);

impl Network {
    /// A client; nothing is sent yet.
    ///
    /// # Errors
    /// Where TLS cannot be set up.
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

/// A failure of the network; its own text would name the address.
fn no_answer(error: reqwest::Error) -> NoAnswer {
    if error.is_connect() {
        NoAnswer::Unreachable
    } else if error.is_timeout() {
        NoAnswer::Late
    } else {
        NoAnswer::Broken
    }
}
