// @ts-check
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { demoRoutes } from './routes.mjs';

/** @typedef {{ method: string, path: string, headers: import('node:http').IncomingHttpHeaders, body: string }} Received */

const folder = mkdtempSync(join(tmpdir(), 'demo-'));
/** @type {Received[]} */
let received = [];
/** Answers for the fake backend. @type {import('node:http').RequestListener} */
let answerAs;

const backend = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    answerAs(request, response);
  });
});
/** @type {ReturnType<typeof demoRoutes>} */
let routes;
const demo = createServer((request, response) => routes.answer(request, response));
let base = '';

/** @param {import('node:http').Server} server */
async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

/** @param {import('node:http').ServerResponse} response @param {unknown} body */
function json(response, body) {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

before(async () => {
  mkdirSync(join(folder, 'wasm'));
  mkdirSync(join(folder, 'demo'));
  writeFileSync(join(folder, 'index.js'), `export const filler = '${'x'.repeat(4000)}';`);
  writeFileSync(join(folder, 'wasm', 'module_bg.wasm'), Buffer.from([0, 97, 115, 109]));
  writeFileSync(join(folder, 'demo', 'server.mjs'), 'secret');
  const backendUrl = await listen(backend);
  routes = demoRoutes({ backend: new URL(backendUrl), partnerKey: 'partner-key', moduleDir: folder, phoneUrl: new URL('http://127.0.0.1:8090/phone/') });
  base = await listen(demo);
});

beforeEach(() => {
  received = [];
  answerAs = (_request, response) => json(response, { sessionToken: 'token', expiresAt: '2026-11-23T15:00:00Z', more: 1 });
});

after(() => {
  routes.close();
  for (const server of [demo, backend]) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true });
});

/** @param {string} path @param {string} [cookie] */
function openSession(path = '/demo/session', cookie = '') {
  return fetch(base + path, { method: 'POST', headers: cookie === '' ? {} : { cookie } });
}

/** @param {Response} response */
function cookieOf(response) {
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

function referenceSent() {
  return JSON.parse(received.at(-1)?.body ?? '{}').customerReference;
}

test('every answer has the strict policy, even if the backend sends another', async () => {
  answerAs = (_request, response) => response.writeHead(200, { 'Content-Security-Policy': "default-src *", 'ETag': '"7"' }).end('{}');
  for (const path of ['/', '/demo.js', '/nothing', '/demo/config', '/onboarding-api/onboarding', '/onboarding-api/sessions', '/xpollens-onboarding/index.js']) {
    const answer = await fetch(base + path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/, path);
    assert.match(policy, /require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/, path);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer', path);
    assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin', path);
  }
});

test('a session is opened with the partner key, which the page never sees', async () => {
  const answer = await openSession();
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.deepEqual(await answer.json(), { sessionToken: 'token', expiresAt: '2026-11-23T15:00:00Z' });
  assert.equal(received[0]?.path, '/sessions');
  assert.equal(received[0]?.headers.authorization, 'Bearer partner-key');
  assert.match(answer.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Strict$/);
  assert.match(referenceSent(), /^[\x21-\x7e]{1,64}$/);
});

test('a reload resumes the same customer and a restart gives a new one', async () => {
  const first = cookieOf(await openSession());
  const reference = referenceSent();
  await openSession('/demo/session', first);
  assert.equal(referenceSent(), reference);

  const restarted = await openSession('/demo/restart', first);
  assert.equal(restarted.status, 204);
  await openSession('/demo/session', cookieOf(restarted));
  assert.notEqual(referenceSent(), reference);
});

test('a cookie that this server did not make is ignored', async () => {
  await openSession('/demo/session', 'demo-customer=customer-4711');
  assert.notEqual(referenceSent(), 'customer-4711');
});

test('another site cannot open a session', async () => {
  const answer = await new Promise((resolve, reject) => {
    const sent = httpRequest(`${base}/demo/session`, { method: 'POST', headers: { 'Sec-Fetch-Site': 'cross-site' } }, resolve);
    sent.on('error', reject).end();
  });
  answer.resume();
  assert.equal(answer.statusCode, 403);
  assert.equal(received.length, 0);
});

test('a refusal of the session by the backend becomes a problem without the answer of the backend', async () => {
  answerAs = (_request, response) => response.writeHead(403).end('{"detail":"secret"}');
  const answer = await openSession();
  assert.equal(answer.status, 502);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.equal((await answer.json()).code, 'internal');
});

test('the calls of the page reach the backend unchanged, without the demo cookie', async () => {
  await fetch(`${base}/onboarding-api/onboarding/steps/profile?x=1`, {
    method: 'PUT',
    headers: { Authorization: 'Bearer token', 'Idempotency-Key': 'k1', 'X-Onboarding-Client': '1', cookie: 'demo-customer=a' },
    body: '{"step":"profile"}',
  });
  const [call] = received;
  assert.equal(`${call?.method} ${call?.path}`, 'PUT /onboarding/steps/profile?x=1');
  assert.equal(call?.body, '{"step":"profile"}');
  assert.equal(call?.headers['idempotency-key'], 'k1');
  assert.equal(call?.headers.authorization, 'Bearer token');
  assert.equal(call?.headers['x-onboarding-client'], '1');
  assert.equal(call?.headers.cookie, undefined);
});

test('in cookie mode the session is a cookie that only the backend sees', async () => {
  const answer = await openSession('/demo/session?as=cookie');
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const [customer, session] = answer.headers.getSetCookie();
  assert.match(customer ?? '', /^demo-customer=demo-/);
  assert.equal(
    session,
    '__Host-onboarding=token; Path=/; Expires=Mon, 23 Nov 2026 15:00:00 GMT; Secure; HttpOnly; SameSite=Strict',
  );

  answerAs = (_request, response) => response.writeHead(204, { 'Set-Cookie': '__Host-onboarding=; Path=/; Max-Age=0' }).end();
  const cookie = 'demo-customer=a; __Host-onboarding=token; other=b; __Host-onboarding-x=c';
  const left = await fetch(`${base}/onboarding-api/onboarding/session`, { method: 'DELETE', headers: { cookie } });
  assert.equal(received.at(-1)?.headers.cookie, '__Host-onboarding=token');
  assert.deepEqual(left.headers.getSetCookie(), ['__Host-onboarding=; Path=/; Max-Age=0']);
});

test('the page cannot reach paths for servers', async () => {
  for (const path of ['/sessions', '/callbacks/xpollens', '/metrics', '/health/live', '/onboarding/../sessions', '/onboarding/%2e%2e/sessions', '/onboardingx']) {
    const answer = await new Promise((resolve, reject) => {
      // Sent by hand: fetch would resolve the dots itself.
      httpRequest(new URL(base).origin, { path: `/onboarding-api${path}` }, resolve).on('error', reject).end();
    });
    answer.resume();
    assert.equal(answer.statusCode, 404, path);
  }
  assert.equal(received.length, 0);
});

test('an answer streams through before it ends', async () => {
  /** @type {(() => void) | undefined} */
  let finish;
  answerAs = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write('{"first":1,');
    finish = () => response.end('"last":2}');
  };
  const answer = await fetch(`${base}/onboarding-api/onboarding`);
  const reader = /** @type {ReadableStream<Uint8Array>} */ (answer.body).getReader();
  assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), '{"first":1,');
  finish?.();
  assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), '"last":2}');
});

