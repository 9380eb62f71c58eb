// @ts-check
// Requests that cannot be sent or are not answered: the customer sees a message, keeps all typed text, and continues with
// one press. However many tries it takes, the provider has one user in the end.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';

const SUBMISSION = '**/onboarding-api/onboarding/steps/profile';
const CREATION = 'POST /api/v1.1/users';
/** Longer than the module waits for an answer, in milliseconds. */
const PAST_TIMEOUT_MS = 16_000;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * A page with the first form filled in.
 * @param {import('node:test').TestContext} t
 * @param {object} [options]
 * @param {boolean} [options.isBlind] whether it learns what the backend did only from the answer to the form:
 *   otherwise it may continue without a press if only that answer is lost
 */
async function openFilledForm(t, { isBlind = false } = {}) {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  if (isBlind) await desktop.page.route('**/onboarding-api/onboarding?*', () => {});
  // Timers run normally until a test moves them.
  await desktop.page.clock.install();
  await desktop.visit(funnel.urls.page);
  const customer = newCustomer();
  await desktop.fillDetails(customer);
  return { desktop, customer };
}

/** Failures of sending the first form, except a lost network: name, cause, message, number of tries. */
const FAILURES = /** @type {const} */ ([
  {
    what: 'the provider fails',
    notice: 'failure.server',
    arrange: () => funnel.sandbox.setFaults({ api: [{ route: CREATION, fault: 'status', status: 500, times: 1 }] }),
  },
  {
    what: 'the provider creates the user, and its answer is lost',
    notice: 'failure.server',
    arrange: () => funnel.sandbox.setFaults({ api: [{ route: CREATION, fault: 'cut_after', times: 1 }] }),
  },
  {
    what: 'the backend fails',
    notice: 'failure.server',
    arrange: (/** @type {Desktop} */ { page }) =>
      page.route(SUBMISSION, (route) => route.fulfill({ status: 500, body: '' }), { times: 1 }),
  },
  {
    what: 'the backend accepts the form, and its answer is lost',
    notice: 'failure.server',
    arrange: (/** @type {Desktop} */ { page }) =>
      page.route(SUBMISSION, (route) => route.fetch().then(() => route.fulfill({ status: 502, body: '' })), { times: 1 }),
  },
  {
    what: 'a proxy answers with its own page',
    notice: 'failure.server',
    arrange: (/** @type {Desktop} */ { page }) =>
      page.route(SUBMISSION, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Please wait</h1>' }), {
        times: 1,
      }),
  },
  {
    what: 'the backend refuses too many calls',
    notice: 'failure.rate',
    arrange: (/** @type {Desktop} */ { page }) =>
      page.route(SUBMISSION, (route) => route.fulfill({ status: 429, headers: { 'retry-after': '5' } }), { times: 1 }),
  },
]);
for (const { what, notice, arrange } of FAILURES) {
  test(`${what}: the customer sees a message, no typed text is lost, and a press creates one user`, async (t) => {
    const { desktop, customer } = await openFilledForm(t, { isBlind: true });
    const typed = await desktop.readForm();
    await arrange(desktop);
    await desktop.sendDetails();
    await desktop.seeNotice(notice);
    assert.ok(await desktop.noticeIsFocused());
    assert.deepEqual(await desktop.readForm(), typed);

    await desktop.press(desktop.text('form.again'));
    await desktop.heading(desktop.text('handoff.heading')).waitFor();
    assert.equal((await funnel.sandbox.creations(customer.email)).users, 1);
    assert.deepEqual(desktop.complaintsButFailedRequests(), []);
  });
}

test('without an answer the customer sees a message after fifteen seconds, and a press continues', async (t) => {
  const { desktop, customer } = await openFilledForm(t);
  const typed = await desktop.readForm();
  // Never answered.
  await desktop.page.route(SUBMISSION, () => {}, { times: 1 });
  const sending = desktop.page.waitForRequest(SUBMISSION);
  await desktop.sendDetails();
  const { 'idempotency-key': key } = (await sending).headers();
  await desktop.page.getByRole('button', { name: desktop.text('form.sending') }).waitFor();
  await desktop.page.clock.fastForward(PAST_TIMEOUT_MS);
  await desktop.seeNotice('failure.timeout');
  assert.deepEqual(await desktop.readForm(), typed);

  const again = desktop.page.waitForRequest(SUBMISSION);
  await desktop.press(desktop.text('form.again'));
  assert.equal((await again).headers()['idempotency-key'], key, 'the retry has the same idempotency key');
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.deepEqual(await funnel.sandbox.creations(customer.email), { tries: 1, users: 1 });
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});

test('if the network is lost while typing, the customer sees a message and can type, and the page continues automatically', async (t) => {
  const { desktop, customer } = await openFilledForm(t);
  const banner = desktop.page.getByText(desktop.text('banner.offline'));
  await desktop.loseNetwork(true);
  await banner.first().waitFor();
  await desktop.fill('firstName', 'Corinne Anne');
  const typed = await desktop.readForm();
  assert.equal(typed.firstName, 'Corinne Anne');

  await desktop.loseNetwork(false);
  await desktop.page.locator('.banner').waitFor({ state: 'hidden' });
  assert.deepEqual(await desktop.readForm(), typed);
  // Changes made elsewhere appear again without a press: the same customer sends the form on another device.
  await funnel.apply(customer, desktop.context);
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});

test('a form sent without a network goes out automatically once the network is back', async (t) => {
  const { desktop, customer } = await openFilledForm(t);
  const typed = await desktop.readForm();
  await desktop.loseNetwork(true);
  await desktop.page.locator('.banner').waitFor();
  await desktop.sendDetails();
  await desktop.seeNotice('failure.offline');
  assert.deepEqual(await desktop.readForm(), typed);
  assert.deepEqual(await funnel.sandbox.creations(customer.email), { tries: 0, users: 0 });

  await desktop.loseNetwork(false);
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.deepEqual(await funnel.sandbox.creations(customer.email), { tries: 1, users: 1 });
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});

test('a form is sent once if the button is pressed twice at once', async (t) => {
  const { desktop, customer } = await openFilledForm(t);
  await desktop.page.getByRole('button', { name: desktop.text('profile.submit'), exact: true }).dblclick();
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.deepEqual(await funnel.sandbox.creations(customer.email), { tries: 1, users: 1 });
});

test('without the first answer the page shows a message, and a press continues', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  // The page would retry within a second. A long Retry-After leaves that to the press.
  await desktop.page.route('**/onboarding-api/onboarding', (route) =>
    route.fulfill({ status: 503, headers: { 'Retry-After': '600' }, body: '' }),
  );
  await desktop.visit(funnel.urls.page, { heading: 'problem.heading' });
  await desktop.seeNotice('failure.server');
  await desktop.page.unroute('**/onboarding-api/onboarding');
  await desktop.press(desktop.text('problem.again'));
  await desktop.heading(desktop.text('group.identity')).waitFor();
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});
