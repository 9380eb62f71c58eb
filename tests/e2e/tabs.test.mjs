// @ts-check
// One customer with several tabs: one of them asks the backend on behalf of all, all show the same, and none depends on another.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { StatusCalls } from '../support/status-calls.mjs';
import { until } from '../support/until.mjs';

const MINUTE = 60_000;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  // The backend holds no call, so the number of calls depends only on the page's clock.
  funnel = await startHarness({ settings: '[limits]\nlong_poll_seconds = 0\n' });
});
after(() => funnel?.stop());

/**
 * This many tabs of one customer on the first form, with a frozen clock.
 * @param {import('node:test').TestContext} t
 * @param {number} count
 * @param {(desktop: Desktop) => Promise<unknown>} [arrange] called before the first tab is opened
 */
async function openTabs(t, count, arrange = async () => {}) {
  const first = await Desktop.launch();
  t.after(first.close);
  const calls = new StatusCalls(first.context);
  await first.context.clock.install();
  await arrange(first);
  const tabs = [first];
  await first.visit(funnel.urls.page);
  while (tabs.length < count) {
    const tab = new Desktop({
      page: await first.context.newPage(),
      context: first.context,
      complaints: first.complaints,
      close: async () => {},
    });
    await tab.visit(funnel.urls.page);
    tabs.push(tab);
  }
  await first.context.clock.pauseAt(Date.now() + MINUTE);
  await calls.pass(3000);
  calls.count();
  return { tabs, calls, pages: tabs.map(({ page }) => page) };
}

/** Number of calls of a single tab in a minute. @param {import('node:test').TestContext} t */
async function countOfOne(t) {
  const { calls, pages } = await openTabs(t, 1);
  await calls.pass(MINUTE);
  return calls.count(...pages)[0];
}

/** The id of the leading tab in the browser. @param {Desktop} tab any tab */
const holderOfLock = ({ page }) => page.evaluate(async () => (await navigator.locks.query()).held?.[0]?.clientId);

test('three tabs ask as often as one, and each requests a change once and shows it', async (t) => {
  const one = await countOfOne(t);
  assert.ok(one >= 5, `a single tab asks at least five times: ${one} calls`);
  const { tabs, calls, pages } = await openTabs(t, 3);
  await calls.pass(MINUTE);
  const counts = calls.count(...pages);
  assert.deepEqual(
    counts.toSorted((a, b) => b - a).slice(1),
    [0, 0],
    'one asks',
  );
  assert.ok(Math.abs(Math.max(...counts) - one) <= 1, `${counts} calls; alone, ${one}`);

  await funnel.apply(newCustomer(), tabs[0].context);
  await calls.pass(20_000);
  for (const tab of tabs) await tab.heading(tab.text('handoff.heading')).waitFor();
  const leader = counts.indexOf(Math.max(...counts));
  const afterwards = calls.count(...pages).filter((_, tab) => tab !== leader);
  // The form was received and the code arrived: two changes, or one if the leader saw both at once.
  for (const asked of afterwards) assert.ok(asked >= 1 && asked <= 2, `${afterwards} calls of those that follow`);
  assert.deepEqual(tabs[0].complaints, []);
});

test('if the asking tab is closed, another one asks and shows changes', async (t) => {
  const { tabs, calls, pages } = await openTabs(t, 3);
  await calls.pass(MINUTE);
  const counts = calls.count(...pages);
  const leader = counts.indexOf(Math.max(...counts));
  const left = tabs.filter((_, tab) => tab !== leader);
  const previous = await holderOfLock(left[0]);
  assert.ok(previous);
  await pages[leader].close();
  // The browser passes the lock on at its own time, independent of the pages' clock.
  await until('another tab leads', async () => ![undefined, previous].includes(await holderOfLock(left[0])));
  await calls.pass(2000);
  const asked = calls.count(...left.map(({ page }) => page));
  assert.equal(asked.filter((count) => count > 0).length, 1, `${asked} calls within two seconds`);

  await funnel.apply(newCustomer(), tabs[leader].context);
  await calls.pass(20_000);
  for (const tab of left) await tab.heading(tab.text('handoff.heading')).waitFor();
  assert.deepEqual(tabs[0].complaints, []);
});

