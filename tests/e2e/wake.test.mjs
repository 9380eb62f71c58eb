// @ts-check
// The page is hidden, frozen, put into the back/forward cache, asleep or offline, and comes back: it asks once and shows

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium, openPage } from '../support/browser.mjs';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { StatusCalls, turn } from '../support/status-calls.mjs';
import { until } from '../support/until.mjs';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** @type {import('../support/harness.mjs').Harness} a backend that holds calls */
let funnel;
/** @type {import('../support/harness.mjs').Harness} a backend that holds no calls */
let plain;
before(async () => {
  funnel = await startHarness();
  plain = await startHarness({ settings: '[limits]\nlong_poll_seconds = 0\n' });
});
after(() => Promise.all([funnel?.stop(), plain?.stop()]));

/**
 * A page on the first form.
 * @param {import('node:test').TestContext} t
 * @param {import('../support/harness.mjs').Harness} servers
 * @param {{ isStopped?: boolean }} [options] whether its clock is frozen from then on
 */
async function openForm(t, servers, { isStopped = false } = {}) {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  const calls = new StatusCalls(desktop.context);
  if (isStopped) await desktop.context.clock.install();
  await desktop.visit(servers.urls.page);
  if (isStopped) {
    await desktop.context.clock.pauseAt(Date.now() + MINUTE);
    await calls.pass(3000);
    calls.count();
  } else {
    await untilHeld(calls);
  }
  return { desktop, calls, page: desktop.page };
}

/**
 * Resolves once the backend holds a call of the page.
 * @param {StatusCalls} calls
 */
async function untilHeld(calls) {
  await until('the backend holds a call', () => calls.held() > 0);
  calls.count();
}

test('a hidden page asks once a minute, and once as soon as it is shown', async (t) => {
  for (const minutes of [6, 20]) {
    const { desktop, calls, page } = await openForm(t, plain, { isStopped: true });
    await desktop.hidePage(true);
    await calls.pass(minutes * MINUTE);
    const [hidden] = calls.count(page);
    assert.ok(hidden >= minutes - 1 && hidden <= minutes, `${hidden} calls in ${minutes} minutes`);
    // The clock is frozen, so this call was made at once.
    await desktop.hidePage(false);
    await calls.settle();
    assert.deepEqual(calls.count(page), [1]);
  }
});

test('a page that slept for an hour asks once and shows what happened', async (t) => {
  const { desktop, calls, page } = await openForm(t, plain, { isStopped: true });
  await plain.apply(newCustomer(), desktop.context);
  await desktop.context.clock.fastForward(HOUR);
  await calls.settle();
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.deepEqual(calls.count(page), [1]);
});

test('a page that was offline asks once and shows what happened', async (t) => {
  const { desktop, calls, page } = await openForm(t, plain, { isStopped: true });
  await desktop.loseNetwork(true);
  await page.locator('.banner').waitFor();
  calls.count();
  await plain.apply(newCustomer());
  await desktop.loseNetwork(false);
  await page.locator('.banner').waitFor({ state: 'hidden' });
  await calls.settle();
  assert.deepEqual(calls.count(page), [1]);
});

for (const retryAfter of ['30', 'Thu, 26 Nov 2026 12:00:30 GMT']) {
  test(`a page waits for Retry-After (${retryAfter}), even if it comes back meanwhile`, async (t) => {
    const { desktop, calls, page } = await openForm(t, plain, { isStopped: true });
    // By the server's clock, not by the page's.
    const headers = { 'retry-after': retryAfter, date: 'Thu, 26 Nov 2026 12:00:00 GMT' };
    await page.route('**/onboarding-api/onboarding?*', (route) => route.fulfill({ status: 503, headers, body: '' }), {
      times: 1,
    });
    await until('it asks', async () => {
      await calls.pass(1000);
      return calls.count(page)[0] > 0;
    });
    await calls.pass(10_000);
    await desktop.hidePage(true);
    await desktop.hidePage(false);
    await calls.pass(17_000);
    assert.deepEqual(calls.count(page), [0]);
    // Clients with the same Retry-After are spread over another quarter of the wait.
    await calls.pass(12_000);
    assert.ok(calls.count(page)[0] >= 1, 'the page continues automatically');
    assert.equal(await page.locator('.banner').isVisible(), false);
  });
}

