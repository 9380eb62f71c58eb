//! Requests written to a socket byte by byte: how senders and gateways frame a body.

use std::net::SocketAddr;

use backend::server::{self, Deadlines};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::World;

/// A request before it is framed.
pub struct Post {
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// A way to write a request: in one part, or in two with a `100 Continue` between them.
pub struct Framing {
    pub name: &'static str,
    pub write: fn(&Post) -> Vec<Vec<u8>>,
}

impl Post {
    /// Request line and headers. `rename` spells the names of the headers; `framing` are lines that say where the body ends.
    fn head(&self, version: &str, target: &str, rename: fn(&str) -> String, framing: &str) -> Vec<u8> {
        let mut head = format!("POST {target} HTTP/{version}\r\n{}: a\r\n", rename("Host"));
        for (name, value) in &self.headers {
            head += &format!("{}: {value}\r\n", rename(name));
        }
        (head + framing + "\r\n").into_bytes()
    }

    fn length(&self) -> String {
        format!("Content-Length: {}\r\n", self.body.len())
    }

    /// With a length, the headers spelled by `rename`.
    fn measured(&self, target: &str, rename: fn(&str) -> String) -> Vec<u8> {
        [self.head("1.1", target, rename, &self.length()), self.body.clone()].concat()
    }

    /// In chunks of `size` bytes; each size line ends with `extension`.
    fn chunks(&self, size: usize, extension: &str) -> Vec<u8> {
        let chunk =
            |part: &[u8]| [format!("{:x}{extension}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        self.body.chunks(size).flat_map(chunk).collect()
    }

    fn chunked(&self, size: usize, extension: &str, end: &str) -> Vec<Vec<u8>> {
        let head = self.head("1.1", &self.target, same, "Transfer-Encoding: chunked\r\n");
        vec![[head, self.chunks(size, extension), end.into()].concat()]
    }
}

fn same(name: &str) -> String {
    name.to_owned()
}

const fn framing(name: &'static str, write: fn(&Post) -> Vec<Vec<u8>>) -> Framing {
    Framing { name, write }
}

/// Every way to frame a complete request.
pub fn framings() -> Vec<Framing> {
    vec![
        framing("a length", |post| vec![post.measured(&post.target, same)]),
        framing("upper-case header names", |post| vec![post.measured(&post.target, str::to_uppercase)]),
        framing("lower-case header names", |post| vec![post.measured(&post.target, str::to_lowercase)]),
        framing("chunks", |post| post.chunked(16, "", "0\r\n\r\n")),
        framing("chunks of one byte", |post| post.chunked(1, "", "0\r\n\r\n")),
        framing("chunks with extensions and trailers", |post| {
            post.chunked(64, ";name=\"value\"", "0\r\nX-Checksum: 1\r\n\r\n")
        }),
        framing("waits for 100 Continue", |post| {
            let framing = format!("Expect: 100-continue\r\n{}", post.length());
            vec![post.head("1.1", &post.target, same, &framing), post.body.clone()]
        }),
        framing("does not wait for 100 Continue", |post| {
            let framing = format!("Expect: 100-Continue\r\n{}", post.length());
            vec![[post.head("1.1", &post.target, same, &framing), post.body.clone()].concat()]
        }),
        framing("HTTP/1.0", |post| {
            vec![[post.head("1.0", &post.target, same, &post.length()), post.body.clone()].concat()]
        }),
        framing("a whole address as the target", |post| {
            vec![post.measured(&format!("http://backend.example{}", post.target), same)]
        }),
        framing("a slash at the end", |post| {
            vec![post.measured(&with_path(&post.target, |path| format!("{path}/")), same)]
        }),
        framing("doubled slashes", |post| {
            vec![post.measured(&with_path(&post.target, |path| path.replace('/', "//")), same)]
        }),
        framing("another letter case of the path", |post| {
            vec![post.measured(&with_path(&post.target, str::to_uppercase), same)]
        }),
        framing("headers of a gateway", |post| {
            let more = format!(
                "Via: 1.1 gateway\r\nX-Forwarded-For: 192.0.2.1\r\nAccept: */*\r\nConnection: close\r\n{}",
                post.length()
            );
            vec![[post.head("1.1", &post.target, same, &more), post.body.clone()].concat()]
        }),
    ]
}

/// Every way to stop in the middle of a body.
pub fn cuts() -> Vec<Framing> {
    vec![
        framing("a length that is not reached", |post| {
            let whole = post.measured(&post.target, same);
            vec![whole[..whole.len() - 1].to_vec()]
        }),
        framing("no byte of the body", |post| vec![post.head("1.1", &post.target, same, &post.length())]),
        framing("no last chunk", |post| post.chunked(16, "", "")),
        framing("a chunk that does not end", |post| {
            let whole = post.chunked(usize::MAX, "", "").concat();
            vec![whole[..whole.len() - 3].to_vec()]
        }),
    ]
}

fn with_path(target: &str, change: impl Fn(&str) -> String) -> String {
    match target.split_once('?') {
        Some((path, query)) => format!("{}?{query}", change(path)),
        None => change(target),
    }
}

/// The backend of a world on a loopback address.
pub struct Served(SocketAddr);

impl Served {
    pub async fn start(world: &World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (router, closing) = (world.router.clone(), world.app.closing.subscribe());
        tokio::spawn(server::serve(listener, router, closing, 64, Deadlines::default()));
        Self(address)
    }

    /// The status of the answer to a request in parts. Each part is written after a `100 Continue`.
    pub async fn status(&self, parts: &[Vec<u8>]) -> u16 {
        let mut stream = self.write(&parts[0]).await;
        let mut rest = parts[1..].iter();
        loop {
            match (next_status(&mut stream).await, rest.next()) {
                (100, Some(part)) => stream.write_all(part).await.unwrap(),
                (100, None) => {}
                (status, _) => return status,
            }
        }
    }

    /// The status of the answer to a sender that ends in the middle of its request.
    pub async fn status_of_cut(&self, parts: &[Vec<u8>]) -> u16 {
        let mut stream = self.write(&parts[0]).await;
        stream.shutdown().await.unwrap();
        next_status(&mut stream).await
    }

    async fn write(&self, part: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.0).await.unwrap();
        stream.write_all(part).await.unwrap();
        stream
    }
}

/// Reads the head of an answer.
async fn next_status(stream: &mut TcpStream) -> u16 {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let byte = stream.read_u8().await.unwrap_or_else(|error| panic!("no answer, {error}: {head:?}"));
        head.push(byte);
    }
    let head = String::from_utf8(head).unwrap();
    head.split(' ').nth(1).unwrap().parse().unwrap()
}
