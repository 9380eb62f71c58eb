// @ts-check
// The straight journey on the demo page as it is. In every engine, under the strictest policy: engines/journey.test.mjs.

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

test('a customer goes from the form over the scanned code to an opened account', async (t) => {
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  await openAccount(t, funnel, desktop);
  assert.deepEqual(desktop.complaints, []);
});