test('a frozen page aborts its call and asks nothing, and asks once as soon as it resumes', async (t) => {
  const { desktop, calls, page } = await openForm(t, funnel);
  // Only the events are sent: a headless Chromium considers every page visible and freezes none.
  const tell = (/** @type {string} */ event) =>
    page.evaluate((event) => void document.dispatchEvent(new Event(event)), event);
  const isLetGo = page.waitForEvent('requestfailed');
  await desktop.hidePage(true);
  await tell('freeze');
  await isLetGo;
  assert.equal(await page.evaluate(async () => (await navigator.locks.query()).held?.length), 0, 'the page does not hold the lock of the leader');
  calls.count();
  // The held call would have delivered this before.
  await funnel.apply(newCustomer(), desktop.context);
  await turn(page);
  assert.deepEqual(calls.count(page), [0]);
  await tell('resume');
  await desktop.hidePage(false);
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.equal(await page.evaluate(async () => (await navigator.locks.query()).held?.length), 1);
});

test('a page from the back/forward cache asks first and shows what happened', async (t) => {
  const browser = await launchChromium([], { ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  t.after(() => browser.close());
  const desktop = new Desktop(await openPage(browser, { viewport: { width: 1280, height: 800 }, locale: 'en-GB' }));
  const calls = new StatusCalls(desktop.context);
  await desktop.visit(funnel.urls.page);
  await untilHeld(calls);
  await desktop.page.evaluate(() => {
    const host = /** @type {any} */ (globalThis);
    addEventListener('pageshow', ({ persisted }) => (host.isRestored = persisted));
  });
  await desktop.page.goto(`${funnel.urls.page}terms/account`);
  await funnel.apply(newCustomer(), desktop.context);
  calls.count();
  await desktop.page.goBack({ waitUntil: 'commit' });
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.equal(await desktop.page.evaluate(() => /** @type {any} */ (globalThis).isRestored), true);
});

/**
 * Lets time pass until the title of a hidden page changes. Its clock may run ahead of an answer, and an aborted call is
 * repeated a minute later.
 * @param {StatusCalls} calls
 * @param {HostPage} host
 */
const untilTold = (calls, host) =>
  until('the title announces a change', async () => {
    await calls.pass(MINUTE / 6);
    return (await host.page.title()) !== 'Partner';
  });

test('the title announces changes while the page is hidden, and is restored on return', async (t) => {
  const host = await HostPage.forTest(t, plain.urls.page);
  const calls = new StatusCalls(host.context);
  await host.context.clock.install();
  await host.mount('one', { announceInTitle: true });
  await host.form('one').waitFor();
  await host.context.clock.pauseAt(Date.now() + MINUTE);
  await calls.settle();
  const title = () => host.page.title();
  assert.equal(await title(), 'Partner');

  await host.hidePage(true);
  assert.equal(await title(), 'Partner');
  await plain.apply(newCustomer(), host.context);
  await untilTold(calls, host);
  assert.equal(await title(), `${host.text('title.moved')} · Partner`);
  await host.page.evaluate(() => (document.title = document.title.replace('Partner', 'Partner Bank')));
  await host.hidePage(false);
  assert.equal(await title(), 'Partner Bank', 'the new title of the page stays');
});

test('the title is restored when the module is removed, and never changed unless the partner asked for it', async (t) => {
  const host = await HostPage.forTest(t, plain.urls.page);
  const calls = new StatusCalls(host.context);
  await host.context.clock.install();
  // One after the other, so that the page already has the cookie that makes both the same customer.
  for (const [container, options] of /** @type {const} */ ([
    ['one', { announceInTitle: true }],
    ['two', {}],
  ])) {
    await host.mount(container, options);
    await host.form(container).waitFor();
  }
  await host.context.clock.pauseAt(Date.now() + MINUTE);
  await host.hidePage(true);
  await plain.apply(newCustomer(), host.context);
  await untilTold(calls, host);
  assert.equal(await host.page.title(), `${host.text('title.moved')} · Partner`, 'one of the two modules announces in the title');
  await host.unmount(0);
  await turn(host.page);
  assert.equal(await host.page.title(), 'Partner');
  await host.unmount(1);
  assert.deepEqual(host.complaints, []);
});
