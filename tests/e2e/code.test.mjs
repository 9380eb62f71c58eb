// @ts-check
// The activation code on the screen: cameras can read it, it is shown for a limited time, and it can be copied.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { readQrCodes } from '../support/qr.mjs';

/** How long a code is shown, in milliseconds. */
const SHOWN_MS = 120_000;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * The page of a customer whose code is ready, on the screen that shows it.
 * @param {import('node:test').TestContext} t
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function openOnCode(t, options) {
  const desktop = await Desktop.launch(options);
  t.after(desktop.close);
  const customer = newCustomer();
  await funnel.apply(customer, desktop.context);
  await desktop.page.clock.install();
  await desktop.visit(funnel.urls.page, { heading: 'handoff.heading' });
  await desktop.seeCode();
  const prospects = await funnel.sandbox.prospects();
  const code = prospects.find(({ email }) => email === customer.email)?.activationCode ?? '';
  assert.match(code, /^[0-9a-f]{32}$/i);
  return { desktop, code };
}

/** @param {Uint8Array} picture */
const textsIn = async (picture) => (await readQrCodes(picture)).map(({ text }) => text);

/** Screens a code is scanned from. @type {[string, import('playwright-core').BrowserContextOptions][]} */
const SCREENS = [
  ['of an old desktop', { deviceScaleFactor: 1 }],
  ['at 150 %', { deviceScaleFactor: 1.5 }],
  ['of a fine laptop', { deviceScaleFactor: 2 }],
  ['in the dark', { colorScheme: 'dark' }],
  ['in forced colours', { forcedColors: 'active', colorScheme: 'dark' }],
  ['of a phone 320 px wide', { viewport: { width: 320, height: 640 } }],
];
test('on a low laptop screen the whole code is in sight at once, beside its sentences', async (t) => {
  const { desktop } = await openOnCode(t, { viewport: { width: 1366, height: 650 } });
  const seen = await desktop.module().evaluate((element) => {
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    const box = (/** @type {string} */ name) => /** @type {Element} */ (root.querySelector(name)).getBoundingClientRect();
    const [symbol, sentences] = [box('.symbol'), box('.instructions')];
    return { top: symbol.top, bottom: symbol.bottom - innerHeight, isBeside: symbol.left > sentences.right && sentences.top < symbol.bottom };
  });
  assert.ok(seen.top >= 0 && seen.bottom <= 0, JSON.stringify(seen));
  assert.ok(seen.isBeside);
});

for (const [what, options] of SCREENS) {
  test(`the code is read from a screen ${what}`, async (t) => {
    const { desktop, code } = await openOnCode(t, options);
    assert.equal(await desktop.readCode(), code);
    assert.deepEqual(await textsIn(await desktop.screenshotOfCode()), [code]);
    assert.deepEqual(await textsIn(await desktop.screenshot()), [code], 'within the whole screen');
    const overflow = await desktop.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    assert.deepEqual(desktop.complaints, []);
  });
}

test('after two minutes the code is hidden, and one press shows it again', async (t) => {
  const { desktop, code } = await openOnCode(t);
  const { clock } = desktop.page;
  // The clock is frozen. It is moved to ten seconds before the end, and past it. It can only be frozen at a time that is in the
  // future when the browser receives the command.
  await clock.pauseAt(Date.now() + 30_000);
  const shown = await desktop.page.evaluate(() => performance.now());
  await clock.fastForward(SHOWN_MS - 10_000 - shown);
  assert.equal(await desktop.readCode(), code, 'not before');
  await desktop.page.getByText(desktop.text('handoff.cannot_scan')).focus();
  await clock.fastForward(shown + 11_000);
  await clock.resume();
  await seeCodeGone(desktop, code);
  const focused = await desktop.module().evaluate((element) => element.shadowRoot?.activeElement?.textContent);
  assert.equal(focused, desktop.text('handoff.cannot_scan'), 'a focus elsewhere on the screen stays there');

  await desktop.press(desktop.text('handoff.show'));
  await desktop.seeCode();
  assert.equal(await desktop.readCode(), code);
  assert.deepEqual(desktop.complaints, []);
});

test('the code is removed as soon as the page is hidden, and one press shows it again', async (t) => {
  const { desktop, code } = await openOnCode(t);
  await desktop.hidePage(true);
  await seeCodeGone(desktop, code);
  await desktop.hidePage(false);
  await seeCodeGone(desktop, code);

  await desktop.press(desktop.text('handoff.show'));
  await desktop.seeCode();
  assert.equal(await desktop.readCode(), code);
  assert.deepEqual(desktop.complaints, []);
});

test('the copy is exactly the code', async (t) => {
  const { desktop, code } = await openOnCode(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  await desktop.press(desktop.text('handoff.copy'));
  await codeCard(desktop).getByText(desktop.text('handoff.copied')).waitFor({ state: 'attached' });
  assert.equal(await desktop.page.evaluate(() => navigator.clipboard.readText()), code);
  assert.deepEqual(desktop.complaints, []);
});

test('a refused copy is reported to the customer', async (t) => {
  const { desktop } = await openOnCode(t);
  await desktop.page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
  });
  await desktop.press(desktop.text('handoff.copy'));
  await codeCard(desktop).getByText(desktop.text('handoff.not_copied')).waitFor({ state: 'attached' });
  assert.deepEqual(desktop.complaints, []);
});

test('a code that was shown too often is refused with a message for a while', async (t) => {
  const { desktop } = await openOnCode(t);
  for (let shown = 1; shown < 5; shown++) {
    await desktop.hidePage(true);
    await desktop.hidePage(false);
    await desktop.press(desktop.text('handoff.show'));
    await desktop.seeCode();
  }
  await desktop.hidePage(true);
  await desktop.hidePage(false);
  await desktop.press(desktop.text('handoff.show'));
  await desktop.seeNotice('failure.rate_minutes');
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});

/**
 * @param {Desktop} desktop
 * @param {string} code
 */
async function seeCodeGone(desktop, code) {
  await desktop.page.getByRole('button', { name: desktop.text('handoff.show') }).waitFor();
  const held = (await desktop.readAll()).replaceAll(/<[^>]*>|\s/g, '').toLowerCase();
  assert.equal(held.includes(code.toLowerCase()), false);
  assert.deepEqual(await textsIn(await desktop.page.screenshot()), []);
}

/** The card with the code, and what is written on it. @param {Desktop} desktop */
function codeCard(desktop) {
  return desktop.page.getByRole('group', { name: desktop.text('handoff.code_label') });
}
