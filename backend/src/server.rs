//! Serves connections, with deadlines: for the headers of a request and for an idle connection, and for the end of the program.
//! Connections are bounded by the file descriptors that the system gives.

use std::{pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
};
use tokio_util::task::TaskTracker;

/// File descriptors that are not for connections: the database, the provider, the log.
const RESERVED_DESCRIPTORS: u64 = 64;
/// Fewer connections than this make no server.
const LEAST_CONNECTIONS: u64 = 64;
/// How long to wait after an accept that failed.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Deadlines of connections.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// For the headers of a request, from the opening of the connection or the end of the request before. An idle connection is
    /// closed after this time as well.
    pub headers: Duration,
    /// For all connections, once the program is to end.
    pub end: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        // The provider gets 45 s for the calls of a submission: their answers are waited for.
        Self { headers: Duration::from_secs(20), end: Duration::from_secs(50) }
    }
}

/// Raises the limit of file descriptors as far as the system allows, and returns how many connections that is.
///
/// # Errors
/// If the limit leaves too few; the message says what to do.
pub fn connection_limit() -> Result<usize, String> {
    let limit = rlimit::increase_nofile_limit(u64::MAX)
        .map_err(|error| format!("the limit of file descriptors cannot be read: {error}"))?;
    let connections = limit.saturating_sub(RESERVED_DESCRIPTORS);
    if connections < LEAST_CONNECTIONS {
        return Err(format!(
            "the limit of file descriptors is {limit}, and at least {} are needed; raise it (ulimit -n, LimitNOFILE)",
            RESERVED_DESCRIPTORS + LEAST_CONNECTIONS
        ));
    }
    tracing::info!(descriptors = limit, connections, "connections that are served at once");
    Ok(usize::try_from(connections).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS))
}

/// Serves until `closing` becomes `true` and all connections have ended, or the deadline is over.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    mut closing: watch::Receiver<bool>,
    most_connections: usize,
    deadlines: Deadlines,
) {
    let places = Arc::new(Semaphore::new(most_connections));
    let connections = TaskTracker::new();
    let mut is_full = false;
    loop {
        if places.available_permits() == 0 && !is_full {
            tracing::warn!(most_connections, "all connections are in use; new ones wait");
        }
        is_full = places.available_permits() == 0;
        let place = tokio::select! {
            biased;
            () = closed(&mut closing) => break,
            Ok(place) = Arc::clone(&places).acquire_owned() => place,
        };
        let accepted = tokio::select! {
            biased;
            () = closed(&mut closing) => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, router.clone(), closing.clone(), place, deadlines));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(deadlines.end, connections.wait()).await.is_err() {
        tracing::warn!(count = connections.len(), "connections were cut: they did not end in time");
    }
}

/// Returns once the program is to end.
async fn closed(closing: &mut watch::Receiver<bool>) {
    let _: Result<_, _> = closing.wait_for(|is_closing| *is_closing).await; // an error: the program is gone
}

async fn connection(
    stream: TcpStream,
    router: Router,
    mut closing: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
    deadlines: Deadlines,
) {
    // Without it small answers wait for each other; a connection that refuses it still works.
    let _: Result<_, _> = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(deadlines.headers);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = closed(&mut closing) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended before its request did");
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    const SHORT: Deadlines = Deadlines { headers: Duration::from_millis(200), end: Duration::from_secs(5) };

    struct Served {
        address: std::net::SocketAddr,
        closing: watch::Sender<bool>,
        served: tokio::task::JoinHandle<()>,
    }

    async fn start(most_connections: usize, deadlines: Deadlines) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let closing = watch::Sender::new(false);
        let router = Router::new().route("/", get(|| async { "here" }));
        let served = tokio::spawn(serve(listener, router, closing.subscribe(), most_connections, deadlines));
        Served { address, closing, served }
    }

    impl Served {
        async fn say(&self, text: &str) -> TcpStream {
            let mut stream = TcpStream::connect(self.address).await.unwrap();
            stream.write_all(text.as_bytes()).await.unwrap();
            stream
        }
    }

    async fn rest(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn headers_that_do_not_end_and_idle_connections_are_cut_and_others_get_their_places() {
        let served = start(2, SHORT).await;
        let half = served.say("GET / HTTP/1.1\r\nHost: a\r\nX-Half").await;
        let idle = served.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        let third = served.say("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
        assert!(rest(third).await.ends_with("here"));
        assert!(rest(idle).await.ends_with("here"), "answered, and closed later");
        assert!(!rest(half).await.contains(" 200 "));
    }

    #[tokio::test]
    async fn a_half_sent_header_does_not_stop_the_end() {
        let served =
            start(8, Deadlines { headers: Duration::from_secs(3600), end: Duration::from_millis(200) }).await;
        let half = served.say("GET / HTTP/1.1\r\nHost: a\r\nX-Half").await;
        let idle = served.say("").await;
        served.closing.send_replace(true);
        served.served.await.unwrap();
        assert!(TcpStream::connect(served.address).await.is_err());
        drop((half, idle));
    }
}
