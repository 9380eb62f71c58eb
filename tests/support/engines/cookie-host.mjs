// @ts-check
// A partner's page over TLS in cookie mode: the page is the tag alone, and the answer with the page sets the session as a
// cookie. The partner knows one customer, who has logged in. Calls and files are passed to the demo server.

import { request as ask } from 'node:http';
import { createServer } from 'node:https';
import { SECURITY_HEADERS } from '../../../www/demo/server/routes.mjs';
import { makeCertificate } from './certificate.mjs';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bank</title><link rel="icon" href="/favicon.svg">
<script type="module" src="/xpollens-onboarding/define.js"></script></head>
<body><xpollens-onboarding endpoint="/onboarding-api"></xpollens-onboarding></body></html>`;

/**
 * @typedef {object} CookieHost
 * @property {string} url of the page
 * @property {{ cookie?: string, authorization?: string }[]} calls what the browser sent with each call of the backend
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} demo address of the demo's page
 * @returns {Promise<CookieHost>}
 */
export async function startCookieHost(demo) {
  const openSession = customerOf(demo);
  /** @type {CookieHost['calls']} */
  const calls = [];
  const server = createServer(makeCertificate(), (request, response) => {
    if (request.url === '/') {
      const headers = { ...Object.fromEntries(SECURITY_HEADERS), 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };
      openSession().then(
        (cookie) => response.writeHead(200, { ...headers, 'Set-Cookie': cookie }).end(PAGE),
        () => response.destroy(),
      );
      return;
    }
    const { cookie, authorization } = request.headers;
    if (request.url?.startsWith('/onboarding-api/')) calls.push({ cookie, authorization });
    pass(request, response, demo);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `https://127.0.0.1:${port}/`,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Opens sessions of one customer: the cookie of the session, as the partner's server sets it.
 * @param {string} demo
 */
function customerOf(demo) {
  let customer = '';
  return async () => {
    const answer = await fetch(`${demo}demo/session?as=cookie`, { method: 'POST', headers: { cookie: customer } });
    const cookies = answer.headers.getSetCookie();
    const named = (/** @type {string} */ name) => cookies.find((cookie) => cookie.startsWith(name)) ?? '';
    [customer = ''] = named('demo-customer=').split(';');
    return named('__Host-onboarding=');
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} demo
 */
function pass(request, response, demo) {
  const onwards = ask(new URL(request.url ?? '/', demo), { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
    answer.pipe(response);
  });
  onwards.on('error', () => response.destroy());
  response.on('close', () => onwards.destroy());
  request.pipe(onwards);
}
