// @ts-check
// Serves a built site on a loopback port under the strict policy, and visits it until the first form appears.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { inRepository } from '../../scripts/repository.mjs';
import { staticFiles } from '../../www/demo/server/files.mjs';
import { SECURITY_HEADERS } from '../../www/demo/server/routes.mjs';
import { openDesktop } from './browser.mjs';

const SNAPSHOT = readFileSync(inRepository('contract', 'fixtures', 'snapshot.start.json'), 'utf8');

/**
 * Serves a folder like a static host, with the strict policy of the demo page.
 * @param {string} folder
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function serve(folder) {
  const files = staticFiles(folder);
  const server = createServer((request, response) => {
    for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
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
 * Opens a page that embeds the module with the endpoint `/api`, and expects the first form without errors. The backend
 * answers with the contract's first snapshot. Any other call is answered with 501 and fails the visit.
 * @param {string} url
 */
export async function expectFirstForm(url) {
  const desktop = await openDesktop();
  try {
    /** @type {string[]} */
    const unexpected = [];
    await desktop.context.route('**/api/**', (route) => {
      const request = route.request();
      const { pathname, searchParams } = new URL(request.url());
      if (request.method() !== 'GET' || pathname !== '/api/onboarding') {
        unexpected.push(`${request.method()} ${pathname}`);
        return route.fulfill({ status: 501 });
      }
      // There is no revision after the first one.
      if (searchParams.has('after')) return route.fulfill({ status: 304, headers: { etag: '"1"' } });
      return route.fulfill({ contentType: 'application/json', headers: { etag: '"1"' }, body: SNAPSHOT });
    });
    await desktop.page.goto(url);
    const heading = desktop.page.getByRole('heading', { name: 'About you' });
    await heading.waitFor().catch((error) => {
      throw new Error(
        `the first form did not appear. The page complained:\n${desktop.complaints.join('\n') || '(nothing)'}\n${error}`,
      );
    });
    assert.equal(await desktop.page.evaluate(() => customElements.get('xpollens-onboarding') !== undefined), true);
    assert.deepEqual(desktop.complaints, []);
    assert.deepEqual(unexpected, []);
  } finally {
    await desktop.close();
  }
}
