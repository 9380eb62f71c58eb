//! The program: flags, start, orderly shutdown. The server itself is the library's [`backend::http::app`]; the operator's
//! commands are [`callbacks`] and [`check_config`].

#[cfg(not(any(panic = "unwind", test)))]
compile_error!("a panic would end all requests: build the backend with --profile server, not --release");

mod callbacks;
mod check_config;
mod replay_events;

use std::{
    error::Error,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use backend::{
    Wakes,
    app::App,
    clock::{Clock, SystemClock},
    config::{ConfigError, Secrets, Settings},
    events::{self, Events},
    fingerprint,
    folds::Folds,
    generation::Generation,
    http,
    inbox::{self, Redriven},
    metrics::{self, Metrics},
    missed,
    notices::{self, Notices},
    overdue,
    provider::{Network, Provider, ProviderConfig},
    purge,
    random::SystemRandom,
    server::{self, Deadlines},
    store::{
        Store,
        moving::{self, Moved},
        opening, sqlite,
    },
    transfer::Lookups,
};
use clap::{Parser, Subcommand, ValueEnum};
use contract::time::Timestamp;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};
use tokio_util::task::TaskTracker;
use tracing_subscriber::EnvFilter;

/// Reference partner backend of the onboarding. Secrets come from the environment: ONBOARDING_PARTNER_KEY,
/// ONBOARDING_CLIENT_ID, ONBOARDING_CLIENT_SECRET, ONBOARDING_CALLBACK_USER, ONBOARDING_CALLBACK_PASSWORD, and for the
/// webhooks in the file ONBOARDING_EVENT_SECRET, and ONBOARDING_NOTICE_KEY if it requires one.
#[derive(Parser)]
#[command(version)]
struct Flags {
    #[command(subcommand)]
    command: Option<Command>,
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// A proxy in front of this program terminates TLS: it may listen on an address that other computers can reach
    #[arg(long)]
    behind_tls_proxy: bool,
    /// SQLite file, :memory:, or postgres://USER@HOST/NAME [default: onboarding.sqlite]
    #[arg(long, value_name = "DATABASE", global = true)]
    database: Option<String>,
    /// Base address of the provider's API
    #[arg(long, value_name = "URL")]
    provider: Option<String>,
    /// Steps in the order to offer them [default: profile,device,identity,declarative,tax,terms]
    #[arg(long, value_name = "STEPS", value_delimiter = ',')]
    steps: Option<Vec<String>>,
    /// Generation of the provider's API [default: legacy]
    #[arg(long, value_enum, value_name = "NAME")]
    generation: Option<Generation>,
    /// TOML file with further settings; flags override it
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<String>,
    /// Longest time a snapshot request is held, in seconds, 0 to 25 [default: 25]
    #[arg(long, value_name = "SECONDS")]
    long_poll_seconds: Option<u32>,
    /// Check the settings and the secrets, print each problem, and end: with 0 if there is none, with 2 otherwise
    #[arg(long)]
    check_config: bool,
    /// How to write the log
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    log_format: LogFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// One line of text for each event
    Text,
    /// One JSON object on each line, for a log collector
    Json,
}

/// Connections to the metrics at once.
const METRICS_CONNECTIONS: usize = 16;
/// Why nothing can be served.
const NO_PROVIDER: &str = "the provider's address is missing; give --provider";

