#!/usr/bin/env bash
# Chromium 156, Firefox ESR 153 (Debian packages) and Node 20's fetch treat a compressed body that ends in the middle as complete.
#
# gzip has a length and a checksum at its end, brotli a last-block mark, so a good guess is that fetch rejects, or that <link> fires "error", when
# the end is missing (a cache that stored half an upload, a proxy that was cut off). Seen, with gzip, br and deflate alike: status 200, text()
# resolves with the part that could be decompressed, a style sheet has about half of its rules, <link> fires "load", nothing is logged. Only a
# Content-Length that disagrees is an error. Files that must be whole need a digest that their loader compares.
# Needs chromium and firefox-esr from the distribution; playwright-core 1.64.1 (npm) drives them.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; echo '{"type":"module","private":true}' > package.json
npm install --silent --no-audit --no-fund playwright-core@1.64.1
cat > cut.mjs <<'JS'
import { createServer } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { chromium, firefox } from 'playwright-core';

const codings = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };
const css = Array.from({ length: 400 }, (_, index) => `.rule-${index} { order: ${index} }`).join('\n');
const server = createServer((request, response) => {
  const coding = request.url.slice(1);
  if (!codings[coding]) return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
  const whole = codings[coding](css);
  const part = whole.subarray(0, whole.length / 2);
  const headers = { 'content-type': 'text/css', 'content-encoding': coding, 'content-length': part.length };
  response.writeHead(200, headers).end(part);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const base = `http://127.0.0.1:${server.address().port}/`;

const inPage = async ([base, codings]) => {
  const seen = [];
  for (const coding of codings) {
    const text = await fetch(base + coding).then((response) => response.text(), () => '');
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: base + coding });
    const event = await new Promise((told) => {
      link.onload = link.onerror = ({ type }) => told(type);
      document.head.append(link);
    });
    seen.push([coding, text.length, event, link.sheet?.cssRules.length ?? 0]);
  }
  return seen;
};
const engines = [
  ['chromium', () => chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })],
  ['firefox', () => firefox.launch({ channel: 'moz-firefox', executablePath: '/usr/bin/firefox-esr' })],
];
let asSeen = true;
for (const [name, launch] of engines) {
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(base);
  const rows = await page.evaluate(inPage, [base, Object.keys(codings)]);
  for (const [coding, length, event, rules] of rows) {
    console.log(`${name} ${browser.version()}: ${coding} ${length} of ${css.length} characters, link ${event}, ${rules} of 400 rules`);
    asSeen &&= length > 0 && length < css.length && event === 'load' && rules > 0 && rules < 400;
  }
  await browser.close();
}
for (const coding of Object.keys(codings)) {
  const text = await fetch(base + coding).then((response) => response.text(), () => '');
  console.log(`node ${process.version}: ${coding} ${text.length} of ${css.length} characters`);
  asSeen &&= text.length > 0 && text.length < css.length;
}
server.close();
server.closeAllConnections();
if (!asSeen) throw new Error('the behaviour changed');
JS
node cut.mjs