test('a page that goes away ends its long poll at the backend', async () => {
  const gone = new Promise((resolve) => {
    answerAs = (_request, response) => {
      response.on('close', resolve);
      leave.abort();
    };
  });
  const leave = new AbortController();
  await assert.rejects(fetch(`${base}/onboarding-api/onboarding?after=3&waitSeconds=25`, { signal: leave.signal }));
  await gone;
});

test('a backend that cuts the connection is a problem that the module can retry', async () => {
  answerAs = (request) => request.socket.destroy();
  const answer = await fetch(`${base}/onboarding-api/onboarding`);
  assert.equal(answer.status, 502);
  const problem = await answer.json();
  assert.equal(problem.status, 502);
  assert.equal(answer.headers.get('x-request-id'), problem.requestId);
});

test('a 304 of the backend is passed on', async () => {
  answerAs = (_request, response) => response.writeHead(304, { ETag: '"7"' }).end();
  const answer = await fetch(`${base}/onboarding-api/onboarding`, { headers: { 'If-None-Match': '"7"' } });
  assert.equal(answer.status, 304);
  assert.equal(answer.headers.get('etag'), '"7"');
});

test('the module is served with its types, compressed, and revalidated', async () => {
  const wasm = await fetch(`${base}/xpollens-onboarding/wasm/module_bg.wasm`);
  assert.equal(wasm.headers.get('content-type'), 'application/wasm');
  const script = await fetch(`${base}/xpollens-onboarding/index.js`, { headers: { 'Accept-Encoding': 'gzip, br' } });
  assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.equal(script.headers.get('content-encoding'), 'br');
  assert.match(await script.text(), /^export const filler/);
  const tag = script.headers.get('etag') ?? '';
  const again = await fetch(`${base}/xpollens-onboarding/index.js`, { headers: { 'Accept-Encoding': 'gzip, br', 'If-None-Match': tag } });
  assert.equal(again.status, 304);
});

test('a rebuilt module shows at the next request', async () => {
  const path = join(folder, 'define.js');
  writeFileSync(path, 'one');
  assert.equal(await (await fetch(`${base}/xpollens-onboarding/define.js`)).text(), 'one');
  writeFileSync(path, 'second');
  assert.equal(await (await fetch(`${base}/xpollens-onboarding/define.js`)).text(), 'second');
});

test('neither the server nor anything outside the folders is served', async () => {
  for (const path of ['/server.mjs', '/server/routes.mjs', '/xpollens-onboarding/demo/server.mjs', '/xpollens-onboarding/../package.json', '/xpollens-onboarding/texts/..%2findex.js', '/index.html']) {
    assert.equal((await fetch(base + path)).status, 404, path);
  }
});

test('the page uses the language of the link, else of the browser', async () => {
  /** @type {Array<[string, string, string]>} */
  const cases = [['/', 'fr-FR,en;q=0.8', 'fr'], ['/', 'de', 'en'], ['/?lang=en', 'fr', 'en'], ['/?lang=fr', 'en', 'fr']];
  for (const [path, accepted, language] of cases) {
    const answer = await fetch(base + path, { headers: { 'Accept-Language': accepted } });
    assert.match(await answer.text(), new RegExp(`<html lang="${language}">`), `${path} ${accepted}`);
    assert.match(answer.headers.get('vary') ?? '', /Accept-Language/);
  }
});

test('the page learns where the phone is', async () => {
  assert.deepEqual(await (await fetch(`${base}/demo/config`)).json(), { phoneUrl: 'http://127.0.0.1:8090/phone/' });
});
