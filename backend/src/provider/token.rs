//! The access token: OAuth 2 client credentials (RFC 6749, section 4.4), kept until shortly before it ends.

use std::sync::Arc;

use contract::time::Timestamp;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::{ProviderError, RETRY_AFTER_SECONDS, seconds_after, unreachable};
use crate::clock::Clock;

/// How long before its end a token is no longer used, in seconds.
const MARGIN_SECONDS: i64 = 60;
/// Life of a token whose answer does not tell, in seconds (documentation, authentication).
const DEFAULT_LIFE_SECONDS: i64 = 3600;

/// Whose token it is. There is no `Debug`.
pub(super) struct Credentials {
    pub(super) url: String,
    pub(super) client_id: String,
    pub(super) client_secret: String,
}

/// Where tokens come from; one request at a time.
pub(super) struct TokenSource {
    http: reqwest::Client,
    credentials: Credentials,
    clock: Arc<dyn Clock>,
    kept: Mutex<Option<Token>>,
}

struct Token {
    value: String,
    usable_until: Timestamp,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    #[serde(default)]
    expires_in: Option<i64>,
}

impl TokenSource {
    pub(super) fn new(http: reqwest::Client, credentials: Credentials, clock: Arc<dyn Clock>) -> Self {
        Self { http, credentials, clock, kept: Mutex::new(None) }
    }

    /// A token that is not `refused`.
    pub(super) async fn get(&self, refused: Option<&str>) -> Result<String, ProviderError> {
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        if let Some(token) = kept.as_ref()
            && token.usable_until > now
            && refused != Some(&token.value)
        {
            return Ok(token.value.clone());
        }
        *kept = None;
        let answer = self.request().await?;
        let life = answer.expires_in.unwrap_or(DEFAULT_LIFE_SECONDS).saturating_sub(MARGIN_SECONDS);
        let value = answer.access_token;
        *kept = Some(Token { value: value.clone(), usable_until: seconds_after(now, life) });
        Ok(value)
    }

    async fn request(&self) -> Result<TokenAnswer, ProviderError> {
        let form = [("grant_type", "client_credentials"), ("scope", "partner")];
        let request = self
            .http
            .post(&self.credentials.url)
            .basic_auth(&self.credentials.client_id, Some(&self.credentials.client_secret))
            .form(&form);
        let response = request.send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(no_token(format!("the token endpoint answers {}", response.status().as_u16())));
        }
        response.json().await.map_err(|_| no_token("the token endpoint's answer holds no token".into()))
    }
}

fn no_token(why: String) -> ProviderError {
    ProviderError::Unavailable { why, retry_after_seconds: RETRY_AFTER_SECONDS }
}