#[derive(Subcommand)]
enum Command {
    /// Callbacks of the provider that could not be read; needs no secrets, and may run while the server runs
    #[command(subcommand)]
    Callbacks(callbacks::Command),
    /// Send events to the partner's server again, in their order; needs no secrets, and may run while the server runs, which sends them
    ReplayEvents {
        /// From this time on: 2026-11-30T09:00:00Z
        #[arg(long, value_name = "TIME", value_parser = replay_events::time)]
        since: Timestamp,
    },
    /// Copy the database into a new file; needs no secrets, and may run beside the server
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Move everything from a SQLite file into an empty PostgreSQL database, and print how many rows each table has; no server may
    /// use either
    Move {
        /// The SQLite file
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// The database: postgres://USER@HOST/NAME
        #[arg(long, value_name = "DATABASE")]
        to: String,
    },
    /// Make the database from a backup; it must not exist, and the server must not run
    Restore {
        /// The backup
        file: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let flags = Flags::parse();
    if flags.check_config {
        return report(&check_config::problems(settings(flags)));
    }
    start_log(flags.log_format);
    match run(flags).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("backend: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints each problem. The exit code 2 tells a wrong configuration from a check that could not run.
fn report(problems: &[String]) -> ExitCode {
    problems.iter().for_each(|problem| eprintln!("backend: {problem}"));
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// Begins the log on the standard error, at the level of `RUST_LOG`.
fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter).with_ansi(false);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

async fn run(mut flags: Flags) -> Result<(), Box<dyn Error>> {
    let command = flags.command.take();
    let settings = settings(flags)?;
    match command {
        Some(Command::Callbacks(command)) => callbacks::run(&settings.database, command).await,
        Some(Command::Backup { .. } | Command::Restore { .. })
            if opening::is_postgres(&settings.database) =>
        {
            Err("for a PostgreSQL database, use pg_dump and pg_restore, or the backups of its server".into())
        }
        Some(Command::ReplayEvents { since }) => replay_events::run(&settings.database, since).await,
        Some(Command::Backup { file }) => Ok(sqlite::copy(Path::new(&settings.database), &file)?),
        Some(Command::Restore { file }) => Ok(sqlite::copy(&file, Path::new(&settings.database))?),
        Some(Command::Move { from, to }) => move_all(&from, &to).await,
        None => serve(settings).await,
    }
}

async fn move_all(from: &Path, to: &str) -> Result<(), Box<dyn Error>> {
    let moved = moving::move_all(from, to).await.map_err(|error| format!("nothing was moved: {error}"))?;
    let mut stdout = std::io::stdout();
    for Moved { table, rows } in moved {
        writeln!(stdout, "{rows:>10}  {table}")?;
    }
    Ok(stdout.flush()?)
}

async fn serve(settings: Settings) -> Result<(), Box<dyn Error>> {
    settings.check()?;
    let secrets = Secrets::read(|name| std::env::var(name).ok())?;
    let listener = TcpListener::bind(&settings.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}; choose another --listen", settings.listen))?;
    let address = listener.local_addr()?;
    let metrics_listener =
        match &settings.metrics_listen {
            Some(listen) => Some(TcpListener::bind(listen).await.map_err(|error| {
                format!("cannot listen on {listen}: {error}; choose another metrics_listen")
            })?),
            None => None,
        };
    let most_connections = server::connection_limit()?;
    let app = Arc::new(build(&settings, secrets).await?);
    let lost = app.store.lose_running().await?;
    if lost > 0 {
        tracing::info!(
            lost,
            "submissions were interrupted when the program last ended; they can be sent again at once"
        );
    }
    let redriven = inbox::redrive_all(&*app.store).await?;
    if redriven != Redriven::default() {
        let Redriven { read, left } = redriven;
        tracing::info!(read, left, "callbacks without effect were read again");
    }
    let router = http::app(Arc::clone(&app));
    tokio::task::spawn_blocking(backend::place::warm_up);
    tokio::spawn(wake_for_others(Arc::clone(&app)));
    let purge = tokio::spawn(purge::run(Arc::clone(&app)));
    let missed = tokio::spawn(missed::run(Arc::clone(&app)));
    let overdue = tokio::spawn(overdue::run(Arc::clone(&app)));
    let notices = tokio::spawn(notices::delivery::run(Arc::clone(&app)));
    let events = tokio::spawn(events::delivery::run(Arc::clone(&app)));
    let reminders = tokio::spawn(events::reminders::run(Arc::clone(&app)));
    // From here on a signal ends the program in order: whoever reads the line may send one.
    let signals = [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?];
    let mut stdout = std::io::stdout();
    if let Some(listener) = metrics_listener {
        writeln!(stdout, "metrics on http://{}/metrics", listener.local_addr()?)?;
        let router = metrics::page::router(Arc::clone(&app));
        let closing = app.closing.subscribe();
        tokio::spawn(server::serve(listener, router, closing, METRICS_CONNECTIONS, Deadlines::default()));
    }
    writeln!(stdout, "backend listening on http://{address}")?;
    stdout.flush()?;
    tokio::spawn(end_at_signal(Arc::clone(&app), signals));
    server::serve(listener, router, app.closing.subscribe(), most_connections, Deadlines::default()).await;
    app.background.close();
    app.background.wait().await;
    purge.await?;
    missed.await?;
    overdue.await?;
    notices.await?;
    events.await?;
    reminders.await?;
    Ok(())
}

/// The file's settings, overridden by the flags.
fn settings(flags: Flags) -> Result<Settings, ConfigError> {
    let mut settings = flags.config.as_deref().map_or_else(|| Ok(Settings::default()), Settings::read)?;
    settings.listen = flags.listen.unwrap_or(settings.listen);
    settings.behind_tls_proxy |= flags.behind_tls_proxy;
    settings.database = flags.database.unwrap_or(settings.database);
    settings.provider = flags.provider.or(settings.provider);
    settings.generation = flags.generation.unwrap_or(settings.generation);
    settings.steps = flags.steps.unwrap_or(settings.steps);
    settings.limits.long_poll_seconds = flags.long_poll_seconds.unwrap_or(settings.limits.long_poll_seconds);
    Ok(settings)
}

async fn build(settings: &Settings, secrets: Secrets) -> Result<App, Box<dyn Error>> {
    let provider = settings.provider.as_deref().ok_or(NO_PROVIDER)?;
    let base_url = provider.trim_end_matches('/').to_owned();
    let notices = match &settings.notices.webhook_url {
        Some(url) => {
            let keys = Secrets::notice_keys(|name| std::env::var(name).ok())?;
            Notices::to(url.clone(), keys, Arc::new(Network::new()?))
        }
        None => Notices::default(),
    };
    let events = match &settings.events.webhook_url {
        Some(url) => {
            let secrets = Secrets::event_secrets(|name| std::env::var(name).ok())?;
            Events::to(url.clone(), secrets, Arc::new(Network::new()?))
        }
        None => Events::default(),
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let config = ProviderConfig {
        token_url: settings.token_url.clone().unwrap_or_else(|| format!("{base_url}/connect/token")),
        base_url,
        client_id: secrets.client_id.clone(),
        client_secret: secrets.client_secret.clone(),
        second_client: secrets.replacements.client.clone(),
        partner_kind: settings.partner_kind,
        generation: settings.generation,
        workflow: settings.workflow_code,
        partner_country: settings.partner_country.clone(),
    };
    let process = settings.process()?;
    let store = opening::open(&settings.database, &fingerprint::of(&process)?).await.map_err(|error| {
        format!("cannot open the database {}: {error}", opening::shown(&settings.database))
    })?;
    Ok(App {
        store,
        provider: Provider::new(config, Arc::clone(&clock))?,
        clock,
        random: Arc::new(SystemRandom),
        process,
        limits: settings.limits,
        secrets,
        wakes: Wakes::default(),
        folds: Folds::default(),
        lookups: Lookups::default(),
        notices,
        events,
        metrics: Metrics::default(),
        traffic: Arc::default(),
        closing: watch::Sender::new(false),
        background: TaskTracker::new(),
    })
}

/// Wakes requests that wait here for what other programs store.
async fn wake_for_others(app: Arc<App>) {
    loop {
        match app.store.changed_elsewhere().await {
            Some(prospect_id) => app.wakes.wake(prospect_id),
            None => app.wakes.wake_all(),
        }
    }
}

/// The server's storage, for a command that must not make a new one.
async fn existing(database: &str) -> Result<Arc<dyn Store>, Box<dyn Error>> {
    if !opening::is_postgres(database) && !Path::new(database).is_file() {
        return Err(
            format!("there is no database {database}; give the server's --database or --config").into()
        );
    }
    Ok(opening::open(database, "commands").await?)
}

/// At SIGINT or SIGTERM, tells waiting requests and the server to end.
async fn end_at_signal(app: Arc<App>, [mut interrupted, mut terminated]: [Signal; 2]) {
    tokio::select! {
        _ = interrupted.recv() => {}
        _ = terminated.recv() => {}
    }
    app.closing.send_replace(true);
}
