// @ts-check
// The partner's page under the strictest possible policy: a new nonce in every answer, no picture except its icon, no
// Trusted Types policy. It is a proxy of the demo server, and collects the browser's policy reports. The demo's own
// policy, by origin instead of nonce, is in `www/demo/server/routes.mjs`.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';

/**
 * @typedef {object} StrictHost
 * @property {string} url of the page
 * @property {string[]} violations reported violations of the policy: directive and what was refused
 * @property {string[]} complaints exceptions, console errors and warnings of the page
 * @property {string[]} failures requests of the page with a status of 400 or above: method, path, status
 * @property {(directive: string) => Promise<void>} violation resolves once a violation of the directive was reported
 * @property {Promise<string[]>} returned resolves once the page came back out of the back/forward cache: what the module
 *   showed at once, and two frames later
 * @property {() => Promise<void>} stop
 */

/** Path for the reports of the browser and of `witness.js`. */
const REPORTS = '/policy-reports';
const COMPLAINTS = '/complaints';
const RETURNED = '/returned';
const WITNESS = '/witness.js';
/**
 * How Firefox names code that was a text before. Under this policy no page can run such code. It is the test driver's
 * own, which adds a style sheet to the page for each picture.
 */
const OF_THE_DRIVER = /%3E%20eval$/;

/** Path of the module's wasm. */
const WASM = '/xpollens-onboarding/wasm/module_bg.wasm';

/**
 * What keeps the wasm from running.
 * @typedef {object} Fault
 * @property {boolean} [isForbidden] whether the policy forbids WebAssembly
 * @property {(response: import('node:http').ServerResponse) => void} [answer] answers the request for the wasm
 */

/**
 * The only picture is the page's own icon, because browsers look for another one if there is none.
 * @param {string} nonce
 * @param {string} origin
 * @param {Fault} fault
 */
const policyWith = (nonce, origin, { isForbidden }) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isForbidden ? '' : " 'wasm-unsafe-eval'"}`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    `img-src ${origin}/favicon.svg`,
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    `report-uri ${REPORTS}`,
  ].join('; ');

/**
 * @param {string} demo address of the demo's page
 * @param {Fault} [fault]
 * @returns {Promise<StrictHost>}
 */
export async function startStrictHost(demo, fault = {}) {
  const reports = new Reports();
  const server = createServer((request, response) => {
    answer(request, response, reports, new URL(demo), fault).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const { violations, complaints, failures, returned } = reports;
  return {
    url: `http://127.0.0.1:${port}/`,
    violations,
    complaints,
    failures,
    returned,
    violation: (directive) => reports.violation(directive),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The reports of the browser and of the page itself. */
class Reports {
  /** @type {string[]} */
  violations = [];
  /** @type {string[]} */
  complaints = [];
  /** @type {string[]} */
  failures = [];
  /** @type {(screens: string[]) => void} */
  #resolveReturned = () => {};
  /** @type {Promise<string[]>} */
  returned = new Promise((resolve) => (this.#resolveReturned = resolve));
  /** @type {string[]} */
  #screens = [];
  /** @type {{ directive: string, resolve: () => void }[]} */
  #awaited = [];

  /**
   * @param {string} directive
   * @returns {Promise<void>}
   */
  violation(directive) {
    return new Promise((resolve) => this.#awaited.push({ directive, resolve }));
  }

  /** @param {string} text a report of the browser */
  addViolation(text) {
    const { 'csp-report': report } = JSON.parse(text);
    const directive = report['effective-directive'] || report['violated-directive'];
    this.#awaited = this.#awaited.filter((waiting) => {
      if (!directive.startsWith(waiting.directive)) return true;
      waiting.resolve();
      return false;
    });
    if (!OF_THE_DRIVER.test(report['source-file'] ?? '')) this.violations.push(`${directive} ${report['blocked-uri']}`);
  }

  /** @param {string} screen what the page shows after its return, at once and two frames later */
  addScreen(screen) {
    this.#screens.push(screen);
    if (this.#screens.length === 2) this.#resolveReturned(this.#screens);
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {Reports} reports
 * @param {URL} demo
 * @param {Fault} fault
 */
async function answer(request, response, reports, demo, fault) {
  const { url } = request;
  if (url === WASM && fault.answer) {
    fault.answer(response);
  } else if (url === WITNESS) {
    const script = await readFile(new URL('witness.js', import.meta.url));
    response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
  } else if (url === RETURNED || url === REPORTS || url === COMPLAINTS) {
    const text = String(await bodyOf(request));
    if (url === RETURNED) reports.addScreen(text);
    else if (url === REPORTS) reports.addViolation(text);
    else reports.complaints.push(text);
    response.writeHead(204).end();
  } else {
    response.on('finish', () => {
      if (response.statusCode >= 400) reports.failures.push(`${request.method} ${url} ${response.statusCode}`);
    });
    pass(request, response, demo, fault);
  }
}

/**
 * Passes a request on to the demo server. A document is answered with the policy, its nonces and the witness.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {URL} demo
 * @param {Fault} fault
 */
function pass(request, response, demo, fault) {
  // Uncompressed and never a 304, because the document is modified.
  const { 'accept-encoding': _, 'if-none-match': __, ...headers } = request.headers;
  const { hostname: host, port } = demo;
  const onwards = httpRequest({ host, port, method: request.method, path: request.url, headers });
  onwards.on('response', (answer) => {
    relay(answer, response, `http://${headers.host}`, fault).catch(() => response.destroy());
  });
  onwards.on('error', () => response.destroy());
  response.on('close', () => onwards.destroy());
  request.pipe(onwards);
}

/**
 * @param {import('node:http').IncomingMessage} answer
 * @param {import('node:http').ServerResponse} response
 * @param {string} origin
 * @param {Fault} fault
 */
async function relay(answer, response, origin, fault) {
  const nonce = randomBytes(16).toString('base64url');
  const { etag: _, ...headers } = answer.headers;
  headers['content-security-policy'] = policyWith(nonce, origin, fault);
  if (headers['content-type']?.startsWith('text/html')) {
    const document = withNonces(String(await bodyOf(answer)), nonce);
    headers['content-length'] = String(Buffer.byteLength(document));
    response.writeHead(answer.statusCode ?? 502, headers).end(document);
    return;
  }
  response.writeHead(answer.statusCode ?? 502, headers).flushHeaders();
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}

/**
 * Adds the nonce to each script and style sheet, as a partner with such a policy does.
 * @param {string} page
 * @param {string} nonce
 */
const withNonces = (page, nonce) =>
  page
    .replaceAll(/<(script|link rel="(?:stylesheet|modulepreload)")/g, `<$1 nonce="${nonce}"`)
    .replace('<head>', `<head>\n<script nonce="${nonce}" src="${WITNESS}"></script>`);

/** @param {import('node:http').IncomingMessage} message */
async function bodyOf(message) {
  /** @type {Buffer[]} */
  const parts = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
}
