// @ts-check
// The journey without detours on the demo page, with a SQLite file and on PostgreSQL. engines/journey.test.mjs runs it in every engine
// under the strictest policy.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPostgres } from '../../scripts/private-postgres.mjs';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { openAccount } from '../support/straight-journey.mjs';

/**
 * @param {import('node:test').TestContext} t
 * @param {string} [postgres]
 */
async function customerOpensAccount(t, postgres) {
  const funnel = await startHarness({ postgres });
  t.after(funnel.stop);
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  await openAccount(t, funnel, desktop);
  assert.deepEqual(desktop.complaints, []);
}

test('a customer fills the form, scans the code and opens an account', (t) => customerOpensAccount(t));

test('a customer opens an account on PostgreSQL', async (t) => {
  const server = await startPostgres();
  try {
    await t.test('the journey', (journey) => customerOpensAccount(journey, server.url));
  } finally {
    await server.stop();
  }
});
