// @ts-check
// The lines that the guide gives for a faster start: each file is loaded once, and beside the script.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { example, playBackend } from '../support/played-backend.mjs';

const GUIDE = readFileSync(inRepository('docs', 'INTEGRATION.md'), 'utf8');
/** The attributes of each line. */
const LINKS = [...GUIDE.matchAll(/^<link (.*)>$/gm)].map(([, text]) =>
  Object.fromEntries([...text.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
);

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

test('what the lines of the guide preload is used, and is not loaded again', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await playBackend(host.page, example('snapshot.start'));
  assert.equal(LINKS.length, 3);
  /** @type {string[]} */
  const served = [];
  await host.page.route(new RegExp(LINKS.map(({ href }) => `${href}$`).join('|')), async (route) => {
    served.push(new URL(route.request().url()).pathname);
    await route.continue();
  });
  await host.page.evaluate(async (links) => {
    const loads = links.map((attributes) => {
      const link = document.createElement('link');
      for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
      const isLoaded = new Promise((loaded, failed) => Object.assign(link, { onload: loaded, onerror: failed }));
      document.head.append(link);
      return isLoaded;
    });
    await Promise.all(loads);
  }, LINKS);
  const paths = LINKS.map(({ href }) => href).sort();
  assert.deepEqual(served.toSorted(), paths, 'they are loaded without the module');
  await host.mount();
  await host.form('one').waitFor();
  assert.deepEqual(served.toSorted(), paths);
  assert.deepEqual(host.complaints, []);
});
