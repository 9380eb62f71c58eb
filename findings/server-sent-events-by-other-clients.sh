#!/usr/bin/env bash
# PyPI httpx-sse 0.4.3 and PyPI sseclient-py 1.9.0 lose the first event of a stream that begins with a byte order mark, and each of them dispatches an event that
# a browser drops.
#
# The HTML standard defines the format to the letter: a stream may begin with one byte order mark (.NET's StreamWriter with Encoding.UTF8 writes one), an event
# without data is no event, and a last event without its blank line, as a cut connection leaves it, is dropped. A good guess is that clients keep to
# these lines, as npm eventsource-parser 3.1.1 behind a TextDecoder does. The other two take the mark for a part of the first field's name. httpx-sse dispatches an
# event that has a name and no data; sseclient-py dispatches the event that was cut, so the first line of a JSON text arrives as a whole one.
# Output seen: mark: nothing by both · no-data: ["", "one"] by httpx-sse · cut: ["whole", "{"a":1,"] by sseclient-py.
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . eventsource-parser@3.1.1 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check httpx==0.28.1 httpx-sse==0.4.3 sseclient-py==1.9.0
cat > streams.json <<'JSON'
{ "plain": "data: one\n\n", "mark": "\ufeffdata: one\n\n", "no-data": "event: ping\n\ndata: one\n\n", "cut": "data: whole\n\ndata: {\"a\":1,\n" }
JSON
cat > read.py <<'PY'
import json
import httpx
from httpx_sse import EventSource
from sseclient import SSEClient
def by_httpx(stream):
    answer = httpx.Response(200, headers={'content-type': 'text/event-stream'}, content=stream)
    return [event.data for event in EventSource(answer).iter_sse()]
def by_sseclient(stream):
    return [event.data for event in SSEClient(iter([stream])).events()]
for text in json.load(open('streams.json')).values():
    print('httpx-sse', json.dumps(by_httpx(text.encode())), 'sseclient-py', json.dumps(by_sseclient(text.encode())))
PY
cat > read.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createParser } from 'eventsource-parser';
for (const [name, text] of Object.entries(JSON.parse(readFileSync('streams.json', 'utf8')))) {
  const events = [];
  createParser({ onEvent: ({ data }) => events.push(data) }).feed(new TextDecoder().decode(new TextEncoder().encode(text)));
  console.log(name, 'eventsource-parser', JSON.stringify(events));
}
JS
found=$(paste -d ' ' <(node read.mjs) <(venv/bin/python read.py))
echo "$found"
[ "$found" = 'plain eventsource-parser ["one"] httpx-sse ["one"] sseclient-py ["one"]
mark eventsource-parser ["one"] httpx-sse [] sseclient-py []
no-data eventsource-parser ["one"] httpx-sse ["", "one"] sseclient-py ["one"]
cut eventsource-parser ["whole"] httpx-sse ["whole"] sseclient-py ["whole", "{\"a\":1,"]' ]
