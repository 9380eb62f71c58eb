// @ts-check
// Maps paths to answers, and sets the headers of every answer. `files.mjs`, `customer.mjs` and `proxy.mjs` make the
// answers.

import { fileURLToPath } from 'node:url';
import { customerSessions } from './customer.mjs';
import { staticFiles } from './files.mjs';
import { problem, sendJson } from './problem.mjs';
import { backendProxy } from './proxy.mjs';

/**
 * The strict policy under which the module must work, and related headers.
 * @type {ReadonlyArray<readonly [string, string]>}
 */
export const SECURITY_HEADERS = [
  [
    'Content-Security-Policy',
    [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "connect-src 'self'",
      "img-src 'self'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  ],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
];

/** The files of the page, by address. Nothing else in this folder is served. */
const PAGE_FILES = new Map([
  ['/demo.css', 'demo.css'],
  ['/demo.js', 'demo.js'],
  ['/favicon.svg', 'favicon.svg'],
  ['/terms/account', 'terms/account.html'],
  ['/terms/card', 'terms/card.html'],
  ['/terms/service', 'terms/service.html'],
]);

/** The files that the page may load from the module's folder, without `demo/`. */
const MODULE_FILE = /^(?:[\w.-]+\.(?:js|css)|(?:texts|(?:wasm\/)?occupations)\/[\w-]+\.js|wasm\/[\w.-]+\.(?:js|wasm))$/;

/**
 * @typedef {object} DemoOptions
 * @property {URL} backend where the partner backend answers
 * @property {string} partnerKey the key it expects on `POST /sessions`
 * @property {string} moduleDir the folder with the module's `index.js`
 * @property {URL} [phoneUrl] address of the simulated phone; no link without it
 */

/**
 * @param {DemoOptions} options
 * @returns {{ answer: import('node:http').RequestListener, close: () => void }} the listener, and a function that ends its
 *   connections to the backend
 */
export function demoRoutes(options) {
  const page = staticFiles(fileURLToPath(new URL('..', import.meta.url)));
  const module = staticFiles(options.moduleDir);
  const customer = customerSessions(options.backend, options.partnerKey);
  const proxy = backendProxy(options.backend);

  /** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} */
  async function route(request, response) {
    for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
    const target = `http://demo.invalid${request.url ?? '/'}`;
    if (!URL.canParse(target)) return problem(response, 400, 'malformed_request', 'This is not an address');
    const url = new URL(target);
    const path = url.pathname;

    if (path.startsWith('/onboarding-api/')) return proxy.pass(request, response, url);
    if (path === '/demo/session' || path === '/demo/restart') {
      if (request.method !== 'POST') return methodNotAllowed(response, 'POST');
      return path === '/demo/restart' ? customer.restart(request, response) : customer.open(request, response, wantedSession(url));
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed(response, 'GET, HEAD');
    if (path === '/demo/config') return sendJson(response, 200, { phoneUrl: options.phoneUrl?.href ?? null });
    if (path === '/') {
      response.setHeader('Vary', 'Accept-Language');
      return page.send(request, response, pageLanguage(request, url) === 'fr' ? 'index.fr.html' : 'index.html');
    }
    const pageFile = PAGE_FILES.get(path);
    if (pageFile !== undefined) return page.send(request, response, pageFile);
    const moduleFile = path.startsWith('/xpollens-onboarding/') ? path.slice('/xpollens-onboarding/'.length) : '';
    if (MODULE_FILE.test(moduleFile)) return module.send(request, response, moduleFile);
    return problem(response, 404, 'not_found', 'There is nothing at this address');
  }

  return {
    answer(request, response) {
      route(request, response).catch((error) => {
        process.stderr.write(`demo: ${request.method} failed: ${error instanceof Error ? error.message : error}\n`);
        if (response.headersSent) response.destroy();
        else problem(response, 500, 'internal', 'The demo server failed');
      });
    },
    close: proxy.close,
  };
}

/**
 * What the page asks for: the session in a cookie (`POST /demo/session?as=cookie`), of a customer whom the partner knows
 * (`customer=known`).
 * @param {URL} url
 */
const wantedSession = ({ searchParams }) => ({
  inCookie: searchParams.get('as') === 'cookie',
  isKnown: searchParams.get('customer') === 'known',
});

/**
 * The language of the link on the page, else the browser's preference among the two.
 * @param {import('node:http').IncomingMessage} request
 * @param {URL} url
 * @returns {'en' | 'fr'}
 */
function pageLanguage(request, url) {
  const asked = url.searchParams.get('lang');
  if (asked === 'en' || asked === 'fr') return asked;
  const first = /\b(en|fr)\b/i.exec(request.headers['accept-language'] ?? '');
  return first?.[1]?.toLowerCase() === 'fr' ? 'fr' : 'en';
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {string} allowed
 */
function methodNotAllowed(response, allowed) {
  response.setHeader('Allow', allowed);
  problem(response, 405, 'malformed_request', `This address answers ${allowed}`);
}
