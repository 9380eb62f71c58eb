//! The partner's backend as a process that can crash: its router, its database file, and the way of requests to it.

use std::{
    sync::{Arc, Mutex, OnceLock, Weak},
    time::Duration,
};

use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, Response},
};
use backend::{
    Wakes,
    app::App,
    config::{Limits, Replacements, Secrets},
    events::Events,
    folds::Folds,
    http,
    journey::view::Process,
    metrics::Metrics,
    missed,
    notices::{self, Notices},
    proof_settings::ProofSettings,
    provider::{NoAnswer, Provider, ProviderConfig, Transport},
    purge,
    random::Random,
    transfer::Lookups,
};
use contract::terms::TermsDocuments;
use http_body_util::BodyExt as _;
use tokio::sync::watch;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::{
    clock::VirtualClock,
    credentials::{CALLBACKS, CLIENT},
    dice::Dice,
    life::Life,
    plan::Plan,
    provider::Sandboxed,
    storage::File,
    trace::Trace,
    weather::{CRASH, Weather},
};

/// The partner's key.
pub const PARTNER_KEY: &str = "partner-key";
/// Version of the texts to accept.
pub const TERMS_VERSION: &str = "2026-09";

/// The connection broke, or no process listened.
#[derive(Debug)]
pub struct Broken;

/// The backend of one world, across all its processes.
#[derive(Clone)]
pub struct Server(Arc<Shared>);

/// The backend's address for its provider. It holds no strong reference, because backend and provider would otherwise
/// keep each other, and the file, alive.
pub struct Address(Weak<Shared>);

struct Shared {
    plan: Plan,
    file: File,
    clock: Arc<VirtualClock>,
    random: Arc<Seeded>,
    weather: Weather,
    trace: Trace,
    provider: OnceLock<Sandboxed>,
    process: Mutex<Option<Running>>,
}

/// One process.
#[derive(Clone)]
struct Running {
    app: Arc<App>,
    router: Router,
    life: Arc<Life>,
}

