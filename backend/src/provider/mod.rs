//! The provider's API as this backend calls it: one method an intention.
//!
//! Where to start: [`Provider`], then `dialect` (what differs between the generations) and [`refusal`] (how it says no).

mod bodies;
mod current;
mod dialect;
mod documents;
mod error;
mod field_names;
mod missed;
mod mission;
mod proof;
pub mod refusal;
mod token;
mod transport;
pub mod user;

use std::{sync::Arc, time::Duration};

use axum::http::{Method, Request, Response, StatusCode, header};
use contract::{declarative::Declarative, profile::Profile, session::Role, tax::Tax};
use serde_json::{Map, Value};

use self::{
    current::Current,
    dialect::{Call, Dialect},
    error::{RETRY_AFTER_SECONDS, unavailable, unwritable},
    mission::Mission,
    refusal::Refusal,
    token::{Credentials, TokenSource},
    transport::TOTAL_TIMEOUT,
    user::Details,
};
pub use self::{
    documents::TaxFile,
    error::ProviderError,
    missed::{Missed, QUEUE_LIMIT},
    proof::Coordinates,
    transport::{Network, NoAnswer, Transport},
};
use crate::{
    callback::report,
    clock::Clock,
    generation::{Generation, Workflow},
    journey::{fact::Answer, view::PartnerKind},
    reading::body::{self, Declared},
};

/// Header that carries our request's reference to the provider (documentation, correlation).
const CORRELATION: &str = "CorrId";
/// How long to wait for the answer to a body that is [`LARGE_BODY`].
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(20);
/// Bytes of a body that takes its time.
const LARGE_BODY: usize = 256 * 1024;

/// How to reach the provider.
pub struct ProviderConfig {
    /// Base address of its API, without a slash at the end.
    pub base_url: String,
    /// Address of its token endpoint.
    pub token_url: String,
    /// OAuth 2 client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// Which calls there are.
    pub partner_kind: PartnerKind,
    /// In which generation of the API.
    pub generation: Generation,
    /// What the KYC demand of the current generation asks for.
    pub workflow: Workflow,
    /// ISO 3166-1 alpha-2 country of the partner.
    pub partner_country: String,
}

/// A client of the provider's API.
pub struct Provider {
    transport: Arc<dyn Transport>,
    base_url: String,
    partner_kind: PartnerKind,
    dialect: Box<dyn Dialect>,
    tokens: TokenSource,
}

/// Answer to a call: its status, its body without content coding and, where it is JSON, its value and its object.
struct Reply {
    status: StatusCode,
    bytes: Vec<u8>,
    value: Option<Value>,
    retry_after_seconds: Option<u32>,
    body: Map<String, Value>,
}

impl Provider {
    /// A client that calls over the network; nothing is called yet.
    ///
    /// # Errors
    /// Where TLS cannot be set up.
    pub fn new(config: ProviderConfig, clock: Arc<dyn Clock>) -> Result<Self, reqwest::Error> {
        Ok(Self::with(config, clock, Arc::new(Network::new()?)))
    }

    /// A client that calls by `transport`.
    pub fn with(config: ProviderConfig, clock: Arc<dyn Clock>, transport: Arc<dyn Transport>) -> Self {
        let credentials = Credentials {
            url: config.token_url,
            client_id: config.client_id,
            client_secret: config.client_secret,
        };
        let dialect: Box<dyn Dialect> = match config.generation {
            Generation::Mission => Box::new(Mission { partner_country: config.partner_country }),
            Generation::Current => Box::new(Current { workflow: config.workflow }),
        };
        Self {
            tokens: TokenSource::new(Arc::clone(&transport), credentials, clock),
            transport,
            base_url: config.base_url,
            partner_kind: config.partner_kind,
            dialect,
        }
    }

    /// Creates the prospect.
    ///
    /// # Errors
    /// [`ProviderError`]; code 719 where a user of that id exists.
    pub async fn create_user(
        &self,
        id: &str,
        profile: &Profile,
        roles: &[Role],
        request_id: &str,
    ) -> Result<(), ProviderError> {
        self.call(&self.dialect.create_user(id, profile, roles), request_id).await.map(drop)
    }

