// @ts-check
// A step is sent to the provider once, whatever is pressed twice, reloaded, opened in another tab or lost: one user, with
// one key for each intention. backend/tests/once.rs tests a crash of the backend.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { until } from '../support/until.mjs';

const SUBMISSION = '**/onboarding-api/onboarding/steps/profile';
const CREATION = 'POST /api/v1.1/users';
const ONE = { tries: 1, users: 1 };

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * @param {import('node:test').TestContext} t
 * @param {{ isSaved?: boolean }} [options] whether the backend has already stored the draft
 */
async function openFilledForm(t, { isSaved = false } = {}) {
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  const customer = newCustomer();
  const saved = isSaved && desktop.waitForDraft('profile', customer.address.city);
  await desktop.fillDetails(customer);
  await saved;
  return { desktop, customer, keys: keysOf(desktop.page) };
}

/**
 * The keys of the page's submissions from now on.
 * @param {import('playwright-core').Page} page
 */
function keysOf(page) {
  /** @type {string[]} */
  const keys = [];
  page.on('request', (request) => {
    if (/\/steps\/profile$/.test(request.url())) keys.push(request.headers()['idempotency-key']);
  });
  return keys;
}

/** Resolves once the screen asks for the phone. @param {Desktop} desktop */
const seeHandOver = (desktop) => desktop.heading(desktop.text('handoff.heading')).waitFor();

/** Resolves once the provider received the creation of a user. @param {string} email */
const untilAsked = (email) =>
  until('the provider is asked for a user', async () => (await funnel.sandbox.creations(email)).tries > 0);

test('the Enter key and a click at the same moment send once', async (t) => {
  const { desktop, customer, keys } = await openFilledForm(t);
  await desktop.module().evaluate((element) => {
    const form = /** @type {HTMLFormElement} */ (element.shadowRoot?.querySelector('form'));
    // First the effect of Enter in a field, then that of a click.
    form.requestSubmit();
    /** @type {HTMLElement} */ (form.querySelector('[type=submit]')).click();
  });
  await seeHandOver(desktop);
  assert.deepEqual(await funnel.sandbox.creations(customer.email), ONE);
  assert.equal(keys.length, 1);
});

test('a form sent in two tabs at the same moment is sent once, and both tabs continue', async (t) => {
  const { desktop, customer, keys } = await openFilledForm(t);
  const page = await desktop.context.newPage();
  const { context, complaints, close } = desktop;
  const other = new Desktop({ page, context, complaints, close });
  // Otherwise the draft of the first tab may arrive while the second is filled in, and turn to another sheet.
  await page.route('**/onboarding/drafts/profile', (route) => route.fulfill({ status: 404 }));
  await other.visit(funnel.urls.page);
  await other.fillDetails(customer);
  const otherKeys = keysOf(page);
  // Both are sent before one arrives.
  /** @type {(() => Promise<void>)[]} */
  const held = [];
  for (const tab of [desktop, other]) {
    await tab.page.route(SUBMISSION, async (route) => {
      held.push(() => route.continue());
      if (held.length === 2) await Promise.all(held.map((go) => go()));
    });
  }
  await Promise.all([desktop.sendDetails(), other.sendDetails()]);
  await Promise.all([seeHandOver(desktop), seeHandOver(other)]);
  assert.deepEqual(await funnel.sandbox.creations(customer.email), ONE);
  assert.equal(new Set([...keys, ...otherKeys]).size, 2, 'each tab has its own idempotency key');
  assert.deepEqual(complaints, [], 'no conflict is reported');
});

test('a page reloaded during the request continues without sending again', async (t) => {
  const { desktop, customer, keys } = await openFilledForm(t);
  await desktop.page.route(SUBMISSION, (route) => route.fetch().then(() => {}, () => {}), { times: 1 });
  await desktop.sendDetails();
  await untilAsked(customer.email);
  await desktop.page.reload();
  await seeHandOver(desktop);
  assert.deepEqual(await funnel.sandbox.creations(customer.email), ONE);
  assert.equal(keys.length, 1);
});

test('a form sent again after a reload during the request is sent once', async (t) => {
  const { desktop, customer, keys } = await openFilledForm(t, { isSaved: true });
  const typed = await desktop.readForm();
  // The provider answers only when its clock moves.
  await funnel.sandbox.setFaults({ api: [{ route: CREATION, fault: 'delay', millis: 60_000, times: 1 }] });
  await desktop.sendDetails();
  await untilAsked(customer.email);
  await desktop.page.reload();
  await desktop.seeAnswer('email', customer.email);
  assert.deepEqual(await desktop.readForm(), typed, 'the typed text is restored');
  const again = desktop.page.waitForRequest(SUBMISSION);
  await desktop.sendDetails();
  await again;
  await funnel.sandbox.advance(60_000);
  await seeHandOver(desktop);
  assert.deepEqual(await funnel.sandbox.creations(customer.email), ONE);
  assert.equal(new Set(keys).size, 2, 'the reloaded page has a new idempotency key');
  assert.deepEqual(desktop.complaints, []);
});

test('a request interrupted by a network loss is repeated with the same key and has one effect', async (t) => {
  const { desktop, customer, keys } = await openFilledForm(t);
  // It learns what the backend did only from the answer. Otherwise it would continue without it.
  await desktop.page.route('**/onboarding-api/onboarding?*', () => {});
  await desktop.hidePage(true);
  await desktop.hidePage(false);
  await desktop.page.route(
    SUBMISSION,
    async (route) => {
      await route.fetch();
      await desktop.loseNetwork(true);
      await route.abort('internetdisconnected');
    },
    { times: 1 },
  );
  await desktop.sendDetails();
  await desktop.seeNotice('failure.offline');
  await desktop.loseNetwork(false);
  await seeHandOver(desktop);
  assert.deepEqual(await funnel.sandbox.creations(customer.email), ONE);
  assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});

test('after a failure and an edit, the form is sent with a new idempotency key', async (t) => {
  const { desktop, customer, keys } = await openFilledForm(t);
  await desktop.page.route(SUBMISSION, (route) => route.fulfill({ status: 503, body: '' }), { times: 2 });
  await desktop.sendDetails();
  await desktop.seeNotice('failure.server');
  const answered = desktop.page.waitForResponse(SUBMISSION);
  await desktop.press(desktop.text('form.again'));
  await answered;
  await desktop.seeNotice('failure.server');
  await desktop.fill('firstName', 'Corinne Anne');
  await desktop.sendDetails();
  await seeHandOver(desktop);
  assert.deepEqual(await funnel.sandbox.creations(customer.email), ONE);
  assert.deepEqual([keys[0] === keys[1], keys[1] === keys[2]], [true, false]);
});
