#!/usr/bin/env bash
# axum 0.8.9 (hyper 1), Node's http (seen with 20.20.2), aiohttp 3.14.5 and uvicorn 0.54.0 give no answer to a complete request whose sender has
# ended its own output, if the answer takes a moment.
#
# RFC 9293, section 3.6: each side of a TCP connection can be closed by itself. A sender may end its output after its last request (shutdown with
# SHUT_WR), as `nc -N` does. The request is whole, so a good guess is that it is answered, as Python's http.server does. The
# other four take the end of the input for a sender that left, and close. axum::serve and uvicorn have no option for it, hyper (`half_close`) has one.
# The work of the handler may be done although the sender saw no status and sends the request again: taking a callback twice must be harmless.
# Output seen: axum, node, aiohttp, uvicorn: no answer; http.server: 202.
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiohttp==3.14.5 uvicorn==0.54.0
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "by_axum"
version = "0.0.0"
edition = "2024"
[dependencies]
axum = { version = "=0.8.9", default-features = false, features = ["http1", "tokio"] }
tokio = { version = "=1.54.1", features = ["macros", "rt", "net", "time"] }
TOML
cat > src/main.rs <<'RS'
use axum::{Router, http::StatusCode, routing::post};
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let line = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", line.local_addr().unwrap().port());
    let take = post(async |_: axum::body::Bytes| {
        tokio::time::sleep(Duration::from_millis(100)).await;
        StatusCode::ACCEPTED
    });
    axum::serve(line, Router::new().route("/", take)).await.unwrap();
}
RS
cargo build --quiet
cat > by_node.mjs <<'JS'
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
const server = createServer(async (_, answer) => { await setTimeout(100); answer.writeHead(202).end(); });
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
JS
cat > by_aiohttp.py <<'PY'
import asyncio
from aiohttp import web
async def take(request):
    await request.read(); await asyncio.sleep(.1); return web.Response(status=202)
async def main():
    app = web.Application(); app.router.add_post('/', take)
    runner = web.AppRunner(app); await runner.setup()
    site = web.TCPSite(runner, '127.0.0.1', 0); await site.start()
    print(site._server.sockets[0].getsockname()[1], flush=True); await asyncio.sleep(60)
asyncio.run(main())
PY
cat > by_uvicorn.py <<'PY'
import asyncio, socket, uvicorn
async def take(scope, receive, send):
    await receive(); await asyncio.sleep(.1)
    await send({'type': 'http.response.start', 'status': 202, 'headers': []}); await send({'type': 'http.response.body'})
line = socket.socket(); line.bind(('127.0.0.1', 0)); print(line.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(take, lifespan='off', log_level='critical')).run(sockets=[line])
PY
cat > by_http_server.py <<'PY'
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Take(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(2); time.sleep(.1); self.send_response(202); self.end_headers()
    def log_message(self, *_): pass
server = ThreadingHTTPServer(('127.0.0.1', 0), Take)
print(server.server_port, flush=True)
server.serve_forever()
PY
cat > ask.py <<'PY'
import socket, sys
port = int(sys.argv[1])
with socket.create_connection(('127.0.0.1', port), timeout=10) as line:
    line.sendall(b'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}')
    line.shutdown(socket.SHUT_WR)
    answer = b''
    while part := line.recv(4096):
        answer += part
print(sys.argv[2], answer.split(b' ')[1].decode() if answer else 'no answer')
PY
ask() {
  local name=$1
  shift
  "$@" > port &
  local server=$!
  while ! [ -s port ]; do read -rt 0.1 <> <(:) || true; done
  python3 ask.py "$(cat port)" "$name"
  kill "$server"
  wait "$server" 2> /dev/null || true
  rm port
}
found=$(
  ask axum target/debug/by_axum
  ask node node by_node.mjs
  ask aiohttp venv/bin/python by_aiohttp.py
  ask uvicorn venv/bin/python by_uvicorn.py
  ask http.server venv/bin/python by_http_server.py
)
echo "$found"
[ "$found" = 'axum no answer
node no answer
aiohttp no answer
uvicorn no answer
http.server 202' ]
