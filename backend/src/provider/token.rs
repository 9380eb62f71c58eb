//! Access tokens: OAuth 2 client credentials (RFC 6749, section 4.4). A token is kept until shortly before it expires.

use std::sync::Arc;

use axum::http::{Request, header};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::time::Timestamp;
use serde_json::Value;
use tokio::{sync::Mutex, time::Instant};

use super::{
    error::{ProviderError, RETRY_AFTER_SECONDS, unwritable},
    pace::Paced,
    transport::TOTAL_TIMEOUT,
};
use crate::{
    clock::Clock,
    reading::{
        body::{self, Declared},
        words,
    },
};

/// A token is not used for this long before it expires, in seconds.
const MARGIN_SECONDS: i64 = 60;
/// Lifetime of a token if the answer does not tell it, in seconds (documentation, authentication).
const DEFAULT_LIFE_SECONDS: i64 = 3600;

/// The client's credentials. They are secret, so the type has no `Debug`.
pub(super) struct Credentials {
    pub(super) url: String,
    /// Ids and secrets, to try in this order.
    pub(super) clients: Vec<(String, String)>,
}

/// Fetches tokens, one request at a time.
pub(super) struct TokenSource {
    paced: Arc<Paced>,
    credentials: Credentials,
    clock: Arc<dyn Clock>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    token: Option<Token>,
    /// Time and cause of the last failed request.
    failure: Option<(Instant, String)>,
}

struct Token {
    value: String,
    usable_until: Timestamp,
}

struct TokenAnswer {
    access_token: String,
    /// In seconds. `None` if the answer does not tell.
    expires_in: Option<i64>,
}

impl TokenAnswer {
    fn read(answer: &Value) -> Option<Self> {
        let answer = answer.as_object()?;
        Some(Self {
            access_token: words::text(answer, "access_token")?,
            expires_in: words::text(answer, "expires_in").and_then(|seconds| seconds.parse().ok()),
        })
    }
}

impl TokenSource {
    pub(super) fn new(paced: Arc<Paced>, credentials: Credentials, clock: Arc<dyn Clock>) -> Self {
        Self { paced, credentials, clock, kept: Mutex::default() }
    }

    /// A token other than `refused`.
    pub(super) async fn get(&self, refused: Option<&str>) -> Result<String, ProviderError> {
        let asked_at = Instant::now();
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        if let Some(token) = kept.token.as_ref()
            && token.usable_until > now
            && refused != Some(&token.value)
        {
            return Ok(token.value.clone());
        }
        // Callers that waited for this request share its failure. Otherwise each would make its own request and wait as
        // long.
        if let Some((failed_at, why)) = &kept.failure
            && asked_at <= *failed_at
        {
            return Err(no_token(why.clone()));
        }
        kept.token = None;
        let answer = match self.request().await {
            Ok(answer) => answer,
            Err(error) => {
                if let ProviderError::Unavailable { why, .. } = &error {
                    kept.failure = Some((Instant::now(), why.clone()));
                }
                return Err(error);
            }
        };
        let life = answer.expires_in.unwrap_or(DEFAULT_LIFE_SECONDS).saturating_sub(MARGIN_SECONDS);
        let value = answer.access_token;
        kept.token = Some(Token { value: value.clone(), usable_until: seconds_after(now, life) });
        Ok(value)
    }

    async fn request(&self) -> Result<TokenAnswer, ProviderError> {
        let mut refused = no_token("there is no client".into());
        for client in &self.credentials.clients {
            match self.request_as(client).await? {
                Ok(answer) => return Ok(answer),
                Err(status) => refused = no_token(format!("the token endpoint answers {status}")),
            }
        }
        Err(refused)
    }

    /// Asks as one client. `Err` in the result is the status of a refusal of the client (RFC 6749, section 5.2).
    async fn request_as(
        &self,
        (client_id, client_secret): &(String, String),
    ) -> Result<Result<TokenAnswer, u16>, ProviderError> {
        let credentials = BASE64_STANDARD.encode(format!("{client_id}:{client_secret}"));
        let request = Request::post(&self.credentials.url)
            .header(header::AUTHORIZATION, format!("Basic {credentials}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(b"grant_type=client_credentials&scope=partner".to_vec())
            .map_err(unwritable)?;
        let response = self.paced.send(request, TOTAL_TIMEOUT).await?;
        match response.status().as_u16() {
            status @ (400 | 401 | 403) => return Ok(Err(status)),
            200..=299 => {}
            status => return Err(no_token(format!("the token endpoint answers {status}"))),
        }
        body::value(response.body(), Declared::of(response.headers()))
            .and_then(|answer| TokenAnswer::read(&answer))
            .map(Ok)
            .ok_or_else(|| no_token("the token endpoint's answer holds no token".into()))
    }
}

fn no_token(why: String) -> ProviderError {
    ProviderError::Unavailable { why, retry_after_seconds: RETRY_AFTER_SECONDS }
}

/// The time `seconds` after `at`.
fn seconds_after(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis().saturating_add(seconds.saturating_mul(1000)))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::{net::TcpListener, sync::Notify};

    use super::{super::transport::Network, *};
    use crate::clock::SystemClock;

    #[tokio::test]
    async fn callers_that_wait_for_a_token_share_the_failure() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (asked, go_on) = (Arc::new(AtomicU32::new(0)), Arc::new(Notify::new()));
        let server = tokio::spawn({
            let (asked, go_on) = (Arc::clone(&asked), Arc::clone(&go_on));
            async move {
                loop {
                    let connection = listener.accept().await;
                    asked.fetch_add(1, Ordering::SeqCst);
                    go_on.notified().await;
                    drop(connection);
                    go_on.notify_one();
                }
            }
        });
        let credentials = Credentials { url, clients: vec![("client".into(), "secret".into())] };
        let network = Arc::new(Network::new().unwrap());
        let tokens = {
            let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
            TokenSource::new(Arc::new(Paced::new(network, Arc::clone(&clock))), credentials, clock)
        };
        let release = async { go_on.notify_one() };
        let (first, second, third, ()) =
            tokio::join!(tokens.get(None), tokens.get(None), tokens.get(None), release);
        assert!(first.is_err() && second.is_err() && third.is_err());
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        assert!(tokens.get(None).await.is_err());
        assert_eq!(asked.load(Ordering::SeqCst), 2, "a later call asks again");
        server.abort();
    }
}
