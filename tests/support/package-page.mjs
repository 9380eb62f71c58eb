// @ts-check
// Serves a built site on a loopback port under the strict policy, and visits it until the first form appears, or the message
// that the module does not run.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { inRepository } from '../../scripts/repository.mjs';
import { staticFiles } from '../../www/demo/server/files.mjs';
import { SECURITY_HEADERS } from '../../www/demo/server/routes.mjs';
import { openDesktop } from './browser.mjs';

const SNAPSHOT = readFileSync(inRepository('contract', 'fixtures', 'snapshot.start.json'), 'utf8');

/**
 * Serves a folder like a static host, with the strict policy of the demo page.
 * @param {string} folder
 * @param {ReadonlyArray<readonly [string, string]>} [headers]
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function serve(folder, headers = SECURITY_HEADERS) {
  const files = staticFiles(folder);
  const server = createServer((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const path = new URL(request.url ?? '/', 'http://site.invalid').pathname;
    files.send(request, response, path.endsWith('/') ? `${path}index.html` : path);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve(undefined));
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/`, stop: /** @type {() => Promise<void>} */ (stop) };
}

/**
 * The strict policy, with the digests of the scripts that a build tool writes into its page, as a partner adds them.
 * @param {string} folder
 * @returns {ReadonlyArray<readonly [string, string]>}
 */
export function headersWithInlineScripts(folder) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/<script[^>]*>([^<]+)<\/script>/g)].map(([, script]) => script);
  const digests = scripts.map((script) => ` 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return SECURITY_HEADERS.map(([name, value]) => [name, value.replace("script-src 'self'", `script-src 'self'${digests.join('')}`)]);
}

/**
 * What a visit shows.
 * @typedef {object} Visit
 * @property {'form' | 'words' | 'nothing'} seen the first form; the message that the module does not run; or neither
 * @property {string[]} complaints of the page, on its console and by its policy
 * @property {number} wasms how many .wasm files were fetched
 * @property {number} rules of the style sheet that the module wears
 * @property {number} pageRules that stand in the page itself
 * @property {string} button the colour of the form's button: without the style sheet it is grey
 * @property {string[]} unexpected calls of the backend
 * @property {string[]} tokens of the calls, in their order
 */

/**
 * Opens a page that embeds the module with the endpoint `/api`. The backend is the contract's first snapshot; any other
 * call is answered with 501 and noted.
 * @param {string} url
 * @returns {Promise<Visit>}
 */
export async function visit(url) {
  const desktop = await openDesktop();
  try {
    /** @type {string[]} */
    const unexpected = [];
    /** @type {string[]} */
    const tokens = [];
    await desktop.context.route('**/api/**', (route) => {
      const request = route.request();
      const { pathname, searchParams } = new URL(request.url());
      if (request.method() !== 'GET' || pathname !== '/api/onboarding') {
        unexpected.push(`${request.method()} ${pathname}`);
        return route.fulfill({ status: 501 });
      }
      tokens.push(request.headers().authorization ?? 'none');
      // There is no revision after the first one.
      if (searchParams.has('after')) return route.fulfill({ status: 304, headers: { etag: '"1"' } });
      return route.fulfill({ contentType: 'application/json', headers: { etag: '"1"' }, body: SNAPSHOT });
    });
    let wasms = 0;
    desktop.page.on('request', (request) => {
      // A development server answers the import of an address with a script of that name.
      if (request.resourceType() === 'fetch' && new URL(request.url()).pathname.endsWith('.wasm')) wasms += 1;
    });
    await desktop.page.goto(url);
    const heading = desktop.page.getByRole('heading', { name: 'Your name' });
    const alert = desktop.page.locator('xpollens-onboarding').getByRole('alert');
    const seen = await Promise.race([
      heading.waitFor().then(() => /** @type {const} */ ('form')),
      alert.waitFor().then(() => /** @type {const} */ ('words')),
    ]).catch(() => /** @type {const} */ ('nothing'));
    const look = await desktop.page.evaluate(readLook);
    return { seen, complaints: desktop.complaints, wasms, ...look, unexpected, tokens };
  } finally {
    await desktop.close();
  }
}

/** Runs in the page. */
function readLook() {
  const sheets = [...document.styleSheets, ...document.adoptedStyleSheets];
  const pageRules = sheets.reduce((sum, sheet) => sum + sheet.cssRules.length, 0);
  const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
  const rules = root?.adoptedStyleSheets[0]?.cssRules.length ?? 0;
  const button = root?.querySelector('button[type=submit]');
  return { rules, pageRules, button: button ? getComputedStyle(button).backgroundColor : '' };
}

/**
 * Expects the first form, with its whole style, and no complaint.
 * @param {string} url
 * @param {{ wasms?: number }} [expected] how many .wasm files are fetched
 */
export async function expectFirstForm(url, { wasms = 1 } = {}) {
  const seen = await visit(url);
  assert.equal(seen.seen, 'form', `the page complained:\n${seen.complaints.join('\n') || '(nothing)'}`);
  const { complaints, unexpected, pageRules, tokens } = seen;
  assert.deepEqual({ complaints, unexpected, pageRules, wasms: seen.wasms }, { complaints: [], unexpected: [], pageRules: 0, wasms });
  assert.deepEqual([...new Set(tokens)], ['Bearer session-token']);
  assert.ok(seen.rules > 100, `${seen.rules} rules`);
  const [, red, green, blue] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(seen.button) ?? [];
  assert.notDeepEqual([red, red], [green, blue], `the button has its colour: ${seen.button}`);
}

/**
 * Expects that the module does not run, and tells the developer both ways out.
 * @param {string} url
 */
export async function expectWords(url) {
  const { seen, complaints } = await visit(url);
  assert.equal(seen, 'words', complaints.join('\n'));
  const told = complaints.join('\n');
  for (const way of ['"wasmUrl"', '"xpollens-onboarding/inline"']) assert.ok(told.includes(way), told);
}
