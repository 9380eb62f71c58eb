// @ts-check
// Pages that are translated by the browser while the module runs: what comes later is shown, in other words too; codes,
// account numbers and references stay as they are.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { textsOf } from '../support/desktop.mjs';
import { ENGINES } from '../support/engines/engines.mjs';
import { example } from '../support/played-backend.mjs';
import { CODE, pictureOf, readQr, untilThere } from './look.mjs';
import { startPlayedSite } from './played-site.mjs';
import { readTexts, translate, TRANSLATED } from './translator.mjs';
import { until } from '../support/until.mjs';

/** @typedef {import('playwright-core').Page} Page */

const HOST = {
  name: 'a translated page',
  head: `<script>globalThis.thrown = [];
    for (const type of ['error', 'unhandledrejection'])
      addEventListener(type, ({ message, reason }) => globalThis.thrown.push(String(message ?? reason)));
  </script>`,
};

const TEXTS = textsOf('en');

/** @type {import('./played-site.mjs').PlayedSite} */
let site;
before(async () => {
  site = await startPlayedSite();
});
after(() => site?.stop());

/** @param {Page} page @param {string} state @param {string} selector of what the screen shows once it is drawn */
async function open(page, state, selector) {
  await page.goto(site.show(HOST, state));
  await untilThere(page, selector);
  await translate(page);
}

/** Nothing that is seen and may be translated is in the first language, and nothing was thrown. @param {Page} page */
async function seeAllTranslated(page) {
  const left = async () => (await readTexts(page)).filter(({ text, mayBeTranslated }) => mayBeTranslated && !TRANSLATED.test(text));
  await until('all is translated', async () => (await left()).length === 0).catch(async () => assert.deepEqual(await left(), []));
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).thrown), []);
}

/** @param {Page} page @param {string} selector */
const read = (page, selector) =>
  page.evaluate(
    (selector) => document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector(selector)?.textContent?.trim() ?? '',
    selector,
  );

/** @param {Page} page @param {string} selector @param {string} text */
const untilReads = (page, selector, text) =>
  until(`${selector} says ${text}`, async () => (await read(page, selector)) === text).catch(async () =>
    assert.equal(await read(page, selector), text),
  );

/** @param {Page} page */
async function seeErrors(page) {
  await open(page, 'details-birth', '[data-part="day"]');
  const error = '[data-field="birthDate"] .error';
  // The translation has taken the names of the controls too: they are found by what they are.
  const press = () => page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector('[type="submit"]')).click());
  /** @param {string} part @param {string} value */
  const type = (part, value) =>
    page.evaluate(([part, value]) => {
      const input = /** @type {HTMLInputElement} */ (document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector(`[data-part="${part}"]`));
      input.value = String(value);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, [part, value]);
  await press();
  await untilReads(page, error, `«${TEXTS['required.birthDate']}»`);
  for (const [part, value, key] of [
    ['day', '31', 'error.date_parts'],
    ['month', '2', 'error.date_year'],
    ['year', '1990', 'error.date'],
  ]) {
    await type(String(part), String(value));
    await press();
    await untilReads(page, error, `«${TEXTS[key]}»`);
  }
  await seeAllTranslated(page);
}

/** @param {Page} page */
async function seeCode(page) {
  await open(page, 'code', '.symbol');
  assert.equal((await read(page, '.figures')).replaceAll(/\s/g, '').toLowerCase(), CODE);
  assert.equal(readQr(await pictureOf(page)), CODE);
  const before = await read(page, '.ring-figures');
  await until('the countdown goes on', async () => (await read(page, '.ring-figures')) !== before);
  await seeAllTranslated(page);
  // Another screen, from the backend: its words, and what a screen reader is told.
  const heading = await read(page, '#heading');
  site.change('waiting-reviews');
  await untilThere(page, '.waiting');
  await seeAllTranslated(page);
  assert.notEqual(await read(page, '#heading'), heading);
  const words = (await read(page, '#heading')).replaceAll(/[«»]/g, '');
  await until('the screen is announced', async () => (await read(page, '[aria-live]')).includes(words));
}

/** @param {Page} page */
async function seeAccount(page) {
  await open(page, 'transfer', '.symbol');
  const { iban, bic, reference, beneficiary } = example('snapshot.transfer').transfer;
  const kept = (await readTexts(page)).filter(({ mayBeTranslated }) => !mayBeTranslated).map(({ text }) => text.replaceAll(/\s/g, ''));
  for (const value of [iban, bic, reference, beneficiary]) assert.ok(kept.join('').includes(value.replaceAll(/\s/g, '')), `${value} in ${kept}`);
  await seeAllTranslated(page);
  assert.ok(readQr(await pictureOf(page)).includes(iban.replaceAll(' ', '')));
}

for (const { name, open: openEngine } of ENGINES) {
  test(`a page that is translated in ${name}`, { timeout: 300_000 }, async (t) => {
    const engine = await openEngine();
    t.after(engine.close);
    const { page } = engine;
    await t.test('each error replaces the one before it', () => seeErrors(page));
    await t.test('the code stays as it is, the countdown goes on, the next screen is shown and announced', () => seeCode(page));
    await t.test('the account, its code and the reference stay as they are', () => seeAccount(page));
  });
}
