// @ts-check
// Passes `/onboarding-api/*` to the partner backend: the browser's calls and no others. Answers are streamed. If the
// caller goes away, the call to the backend ends. In production the partner's own reverse proxy does this.

import { Agent, request as httpRequest } from 'node:http';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';
import { cookieNamed, SESSION_COOKIE } from './cookie.mjs';
import { problem } from './problem.mjs';

const PREFIX = '/onboarding-api';
/** The page cannot reach `POST /sessions`, the callbacks and the operations paths, which are for servers. */
const BROWSER_CALL = /^\/(?:onboarding(?:\/.*)?|places)$/;
/** Headers of the connection, not of the message (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer',
  'transfer-encoding', 'upgrade',
]);
/** Time limit without data. Longer than the 25 s for which the backend may hold a snapshot. */
const SILENCE_MS = 60_000;

/** @param {URL} backend */
export function backendProxy(backend) {
  const isTls = backend.protocol === 'https:';
  const agent = isTls ? new TlsAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const send = isTls ? httpsRequest : httpRequest;
  const base = backend.pathname.replace(/\/$/, '');

  return {
    /**
     * @param {import('node:http').IncomingMessage} request
     * @param {import('node:http').ServerResponse} response
     * @param {URL} url the request's address, dot segments resolved
     */
    async pass(request, response, url) {
      const path = url.pathname.slice(PREFIX.length);
      if (!BROWSER_CALL.test(path)) return problem(response, 404, 'not_found', 'The page may not call this');
      const upstream = send({
        agent,
        host: backend.hostname.replace(/[[\]]/g, ''),
        port: backend.port || (isTls ? 443 : 80),
        method: request.method,
        path: `${base}${path}${url.search}`,
        headers: forwarded(request, backend),
      });
      upstream.setTimeout(SILENCE_MS, () => upstream.destroy(new Error('the backend is silent')));
      upstream.on('response', (answer) => relay(answer, response));
      upstream.on('error', (error) => {
        if (response.headersSent || response.destroyed) {
          response.destroy();
          return;
        }
        process.stderr.write(`demo: the backend does not answer: ${error.message}\n`);
        // Whether the backend did the work is unknown here. The page asks again with the same key.
        problem(response, 502, 'internal', 'The partner backend does not answer; is it running?');
      });
      response.on('close', () => {
        if (!response.writableFinished) upstream.destroy();
      });
      request.pipe(upstream);
    },

    /** Ends the idle and the running connections to the backend. */
    close() {
      agent.destroy();
    },
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {URL} backend
 * @returns {import('node:http').OutgoingHttpHeaders}
 */
function forwarded(request, backend) {
  /** @type {import('node:http').OutgoingHttpHeaders} */
  const headers = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!HOP_BY_HOP.has(name) && name !== 'cookie') headers[name] = value;
  }
  // The session cookie is for the backend. All others stay here: the demo's own cookie names the customer.
  const cookie = cookieNamed(request, SESSION_COOKIE);
  if (cookie !== undefined) headers.cookie = `${SESSION_COOKIE}=${cookie}`;
  headers.host = backend.host;
  headers['x-forwarded-for'] = request.socket.remoteAddress;
  return headers;
}

/**
 * @param {import('node:http').IncomingMessage} answer
 * @param {import('node:http').ServerResponse} response
 */
function relay(answer, response) {
  for (const [name, value] of Object.entries(answer.headers)) {
    // The strict policy set for the page wins over headers of the backend.
    if (!HOP_BY_HOP.has(name) && value !== undefined && !response.hasHeader(name)) response.setHeader(name, value);
  }
  response.writeHead(answer.statusCode ?? 502);
  response.flushHeaders();
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}
