//! The customer's network: the calls of the page, and the host page's calls for a session. It also collects the broken
//! promises of the tabs.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use axum::{
    body::{Body, Bytes},
    http::{Request, Response, header},
};
use contract::{routes, session::OpenSessionResponse};
use xpollens_onboarding::{
    error::{Failure, FailureKind},
    wire,
};

use crate::{
    channel::Channels,
    exchange,
    plan::Plan,
    provider::answered,
    read_back::TypedTexts,
    server::{Broken, PARTNER_KEY, Server},
    trace::Trace,
    weather::{Fate, Hop, Weather},
};

/// The network of one customer.
pub struct Network {
    server: Server,
    weather: Weather,
    /// The record of events.
    pub trace: Trace,
    renews_sessions: bool,
    /// What the tabs of the browser share. `None` if the browser has neither channels nor locks.
    pub channels: Option<Rc<Channels>>,
    /// Whether the customer has a connection.
    pub is_online: Cell<bool>,
    complaints: RefCell<Vec<String>>,
    intentions: RefCell<BTreeSet<(String, String)>>,
    /// What the customer typed, in all tabs.
    pub typed: RefCell<TypedTexts>,
    /// Requests of the page.
    pub requests: Cell<u64>,
}

impl Network {
    /// A network that adds no faults.
    pub fn new(server: Server, weather: Weather, trace: Trace, plan: &Plan) -> Self {
        Self {
            server,
            weather,
            trace,
            renews_sessions: plan.renews_sessions,
            channels: plan.has_channels.then(Rc::default),
            is_online: Cell::new(true),
            complaints: RefCell::default(),
            intentions: RefCell::default(),
            typed: RefCell::default(),
            requests: Cell::new(0),
        }
    }

    /// Records a broken promise.
    pub fn complain(&self, what: String) {
        self.trace.line(&format!("BROKEN PROMISE: {what}"));
        self.complaints.borrow_mut().push(what);
    }

    /// The broken promises.
    pub fn complaints(&self) -> Vec<String> {
        self.complaints.borrow().clone()
    }

    /// Records that the customer wants to do a step, with its key.
    pub fn intend(&self, step: &str, key: &str) {
        self.intentions.borrow_mut().insert((step.into(), key.into()));
    }

    /// How often the customer wanted to do a step.
    pub fn intentions_of(&self, step: &str) -> usize {
        self.intentions.borrow().iter().filter(|(known, _)| known == step).count()
    }

    /// How often the onboarding was started again.
    pub fn restarts(&self) -> usize {
        self.intentions_of("restart").min(1)
    }

    /// Makes a call of the page, as `Exchange::perform` in `src/browser/http/exchange.rs` does.
    ///
    /// # Errors
    /// If no complete answer came.
    pub async fn exchange(
        self: &Rc<Self>,
        request: &wire::Request,
        token: &RefCell<String>,
    ) -> Result<Response<Bytes>, Failure> {
        let mut renewal = wire::Renewal::new(self.renews_sessions, false);
        loop {
            if renewal.needs_token() {
                let fresh = self.open_session().await;
                token.replace(fresh.ok_or_else(|| Failure::new(FailureKind::Unavailable))?);
            }
            let of_session = token.borrow().clone();
            let response = self.carry(request, &of_session).await.map_err(|Broken| self.unreachable())?;
            if !renewal.repeats(response.status().as_u16(), *token.borrow() == of_session) {
                return Ok(response);
            }
        }
    }

    fn unreachable(&self) -> Failure {
        Failure::new(if self.is_online.get() { FailureKind::Unavailable } else { FailureKind::Offline })
    }

    async fn carry(self: &Rc<Self>, request: &wire::Request, token: &str) -> Result<Response<Bytes>, Broken> {
        self.requests.set(self.requests.get() + 1);
        self.pass(Hop::Page, || exchange::request(request, token, self.channels.is_some())).await
    }

    /// The host page asks its server for a token, which asks the backend. `None` if that fails.
    pub async fn open_session(self: &Rc<Self>) -> Option<String> {
        let body = r#"{"customerReference":"customer-1"}"#;
        let request = || {
            Request::post(routes::SESSIONS)
                .header(header::AUTHORIZATION, format!("Bearer {PARTNER_KEY}"))
                .body(Body::from(body))
                .expect("a valid request")
        };
        let response = self.pass(Hop::Host, request).await.ok()?;
        let opened: OpenSessionResponse = serde_json::from_slice(response.body()).ok()?;
        Some(opened.session_token)
    }

    async fn pass(
        self: &Rc<Self>,
        hop: Hop,
        request: impl Fn() -> Request<Body>,
    ) -> Result<Response<Bytes>, Broken> {
        if !self.is_online.get() {
            return Err(Broken);
        }
        tokio::time::sleep(self.weather.latency()).await;
        match self.weather.fate(hop) {
            Fate::Passes => {}
            Fate::Refused => return Err(Broken),
            Fate::Swallowed => return std::future::pending().await,
            Fate::AnswerLost => {
                self.server.ask(request()).await?;
                return Err(Broken);
            }
            Fate::AnswerSwallowed => {
                self.server.ask(request()).await?;
                return std::future::pending().await;
            }
            Fate::Doubled => {
                let (server, second, time) = (self.server.clone(), request(), self.weather.latency());
                tokio::task::spawn_local(async move {
                    tokio::time::sleep(time).await;
                    let _: Result<_, Broken> = server.ask(second).await;
                });
            }
            Fate::Late(time) => tokio::time::sleep(time).await,
            Fate::AnswerLate(time) => {
                let answer = self.server.ask(request()).await;
                tokio::time::sleep(time).await;
                return answer;
            }
            Fate::Answered(status, seconds) => return Ok(answered(status, seconds).map(Bytes::from)),
        }
        let answer = self.server.ask(request()).await?;
        tokio::time::sleep(self.weather.latency()).await;
        Ok(answer)
    }
}
