//! A TCP listener whose connections can be cut from inside a handler, so that the caller sees a reset instead of an
//! answer.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// Accepts connections that can be cut.
pub struct CuttableListener(pub TcpListener);

/// A connection that can be cut.
pub struct Cuttable {
    stream: TcpStream,
    is_cut: Arc<AtomicBool>,
}

/// A handler's access to its connection.
#[derive(Clone)]
pub struct Connection {
    /// The caller's address.
    pub peer: SocketAddr,
    is_cut: Arc<AtomicBool>,
}

impl Connection {
    /// A connection from `peer` without a socket. The caller that passes the request in checks whether it was cut.
    pub fn of(peer: SocketAddr) -> Self {
        Self { peer, is_cut: Arc::default() }
    }

    /// Whether it was cut, so that no answer reaches the caller.
    pub fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Relaxed)
    }

    /// Blocks all further bytes. The connection ends at the next write.
    pub fn cut(&self) {
        self.is_cut.store(true, Ordering::Relaxed);
    }
}

impl Listener for CuttableListener {
    type Io = Cuttable;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, peer) = Listener::accept(&mut self.0).await;
        (Cuttable { stream, is_cut: Arc::default() }, peer)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        Self { peer: *stream.remote_addr(), is_cut: Arc::clone(&stream.io().is_cut) }
    }
}

impl Cuttable {
    fn check(&self) -> io::Result<()> {
        if self.is_cut.load(Ordering::Relaxed) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl AsyncRead for Cuttable {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Cuttable {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(context, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
