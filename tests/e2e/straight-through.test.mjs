// @ts-check
// The journey without detours on the demo page. engines/journey.test.mjs runs it in every engine under the strictest policy.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { openAccount } from '../support/straight-journey.mjs';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

test('a customer fills the form, scans the code and opens an account', async (t) => {
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  await openAccount(t, funnel, desktop);
  assert.deepEqual(desktop.complaints, []);
});