    /// Whether the user exists.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn has_user(&self, id: &str, request_id: &str) -> Result<bool, ProviderError> {
        Ok(self.user(id, request_id).await?.is_some())
    }

    /// What the provider has of the user; `None` where there is none of that id.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn user(&self, id: &str, request_id: &str) -> Result<Option<Details>, ProviderError> {
        match self.call(&self.dialect.find_user(id), request_id).await {
            Ok(reply) => Ok(self.dialect.found(id, &reply.body).map(user::details)),
            Err(ProviderError::Refused(refusal)) if refusal.status == 404 => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Corrects the customer's details.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn update_user(
        &self,
        id: &str,
        profile: &Profile,
        request_id: &str,
    ) -> Result<(), ProviderError> {
        self.call(&self.dialect.update_user(id, profile), request_id).await.map(drop)
    }

    /// Opens the identification where the generation wants to be asked. One that is open already is a success: a
    /// call before this one opened it.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn demand_identity(&self, id: &str, request_id: &str) -> Result<(), ProviderError> {
        let Some(call) = self.dialect.demand_identity(id) else { return Ok(()) };
        match self.call(&call, request_id).await {
            Err(ProviderError::Refused(refusal)) if refusal.is_demand_open() => Ok(()),
            other => other.map(drop),
        }
    }

    /// `POST /api/v2.0/users/{id}/declarative`.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn declare(
        &self,
        id: &str,
        declarative: &Declarative,
        request_id: &str,
    ) -> Result<Answer, ProviderError> {
        let path = format!("/api/v2.0/users/{id}/declarative");
        self.call(&Call::json(Method::POST, path, bodies::declarative(declarative)), request_id).await?;
        Ok(Answer::Accepted)
    }

    /// Declares the tax residences, for agents below `/api/sca/`.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn declare_tax(&self, id: &str, tax: &Tax, request_id: &str) -> Result<Answer, ProviderError> {
        let reply = self.call(&self.dialect.declare_tax(self.operations(), id, tax), request_id).await?;
        match self.partner_kind {
            PartnerKind::Agent => confirmation_asked(&reply),
            PartnerKind::Psee => {
                Ok(report::tax_answer(&reply.body).map_or(Answer::Accepted, Answer::Assessed))
            }
        }
    }

    /// `POST /api/v2.0/users/{id}/cgu`, for agents below `/api/sca/`.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn accept_terms(&self, id: &str, request_id: &str) -> Result<Answer, ProviderError> {
        let path = format!("{}/v2.0/users/{id}/cgu", self.operations());
        let reply = self.call(&Call::json(Method::POST, path, bodies::terms()), request_id).await?;
        match self.partner_kind {
            PartnerKind::Agent => confirmation_asked(&reply),
            PartnerKind::Psee => Ok(Answer::Accepted),
        }
    }

    /// Where operations are that agents let the customer confirm.
    const fn operations(&self) -> &'static str {
        match self.partner_kind {
            PartnerKind::Agent => "/api/sca",
            PartnerKind::Psee => "/api",
        }
    }

    /// Calls once, and once more with a new token where the old one was refused.
    async fn call(&self, call: &Call, request_id: &str) -> Result<Reply, ProviderError> {
        let mut token = self.tokens.get(None).await?;
        let mut reply = self.send(call, request_id, &token).await?;
        if reply.status == StatusCode::UNAUTHORIZED {
            token = self.tokens.get(Some(&token)).await?;
            reply = self.send(call, request_id, &token).await?;
        }
        reply.into_success()
    }

    async fn send(&self, call: &Call, request_id: &str, token: &str) -> Result<Reply, ProviderError> {
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(format!("{}{}", self.base_url, call.path))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::ACCEPT, call.media_type)
            .header(CORRELATION, request_id);
        if call.body.is_some() {
            request = request.header(header::CONTENT_TYPE, call.media_type);
        }
        let body = call.body.as_ref().map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let timeout = if body.len() > LARGE_BODY { UPLOAD_TIMEOUT } else { TOTAL_TIMEOUT };
        let request = request.body(body).map_err(unwritable)?;
        Ok(Reply::read(self.transport.send(request, timeout).await.map_err(unavailable)?))
    }
}

impl Reply {
    fn read(response: Response<Vec<u8>>) -> Self {
        let (parts, bytes) = response.into_parts();
        let retry_after_seconds = parts
            .headers
            .get(header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|seconds| seconds.trim().parse().ok());
        let declared = Declared::of(&parts.headers);
        let value = body::value(&bytes, declared);
        let body = match &value {
            Some(Value::Object(object)) => object.clone(),
            _ => Map::new(), // bodies of errors may be empty, bodies of successes are not needed everywhere
        };
        let bytes = body::decoded(&bytes, declared);
        Self { status: parts.status, bytes, value, retry_after_seconds, body }
    }

    fn into_success(self) -> Result<Self, ProviderError> {
        if self.status.is_success() {
            return Ok(self);
        }
        let is_passing = self.status.is_server_error()
            || matches!(
                self.status,
                StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::UNAUTHORIZED
            );
        if is_passing {
            return Err(ProviderError::Unavailable {
                why: format!("status {}", self.status.as_u16()),
                retry_after_seconds: self.retry_after_seconds.unwrap_or(RETRY_AFTER_SECONDS),
            });
        }
        Err(ProviderError::Refused(Refusal::read(self.status.as_u16(), &self.body)))
    }
}

/// The answer of an operation to confirm: `{"Header": {AuthenticationId, Status, Reason, …}, "Payload": …}`.
fn confirmation_asked(reply: &Reply) -> Result<Answer, ProviderError> {
    use crate::reading::words;
    let header = words::get(&reply.body, "header").and_then(Value::as_object);
    let field = |key: &str| header.and_then(|header| words::text(header, key));
    let is_failed = field("status").is_some_and(|status| words::plain(&status) == "failed");
    if is_failed {
        let refusal = Refusal::read(400, &reply.body);
        return if refusal.code.is_some() {
            Err(ProviderError::Refused(refusal))
        } else {
            Ok(Answer::DeviceNotReady)
        };
    }
    field("authenticationId").map(|id| Answer::ConfirmationAsked { authentication_id: id }).ok_or_else(|| {
        ProviderError::Unavailable {
            why: "an answer without AuthenticationId".into(),
            retry_after_seconds: RETRY_AFTER_SECONDS,
        }
    })
}
