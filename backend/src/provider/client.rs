//! The client of the provider's API, with one method for each intention. Further methods are in [`super::documents`],
//! [`super::missed`] and [`super::proof`].

use std::{sync::Arc, time::Duration};

use axum::http::{Method, Request, StatusCode, header};
use contract::{declarative::Declarative, profile::Profile, session::Role, tax::Tax};

use super::{
    bodies,
    current::Current,
    dialect::{Call, Dialect},
    error::{ProviderError, unwritable},
    legacy::Legacy,
    pace::Paced,
    reply::{Reply, confirmation_asked},
    standing::{self, Standing},
    token::{Credentials, TokenSource},
    transport::{Network, TOTAL_TIMEOUT, Transport},
    user::{self, Details},
};
use crate::{
    callback::report,
    clock::Clock,
    generation::{Generation, Workflow},
    journey::{fact::Answer, view::PartnerKind},
    metrics::ProviderCounts,
};

/// Header with our request id for the provider (documentation, correlation).
const CORRELATION: &str = "CorrId";
/// Time limit for the answer to a body of at least [`LARGE_BODY`].
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(20);
/// Size from which a body gets more time, in bytes.
const LARGE_BODY: usize = 256 * 1024;

/// How to reach the provider.
pub struct ProviderConfig {
    /// Base address of the API, without a slash at the end.
    pub base_url: String,
    /// Address of the token endpoint.
    pub token_url: String,
    /// OAuth 2 client id.
    pub client_id: String,
    /// OAuth 2 client secret.
    pub client_secret: String,
    /// Another id and secret, for when the token endpoint refuses these.
    pub second_client: Option<(String, String)>,
    /// Decides which calls exist.
    pub partner_kind: PartnerKind,
    /// Generation of the API.
    pub generation: Generation,
    /// What the KYC demand of the current generation asks for.
    pub workflow: Workflow,
    /// ISO 3166-1 alpha-2 country of the partner.
    pub partner_country: String,
}

/// A client of the provider's API.
pub struct Provider {
    paced: Arc<Paced>,
    base_url: String,
    partner_kind: PartnerKind,
    pub(super) dialect: Box<dyn Dialect>,
    tokens: TokenSource,
}

impl Provider {
    /// A client that calls over the network. It makes no call yet.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn new(config: ProviderConfig, clock: Arc<dyn Clock>) -> Result<Self, reqwest::Error> {
        Ok(Self::with(config, clock, Arc::new(Network::new()?)))
    }

    /// A client that calls through `transport`.
    pub fn with(config: ProviderConfig, clock: Arc<dyn Clock>, transport: Arc<dyn Transport>) -> Self {
        let credentials = Credentials {
            url: config.token_url,
            clients: [Some((config.client_id, config.client_secret)), config.second_client]
                .into_iter()
                .flatten()
                .collect(),
        };
        let dialect: Box<dyn Dialect> = match config.generation {
            Generation::Legacy => Box::new(Legacy { partner_country: config.partner_country }),
            Generation::Current => Box::new(Current { workflow: config.workflow }),
        };
        let paced = Arc::new(Paced::new(transport, Arc::clone(&clock)));
        Self {
            tokens: TokenSource::new(Arc::clone(&paced), credentials, clock),
            paced,
            base_url: config.base_url,
            partner_kind: config.partner_kind,
            dialect,
        }
    }

    /// Counts of the calls.
    pub(crate) fn counts(&self) -> &ProviderCounts {
        self.paced.counts()
    }

    /// Whether no call may be made now: it asked for a pause, or failed many times in a row.
    pub fn is_paused(&self) -> bool {
        self.paced.is_paused()
    }

    /// Creates the user.
    ///
    /// # Errors
    /// [`ProviderError`]; code 719 if a user with this id exists.
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

    /// The provider's record of the user. `None` if there is no user with this id.
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

    /// Where the user stands. `None` if there is no user with this id. `GET` of the user and, in the current generation, of the KYC
    /// demand.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn standing(&self, id: &str, request_id: &str) -> Result<Option<Standing>, ProviderError> {
        let Some(user) = unless_unknown(self.call(&self.dialect.find_user(id), request_id).await)? else {
            return Ok(None);
        };
        let Some(mut standing) = self.dialect.found(id, &user.body).map(|user| self.dialect.standing(user))
        else {
            return Ok(None);
        };
        if let Some(call) = self.dialect.read_demand(id) {
            let demand = unless_unknown(self.call(&call, request_id).await)?; // 404: there is no demand yet
            standing.folder = demand.and_then(|demand| standing::folder(&demand.body));
        }
        Ok(Some(standing))
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

    /// Opens the identification if the generation requires a call for it. If one is open already, an earlier call
    /// opened it and this counts as a success.
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

    /// Declares the tax residences; for agents below `/api/sca/`.
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

    /// Path prefix of the operations that an agent's customer has to confirm.
    const fn operations(&self) -> &'static str {
        match self.partner_kind {
            PartnerKind::Agent => "/api/sca",
            PartnerKind::Psee => "/api",
        }
    }

    /// Makes a call, and repeats it once with a new token if the old one was refused.
    pub(super) async fn call(&self, call: &Call, request_id: &str) -> Result<Reply, ProviderError> {
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
        Ok(Reply::read(self.paced.send(request, timeout).await?))
    }
}

fn unless_unknown<T>(answer: Result<T, ProviderError>) -> Result<Option<T>, ProviderError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(ProviderError::Refused(refusal)) if refusal.status == 404 => Ok(None),
        Err(error) => Err(error),
    }
}
