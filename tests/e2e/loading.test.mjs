// @ts-check
// While the module loads, a styled frame with a status appears at once in the customer's language, with another message
// if loading takes long. The test controls the page's clock, so no test waits.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { example, playBackend } from '../support/played-backend.mjs';

const WASM = '**/xpollens-onboarding/wasm/module_bg.wasm';
/** The same module as JavaScript, which would run in its place. */
const ENGINE = '**/xpollens-onboarding/wasm/engine.js';
const TEXTS = '**/xpollens-onboarding/texts/*.js';
/** Longer than the module waits before it says that loading takes long, in milliseconds. */
const LONG_MS = 6_000;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * A page with a frozen clock, on which a file of the package does not arrive until it is released.
 * @param {import('node:test').TestContext} t
 * @param {string} file
 */
async function openHeld(t, file) {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await playBackend(host.page, example('snapshot.start'));
  const letGo = await hold(host, file);
  await host.page.clock.install();
  await host.page.clock.pauseAt(Date.now() + 60_000);
  return { host, letGo };
}

/**
 * Holds a file back. Returns what lets it go.
 * @param {HostPage} host
 * @param {string} file
 */
async function hold(host, file) {
  /** @type {() => void} */
  let letGo = () => {};
  const isLetGo = new Promise((resolve) => (letGo = () => resolve(undefined)));
  await host.page.route(file, async (route) => {
    await isLetGo;
    await route.continue();
  });
  return letGo;
}

/** The status in a container. @param {HostPage} host */
const status = (host) => host.page.locator('#one').getByRole('status');

/** Number of events that loading takes long. @param {HostPage} host */
const countSlow = (host) => host.page.evaluate(() => /** @type {any} */ (globalThis).slow);

/** @param {HostPage} host */
const listenToSlow = (host) =>
  host.page.evaluate(() => {
    const page = /** @type {any} */ (globalThis);
    page.slow = 0;
    document.addEventListener('onboarding-slow', () => (page.slow += 1));
  });

for (const [what, file] of [
  ['the engine', WASM],
  ['a language', TEXTS],
]) {
  test(`${what} is late: a frame with a status appears at once, a message after some seconds, and then the module starts`, async (t) => {
    const { host, letGo } = await openHeld(t, file);
    await listenToSlow(host);
    await host.mount();
    assert.equal(await status(host).innerText(), 'Loading…');
    const box = await status(host).boundingBox();
    assert.ok((box?.height ?? 0) > 100 && (box?.width ?? 0) > 100, `the frame has a place: ${JSON.stringify(box)}`);
    const colour = await status(host).evaluate((text) => getComputedStyle(text).display);
    assert.equal(colour, 'grid', 'it has its style');
    assert.equal(await countSlow(host), 0);

    await host.page.clock.fastForward(LONG_MS);
    assert.equal(await status(host).innerText(), 'Loading takes longer than usual. Please stay on this page.');
    assert.equal(await countSlow(host), 1);
    letGo();
    await host.form('one').waitFor();
    assert.equal(await status(host).filter({ hasText: 'Loading' }).count(), 0);
    await host.page.clock.fastForward(LONG_MS);
    assert.equal(await countSlow(host), 1, 'told once');
    assert.deepEqual(host.complaints, []);
  });
}

test('the frame is in the language of the customer', async (t) => {
  const { host } = await openHeld(t, WASM);
  await host.mount('one', { language: 'fr-CA' });
  assert.equal(await status(host).innerText(), 'Chargement…');
  assert.equal(await status(host).evaluate((text) => text.closest('[lang]')?.getAttribute('lang')), 'fr');
  await host.page.clock.fastForward(LONG_MS);
  assert.match(await status(host).innerText(), /^Le chargement prend plus de temps/);
});

test('an element unmounted while it loads sends no event later and leaves no timer', async (t) => {
  const { host, letGo } = await openHeld(t, WASM);
  const { timers } = await host.census();
  await listenToSlow(host);
  await host.mount();
  await status(host).waitFor();
  await host.unmount(0);
  await host.page.evaluate(() => Promise.resolve());
  assert.equal((await host.census()).timers, timers);
  await host.page.clock.fastForward(LONG_MS);
  assert.equal(await countSlow(host), 0);
  letGo();
});

test('a late load that fails shows the failure instead of the status', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await playBackend(host.page, example('snapshot.start'));
  for (const file of [WASM, ENGINE]) await host.page.route(file, (route) => route.abort());
  await host.mount();
  await host.page.locator('#one').getByRole('alert').waitFor();
  assert.equal(await status(host).count(), 0);
  const [display, border] = await host.page
    .locator('#one .notice')
    .evaluate((notice) => [getComputedStyle(notice).display, getComputedStyle(notice).borderInlineStartWidth]);
  assert.deepEqual([display, border], ['flex', '4px'], 'the failure has its style');
});

test('a job title that is typed before the list of occupations arrives is looked up when it does', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  const start = example('snapshot.start');
  const state = (/** @type {{ id: string }} */ { id }) => (id === 'declarative' ? 'todo' : 'done');
  await playBackend(host.page, { ...start, steps: start.steps.map((/** @type {any} */ step) => ({ ...step, state: state(step) })) });
  const letGo = await hold(host, '**/occupations/en.js');
  await host.mount();
  const field = host.page.locator('[name="economicActivity"]').first();
  await field.pressSequentially('lorry driv');
  assert.equal(await field.getAttribute('role'), null, 'the list has not arrived');
  letGo();
  await host.page.getByRole('option', { name: 'Lorry driver' }).click();
  assert.equal(await field.inputValue(), 'Lorry driver');
  assert.deepEqual(host.complaints, []);
});
