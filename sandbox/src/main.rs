//! The command line of the sandbox: flags, environment, start and end. Everything else is in the library.

use std::{
    env,
    error::Error,
    io::{self, IsTerminal, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use clap::Parser;
use contract::time::Timestamp;
use sandbox::{
    config::{CallbackTarget, Config, Credentials},
    engine::Sandbox,
    time::clock::MAX_SPEED,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// What `--help` says below the flags.
const ENVIRONMENT: &str = "Environment, all required:
  SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET         credentials the token endpoint accepts
  SANDBOX_CALLBACK_USER, SANDBOX_CALLBACK_PASSWORD  basic authentication of callbacks";

/// Plays Xpollens and the customer's phone, so that the whole funnel runs on one machine.
#[derive(Parser)]
#[command(after_help = ENVIRONMENT)]
struct Arguments {
    /// Address to listen on, of this machine only; port 0 takes a free one
    #[arg(long, value_parser = loopback)]
    listen: SocketAddr,
    /// Where callbacks are posted
    #[arg(long, value_parser = http_url)]
    callback_url: String,
    /// How many times as fast as real time the clock runs; 0 freezes it
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(..=i64::from(MAX_SPEED)))]
    speed: u32,
    /// Folder of the phone's web page, served at /phone/
    #[arg(long)]
    phone_dir: Option<PathBuf>,
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "write it as 127.0.0.1:8090".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("the sandbox shows activation codes: it listens on this machine only, 127.0.0.1 or [::1]".into())
    }
}

fn http_url(text: &str) -> Result<String, String> {
    match reqwest::Url::parse(text) {
        Ok(url) if url.scheme() == "http" => Ok(text.into()),
        _ => Err("write it as http://127.0.0.1:8080/callbacks/xpollens".into()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let is_terminal = io::stderr().is_terminal();
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(is_terminal).with_target(false).init();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let address = arguments.listen;
    let config = config(arguments)?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}. Choose another port with --listen"))?;
    let address = listener.local_addr()?;
    let sandbox = Sandbox::new(config)?;
    let mut stdout = io::stdout();
    writeln!(stdout, "sandbox listening on http://{address}")?;
    stdout.flush()?;
    tokio::select! {
        served = sandbox::serve(listener, sandbox) => served?,
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

fn config(arguments: Arguments) -> Result<Config, Box<dyn Error>> {
    let millis = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    Ok(Config {
        client: credentials("SANDBOX_CLIENT_ID", "SANDBOX_CLIENT_SECRET")?,
        callbacks: CallbackTarget {
            url: arguments.callback_url,
            credentials: credentials("SANDBOX_CALLBACK_USER", "SANDBOX_CALLBACK_PASSWORD")?,
        },
        speed: arguments.speed,
        start: Timestamp::from_millis(i64::try_from(millis)?),
        phone_dir: arguments.phone_dir,
    })
}

/// Secrets come from the environment, because every user of the machine can see flags.
fn credentials(id: &str, secret: &str) -> Result<Credentials, String> {
    let read = |name: &str| {
        let value = env::var(name).ok().filter(|value| !value.is_empty());
        value.ok_or_else(|| format!("set the environment variable {name}"))
    };
    Ok(Credentials { id: read(id)?, secret: read(secret)? })
}
