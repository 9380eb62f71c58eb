#!/usr/bin/env bash
# PyPI httpx 0.28.1 and npm fflate 0.8.3 return a part of a gzip body and raise nothing, where the body consists of two gzip members.
#
# RFC 1952, section 2.2: a gzip file "consists of a series of members", and a gateway that appends to a compressed body or flushes by ending a member
# produces two of them. A good guess is that a client returns both, as Node's fetch, requests 2.34.2 and aiohttp 3.14.5 do. httpx returns the first
# member. fflate's gunzipSync returns even less: it takes the length of its result from the last member, so the first one is cut to that length.
# A webhook or an answer in JSON is then malformed in one program and whole in another one.
# Output seen: fetch {"a":1,"b":2} · requests, aiohttp {"a":1,"b":2} · httpx {"a":1, · fflate {"a":1
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . fflate@0.8.3 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check httpx==0.28.1 requests==2.34.2 aiohttp==3.14.5
cat > clients.py <<'PY'
import asyncio, sys
import aiohttp, httpx, requests
address = sys.argv[1]
async def by_aiohttp():
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return await answer.text()
print('requests', requests.get(address).text)
print('aiohttp', asyncio.run(by_aiohttp()))
print('httpx', httpx.get(address).text)
PY
cat > serve.mjs <<'JS'
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { gunzipSync } from 'fflate';
const body = Buffer.concat([gzipSync('{"a":1,'), gzipSync('"b":2}')]);
const server = createServer((_, answer) => answer.setHeader('content-encoding', 'gzip').end(body));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const address = `http://127.0.0.1:${server.address().port}/`;
console.log('fetch', await (await fetch(address)).text());
process.stdout.write((await promisify(execFile)('venv/bin/python', ['clients.py', address])).stdout);
console.log('fflate', new TextDecoder().decode(gunzipSync(body)));
server.closeAllConnections();
server.close();
JS
found=$(node serve.mjs)
echo "$found"
[ "$found" = 'fetch {"a":1,"b":2}
requests {"a":1,"b":2}
aiohttp {"a":1,"b":2}
httpx {"a":1,
fflate {"a":1' ]
