//! Serves connections, with deadlines: for the headers of a request and for an idle connection, and for the end of the program.
//! Connections are bounded by the file descriptors that the system gives.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::Router;
use hyper::{
    server::conn::http1,
    service::{Service as _, service_fn},
};
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
/// With fewer connections than this, the server does not start.
const LEAST_CONNECTIONS: u64 = 64;
/// How long to wait after an accept that failed.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Deadlines of connections.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// For the headers of a request, from the opening of the connection or the end of the request before. An idle connection is
    /// closed after this time as well.
    pub headers: Duration,
    /// For headers that have not ended, once the program is to end. A connection without a request is closed at once.
    pub last_headers: Duration,
    /// For requests that are being answered, once the program is to end.
    pub end: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        // The provider gets 45 s for the calls of a submission: their answers are waited for.
        Self {
            headers: Duration::from_secs(20),
            last_headers: Duration::from_secs(1),
            end: Duration::from_secs(50),
        }
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
    let (router, is_answering) = (TowerToHyperService::new(router), AtomicBool::new(false));
    let service = service_fn(|request| {
        is_answering.store(true, Ordering::Relaxed);
        let answer = router.call(request);
        async {
            let answer = answer.await;
            is_answering.store(false, Ordering::Relaxed);
            answer
        }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(deadlines.headers);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = closed(&mut closing) => {
            connection.as_mut().graceful_shutdown();
            match tokio::time::timeout(deadlines.last_headers, connection.as_mut()).await {
                Ok(ended) => ended,
                Err(_) if is_answering.load(Ordering::Relaxed) => connection.await,
                Err(_) => return, // half a header
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended before its request did");
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::Notify,
    };

    use super::*;

    const LONG: Duration = Duration::from_secs(3600);
    const NONE: Deadlines = Deadlines { headers: LONG, last_headers: LONG, end: LONG };
    const SHORT: Duration = Duration::from_millis(200);

    struct Served {
        address: std::net::SocketAddr,
        closing: watch::Sender<bool>,
        served: tokio::task::JoinHandle<()>,
        /// The request to `/held` has arrived.
        held: Arc<Notify>,
        /// It may be answered.
        go: Arc<Notify>,
    }

    async fn start(most_connections: usize, deadlines: Deadlines) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let closing = watch::Sender::new(false);
        let (held, go) = (Arc::<Notify>::default(), Arc::<Notify>::default());
        let (arrived, may_answer) = (Arc::clone(&held), Arc::clone(&go));
        let hold = || async move {
            arrived.notify_one();
            may_answer.notified().await;
            "at last"
        };
        let router = Router::new().route("/", get(|| async { "here" })).route("/held", get(hold));
        let served = tokio::spawn(serve(listener, router, closing.subscribe(), most_connections, deadlines));
        Served { address, closing, served, held, go }
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
        let served = start(2, Deadlines { headers: SHORT, ..NONE }).await;
        let half = served.say("GET / HTTP/1.1\r\nHost: a\r\nX-Half").await;
        let idle = served.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        let third = served.say("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
        assert!(rest(third).await.ends_with("here"));
        assert!(rest(idle).await.ends_with("here"), "answered, and closed later");
        assert!(!rest(half).await.contains(" 200 "));
    }

    #[tokio::test]
    async fn a_half_sent_header_does_not_stop_the_end() {
        let served = start(8, Deadlines { last_headers: SHORT, ..NONE }).await;
        let half = served.say("GET / HTTP/1.1\r\nHost: a\r\nX-Half").await;
        let idle = served.say("").await;
        served.closing.send_replace(true);
        served.served.await.unwrap();
        assert!(TcpStream::connect(served.address).await.is_err());
        drop((half, idle));
    }

    #[tokio::test]
    async fn a_request_that_is_being_answered_has_its_answer_before_the_end() {
        let served = start(8, Deadlines { last_headers: Duration::ZERO, ..NONE }).await;
        let asked = served.say("GET /held HTTP/1.1\r\nHost: a\r\n\r\n").await;
        served.held.notified().await;
        served.closing.send_replace(true);
        // The listener is gone, so the connection has been told to end.
        while TcpStream::connect(served.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        served.go.notify_one();
        assert!(rest(asked).await.ends_with("at last"));
        served.served.await.unwrap();
    }

    #[tokio::test]
    async fn an_answer_that_does_not_come_does_not_stop_the_end() {
        let served = start(8, Deadlines { last_headers: SHORT, end: SHORT, ..NONE }).await;
        let asked = served.say("GET /held HTTP/1.1\r\nHost: a\r\n\r\n").await;
        served.held.notified().await;
        served.closing.send_replace(true);
        served.served.await.unwrap();
        drop(asked);
    }
}