/// Random bytes from a seed.
struct Seeded(Mutex<Dice>);

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), getrandom::Error> {
        let mut dice = self.0.lock().expect("no thread panics with the lock");
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&dice.throw().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl Server {
    /// A backend that is not running yet.
    pub fn new(plan: &Plan, clock: Arc<VirtualClock>, weather: Weather, trace: Trace) -> Self {
        Self(Arc::new(Shared {
            plan: plan.clone(),
            file: File::of_one_world(),
            clock,
            random: Arc::new(Seeded(Mutex::new(Dice::new(plan.seed, "backend")))),
            weather,
            trace,
            provider: OnceLock::new(),
            process: Mutex::default(),
        }))
    }

    /// The backend's address for its provider.
    pub fn address(&self) -> Address {
        Address(Arc::downgrade(&self.0))
    }

    /// Sets the provider. Call it before the first start.
    pub fn calls(&self, provider: Sandboxed) {
        assert!(self.0.provider.set(provider).is_ok(), "a backend has one provider");
    }

    /// Starts a process on the database file.
    pub fn start(&self) {
        let life = Arc::new(Life::default());
        let app = Arc::new(self.app(&life));
        tokio::spawn(purge::run(Arc::clone(&app)));
        tokio::spawn(missed::run(Arc::clone(&app)));
        tokio::spawn(notices::delivery::run(Arc::clone(&app)));
        let running = Running { router: http::app(Arc::clone(&app)), app, life };
        *self.0.process.lock().expect("no thread panics with the lock") = Some(running.clone());
        self.0.trace.line("backend starts");
        self.plan_crash(&running.life);
        let server = self.clone();
        tokio::spawn(async move {
            running.life.over().await;
            server.0.trace.line("backend crashes");
            server.0.weather.count(CRASH);
            server.0.process.lock().expect("no thread panics with the lock").take();
            let millis = server.0.weather.throw(|dice| dice.between(50, 20_000));
            tokio::time::sleep(Duration::from_millis(millis)).await;
            server.start();
        });
    }

    /// While there are faults, a process may crash in the middle of its work.
    fn plan_crash(&self, life: &Life) {
        let weather = &self.0.weather;
        if !weather.is_calm() && weather.throw(|dice| dice.happens(700)) {
            life.end_after(weather.throw(|dice| i64::try_from(dice.between(5, 1_500)).unwrap_or(i64::MAX)));
        }
    }

    fn app(&self, life: &Arc<Life>) -> App {
        let Shared { plan, file, clock, random, provider, .. } = &*self.0;
        let provider = provider.get().expect("a backend calls a provider");
        let way = Way { provider: provider.clone(), life: Arc::clone(life) };
        let limits = Limits {
            session_hours: plan.session_hours,
            long_poll_seconds: plan.long_poll_seconds,
            missed_callbacks_seconds: plan.missed_callbacks_seconds,
            ..Limits::default()
        };
        App {
            store: Arc::new(file.open(Arc::clone(life))),
            provider: Provider::with(provider_config(plan), clock.clone(), Arc::new(way)),
            clock: clock.clone(),
            random: random.clone(),
            process: Process {
                steps: plan.steps.clone(),
                generation: plan.generation,
                partner_kind: plan.partner_kind,
                terms: Some(terms()),
                workflow: plan.workflow,
                proof: ProofSettings::default(),
                upload_max_bytes: limits.upload_bytes,
            },
            limits,
            secrets: secrets(),
            wakes: Wakes::default(),
            folds: Folds::default(),
            lookups: Lookups::default(),
            notices: Notices::default(),
            events: Events::default(),
            metrics: Metrics::default(),
            traffic: Arc::default(),
            closing: watch::Sender::new(false),
            background: TaskTracker::new(),
        }
    }

    /// Passes a request to the process and reads the whole answer.
    ///
    /// # Errors
    /// If no process runs, or if it crashes meanwhile.
    pub async fn ask(&self, request: Request<Body>) -> Result<Response<Bytes>, Broken> {
        let running = self.0.process.lock().expect("no thread panics with the lock").clone();
        let Some(running) = running else { return Err(Broken) };
        let what = format!("{} {}", request.method(), request.uri());
        let answer = async {
            let response = running.router.oneshot(request).await.unwrap_or_else(|never| match never {});
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.map_err(|_| Broken)?.to_bytes();
            Ok(Response::from_parts(parts, bytes))
        };
        let answer = tokio::select! {
            biased;
            () = running.life.over() => Err(Broken),
            answer = answer => answer,
        };
        match &answer {
            Ok(response) => self.0.trace.line(&format!("backend {what}: {}", response.status().as_u16())),
            Err(Broken) => self.0.trace.line(&format!("backend {what}: crash")),
        }
        answer
    }

    /// The application of the running process. `None` between two processes.
    pub fn app_now(&self) -> Option<Arc<App>> {
        Some(Arc::clone(&self.0.process.lock().expect("no thread panics with the lock").as_ref()?.app))
    }
}

impl Address {
    /// As [`Server::ask`].
    ///
    /// # Errors
    /// As there, and if the world has ended.
    pub async fn ask(&self, request: Request<Body>) -> Result<Response<Bytes>, Broken> {
        match self.0.upgrade() {
            Some(shared) => Server(shared).ask(request).await,
            None => Err(Broken),
        }
    }
}

/// Carries calls of one process to its provider.
struct Way {
    provider: Sandboxed,
    life: Arc<Life>,
}

#[async_trait]
impl Transport for Way {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        timeout: Duration,
    ) -> Result<Response<Vec<u8>>, NoAnswer> {
        self.life.go_on().await;
        let answer = tokio::time::timeout(timeout, self.provider.ask(request)).await;
        self.life.go_on().await;
        answer.unwrap_or(Err(NoAnswer::Late))
    }
}

fn provider_config(plan: &Plan) -> ProviderConfig {
    ProviderConfig {
        base_url: "http://provider".into(),
        token_url: "http://provider/connect/token".into(),
        client_id: CLIENT.0.into(),
        client_secret: CLIENT.1.into(),
        second_client: None,
        partner_kind: plan.partner_kind,
        generation: plan.generation,
        workflow: plan.workflow,
        partner_country: "FR".into(),
    }
}

fn secrets() -> Secrets {
    Secrets {
        partner_key: PARTNER_KEY.into(),
        client_id: CLIENT.0.into(),
        client_secret: CLIENT.1.into(),
        callback_user: CALLBACKS.0.into(),
        callback_password: CALLBACKS.1.into(),
        replacements: Replacements::default(),
    }
}

fn terms() -> TermsDocuments {
    let page = |name: &str| format!("https://partner.example/{name}");
    TermsDocuments {
        version: TERMS_VERSION.into(),
        account_url: page("account"),
        card_url: page("card"),
        partner_url: page("partner"),
    }
}
