// @ts-check
// The session may end at any moment: the module asks for a new token, and the customer notices nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { until } from '../support/until.mjs';

const CALLS = '**/onboarding-api/**';
const SESSION = '**/demo/session';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * From the form to the code, with the call of that index refused once.
 * @param {number} refused
 * @returns {Promise<{ calls: number, tokens: number, isRefused: boolean }>}
 */
async function walkToTheCode(refused) {
  const desktop = await Desktop.launch();
  try {
    let [calls, tokens] = [0, 0];
    /** @type {Promise<unknown> | undefined} resolves once a token is requested after the refusal */
    let renewed;
    desktop.page.on('request', (request) => {
      if (request.url().endsWith('/demo/session')) tokens += 1;
    });
    await desktop.page.route(CALLS, (route) => {
      if (calls++ !== refused) return route.continue();
      renewed = desktop.page.waitForRequest(SESSION);
      // It is checked at the end. Until then it must not become an unhandled rejection.
      renewed.catch(() => {});
      return route.fulfill({ status: 401, body: '' });
    });
    await desktop.visit(funnel.urls.page);
    const customer = newCustomer();
    await desktop.fillDetails(customer);
    await desktop.sendDetails();
    await desktop.heading(desktop.text('handoff.heading')).waitFor();
    await funnel.sandbox.advance(5000);
    await desktop.seeCode();
    assert.deepEqual(await funnel.sandbox.creations(customer.email), { tries: 1, users: 1 });
    assert.deepEqual(desktop.complaintsButFailedRequests(), []);
    // The call for news after the code may be refused only now.
    await renewed;
    return { calls, tokens, isRefused: renewed !== undefined };
  } finally {
    await desktop.close();
  }
}

test('whichever call is refused, the journey is the same and one more token is requested', async () => {
  for (let refused = 0; ; refused++) {
    const { calls, tokens, isRefused } = await walkToTheCode(refused);
    if (!isRefused) {
      assert.ok(refused >= 4, `${calls} calls were tried`);
      break;
    }
    assert.equal(tokens, 2, `the call ${refused} was refused`);
  }
});

test('calls refused together request one token, and each continues with it', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  let tokens = 0;
  let isExpired = false;
  let refused = 0;
  /** @type {() => void} */
  let give = () => {};
  const isGiven = new Promise((resolve) => (give = () => resolve(undefined)));
  await desktop.page.route(SESSION, async (route) => {
    tokens += 1;
    if (tokens > 1) await isGiven;
    await route.continue();
  });
  const first = new Promise((resolve) =>
    desktop.page.once('request', function look(request) {
      const token = request.headers()['authorization'];
      if (token) resolve(token);
      else desktop.page.once('request', look);
    }),
  );
  await desktop.visit(funnel.urls.page);
  await desktop.fillDetails(newCustomer());
  const old = await first;
  await desktop.page.route(CALLS, (route) => {
    if (!isExpired || route.request().headers()['authorization'] !== old) return route.continue();
    refused += 1;
    return route.fulfill({ status: 401, body: '' });
  });
  isExpired = true;
  // A status call and the form, at the same time.
  await desktop.hidePage(true);
  await desktop.hidePage(false);
  await desktop.sendDetails();
  await until('a status call and the form were refused', () => refused >= 2);
  give();
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.equal(tokens, 2, 'one token at the start, one for both refused calls');
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});