test('the visible tab asks, and the hidden one does not', async (t) => {
  const { tabs, calls, pages } = await openTabs(t, 2);
  const [first, second] = tabs;
  for (const [from, to] of [
    [first, second],
    [second, first],
  ]) {
    await from.hidePage(true);
    await to.hidePage(false);
    await calls.pass(10_000);
    calls.count();
    await calls.pass(MINUTE);
    const [byFrom, byTo] = calls.count(from.page, to.page);
    assert.equal(byFrom, 0);
    assert.ok(byTo >= 3, `${byTo} calls in a minute`);
  }
  assert.equal(pages.length, 2);
});

test('the same form sent in two tabs at once creates one user, and both continue', async (t) => {
  const { tabs, calls } = await openTabs(t, 2);
  const customer = newCustomer();
  for (const tab of tabs) await tab.fillDetails(customer);
  // By events, because a click waits until its tab is in front, when the other one has already sent.
  const buttons = tabs.map((tab) => tab.page.getByRole('button', { name: tab.text('profile.submit'), exact: true }));
  await Promise.all(buttons.map((button) => button.dispatchEvent('click')));
  await funnel.sandbox.settle();
  await calls.pass(20_000);
  for (const tab of tabs) await tab.heading(tab.text('handoff.heading')).waitFor();
  assert.deepEqual(await funnel.sandbox.creations(customer.email), { tries: 1, users: 1 });
});

test('without channels and locks each tab works alone', async (t) => {
  const one = await countOfOne(t);
  const { tabs, calls, pages } = await openTabs(t, 3, ({ context }) =>
    context.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'BroadcastChannel');
      Reflect.deleteProperty(Navigator.prototype, 'locks');
    }),
  );
  assert.deepEqual(
    await pages[0].evaluate(() => ['BroadcastChannel' in globalThis, 'locks' in navigator]),
    [false, false],
  );
  await calls.pass(MINUTE);
  for (const count of calls.count(...pages)) assert.ok(Math.abs(count - one) <= 1, `${count} calls; one alone, ${one}`);
  await funnel.apply(newCustomer(), tabs[0].context);
  await calls.pass(20_000);
  for (const tab of tabs) await tab.heading(tab.text('handoff.heading')).waitFor();
  assert.deepEqual(tabs[0].complaints, []);
});

test('tabs send each other numbers only, and foreign messages on their channel change nothing', async (t) => {
  const { tabs, calls, pages } = await openTabs(t, 2);
  const [, { page }] = tabs;
  const channel = await page.evaluate(async () => (await navigator.locks.query()).held?.[0]?.name ?? '');
  assert.match(channel, /^[0-9a-f]{32}$/);
  const stranger = await tabs[0].context.newPage();
  await stranger.goto(`${funnel.urls.page}favicon.svg`);
  await stranger.evaluate((channel) => {
    const host = /** @type {any} */ (globalThis);
    host.channel = new BroadcastChannel(channel);
    host.heard = [];
    host.channel.onmessage = (/** @type {MessageEvent} */ { data }) => host.heard.push(data);
  }, channel);
  const before = await tabs[0].readAll();
  await stranger.evaluate(() => {
    const { channel } = /** @type {any} */ (globalThis);
    for (const word of [4_000_000_000, -1, NaN, 'x', null, { onboarding: 'validated' }, [7], undefined, 2 ** 40])
      for (let times = 0; times < 20; times++) channel.postMessage(word);
  });
  await calls.pass(1000);
  const forged = calls.count(...pages);
  for (const count of forged) assert.ok(count <= 2, `${forged} calls for 180 forged words`);
  assert.equal(await tabs[0].readAll(), before);

  await funnel.apply(newCustomer(), tabs[0].context);
  await calls.pass(MINUTE);
  for (const tab of tabs) await tab.heading(tab.text('handoff.heading')).waitFor();
  const heard = await stranger.evaluate(() => /** @type {any} */ (globalThis).heard);
  assert.ok(heard.length > 0);
  for (const word of heard) assert.ok(Number.isSafeInteger(word), `said: ${JSON.stringify(word)}`);
});
