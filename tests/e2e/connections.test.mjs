// @ts-check
// Many modules of one site over HTTP/1.1: a browser opens six connections to its server. Calls that the server holds
// never take the last of them, so each module shows its form, and what a customer sends goes through.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';
import { until } from '../support/until.mjs';

const ELEMENTS = 9;
const WINDOWS = 8;
/** How many calls of an origin the module lets the server hold (`www/requests.js`). */
const HELD = 2;

/** @typedef {import('playwright-core').Request} Request */

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** The calls for the next snapshot that a browser makes: those that the server may hold, and those that it may not. */
class Polls {
  /** @type {Set<Request>} */
  held = new Set();
  /** The tokens of the customers that asked without being held. @type {Set<string | undefined>} */
  unheld = new Set();
  #asked = 0;

  /** @param {import('playwright-core').BrowserContext} context */
  constructor(context) {
    context.on('request', (request) => {
      const wait = new URL(request.url()).searchParams.get('waitSeconds');
      if (wait === null) return;
      if (wait === '0') this.unheld.add(request.headers().authorization);
      else this.held.add(request);
      this.#asked += wait === '0' ? 0 : 1;
    });
    context.on('requestfinished', (request) => void this.held.delete(request));
    context.on('requestfailed', (request) => void this.held.delete(request));
  }

  /** How many calls the server could hold so far. */
  get asked() {
    return this.#asked;
  }

  /**
   * Does something while the server holds these calls from begin to end.
   * @param {number} count
   * @param {() => Promise<unknown>} act
   */
  async during(count, act) {
    await until(`${count} calls are held`, () => this.held.size === count);
    const before = [...this.held];
    await act();
    assert.ok(before.every((call) => this.held.has(call)), 'the calls were held all the time');
  }
}

/** Runs in the page before anything else. */
const removeLocks = () => void Reflect.deleteProperty(Navigator.prototype, 'locks');

/** Sessions of as many customers. @param {number} count */
const openSessions = (count) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const answer = await fetch(`${funnel.urls.page}demo/session`, { method: 'POST' });
      return String((await answer.json()).sessionToken);
    }),
  );

/** Mounts a module for each token, one below the other. Runs in the page. @param {string[]} tokens */
async function mountEach(tokens) {
  const { mount } = await import(/* @vite-ignore */ String('/xpollens-onboarding/index.js'));
  for (const token of tokens) mount(document.body, { endpoint: '/onboarding-api', language: 'en', token });
}

/** What the page speaks to its server. A request that is not over has no protocol yet. Runs in the page. */
const readProtocols = () => {
  const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
  return [...new Set(entries.map(({ nextHopProtocol }) => nextHopProtocol).filter(Boolean))];
};

for (const hasLocks of [true, false]) {
  const locks = hasLocks ? 'with locks' : 'without locks';

  test(`nine elements of nine customers in one page, ${locks}`, TEST_PATIENCE, async (t) => {
    const desktop = await Desktop.launch();
    t.after(desktop.close);
    const { page, context } = desktop;
    const polls = new Polls(context);
    if (!hasLocks) await context.addInitScript(removeLocks);
    await new HostPage(desktop).serve(`${funnel.urls.page}host`);
    await page.goto(`${funnel.urls.page}host`);
    await page.evaluate(mountEach, await openSessions(ELEMENTS));
    const elements = (await page.locator('xpollens-onboarding').all()).map(
      (element) => new Desktop({ ...desktop, page: /** @type {any} */ (element) }),
    );
    assert.equal(elements.length, ELEMENTS);
    for (const element of elements) await element.heading(element.text('group.identity')).waitFor();
    const held = hasLocks ? HELD : 0;
    await until('each module asks', () => polls.unheld.size >= ELEMENTS - held);
    await polls.during(held, () => elements[ELEMENTS - 1].giveDetails(newCustomer()));
    assert.equal(polls.asked > 0, hasLocks);
    assert.deepEqual(await page.evaluate(readProtocols), ['http/1.1']);
    assert.deepEqual(desktop.complaints, []);
  });

  test(`eight visible windows of one customer, ${locks}`, TEST_PATIENCE, async (t) => {
    const first = await Desktop.launch();
    t.after(first.close);
    const { context } = first;
    const polls = new Polls(context);
    if (!hasLocks) await context.addInitScript(removeLocks);
    const windows = [first];
    while (windows.length < WINDOWS) windows.push(new Desktop({ ...first, page: await context.newPage() }));
    for (const window of windows) await window.visit(funnel.urls.page);
    for (const { page } of windows) assert.equal(await page.evaluate(() => document.visibilityState), 'visible');
    // One window asks for all. Without locks each asks, and none is held.
    await until('the call of the first window is held', () => polls.held.size === (hasLocks ? 1 : 0));
    await windows[WINDOWS - 1].giveDetails(newCustomer());
    assert.equal(polls.asked > 0, hasLocks);
    for (const window of windows) await window.heading(window.text('handoff.heading')).waitFor();
    assert.deepEqual(first.complaints, []);
  });
}
