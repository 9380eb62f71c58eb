// @ts-check
// The module in each place where pages put it, in every engine: it has its language and its look, what is typed is heard,
// the button and Enter send.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ENGINES } from '../support/engines/engines.mjs';
import { until } from '../support/until.mjs';
import { PLACES } from './places.mjs';
import { startPlayedSite } from './played-site.mjs';

/** @typedef {import('playwright-core').Page} Page */

const HEADINGS = { en: 'Your name', fr: 'Votre nom' };
const REQUIRED = { en: 'Enter your last name.', fr: 'Saisissez votre nom.' };

/** @type {import('./played-site.mjs').PlayedSite} */
let site;
before(async () => {
  site = await startPlayedSite();
});
after(() => site?.stop());

/**
 * The module as it is now, wherever it is. Runs in the page.
 */
function read() {
  const module = /** @type {any} */ (globalThis).found?.();
  const root = /** @type {ShadowRoot | undefined} */ (module?.shadowRoot ?? undefined);
  const submit = root?.querySelector('[type="submit"]');
  const view = module?.ownerDocument.defaultView;
  return {
    heading: root?.getElementById('heading')?.textContent ?? '',
    error: root?.querySelector('[data-field="lastName"] .error')?.textContent?.trim() ?? '',
    hasErrorOfName: root?.querySelector('[data-field="firstName"] .error')?.checkVisibility() ?? false,
    width: Math.round(root?.querySelector('.root')?.getBoundingClientRect().width ?? 0),
    isStyled: submit !== undefined && submit !== null && parseFloat(view.getComputedStyle(submit).minHeight) >= 44,
    focused: root?.activeElement?.id,
  };
}

/** Puts the focus into the first text field of the module. Runs in the page. */
function focusFirstName() {
  const module = /** @type {any} */ (globalThis).found();
  module.ownerDocument.defaultView.focus();
  module.shadowRoot.querySelector('[name="firstName"]').focus();
}

/** Presses the button. Runs in the page. */
function pressButton() {
  /** @type {any} */ (globalThis).found().shadowRoot.querySelector('[type="submit"]').click();
}

/**
 * @param {Page} page
 * @param {import('./places.mjs').Place} place
 * @param {() => Promise<unknown>} send
 */
async function seeForm(page, { name, language = 'en', ...partner }, send) {
  await page.goto(site.show({ name, ...partner }, 'details'));
  await until(`${name}: the form is there`, async () => (await page.evaluate(read)).heading === HEADINGS[language]).catch(async () =>
    assert.equal((await page.evaluate(read)).heading, HEADINGS[language], name),
  );
  const { width, isStyled } = await page.evaluate(read);
  assert.ok(width >= 800 && isStyled, `${name}: ${width} pixels wide, ${isStyled}`);
  await page.evaluate(focusFirstName);
  await page.keyboard.type('Corinne');
  await send();
  await until(`${name}: the errors are there`, async () => (await page.evaluate(read)).error === REQUIRED[language]).catch(async () =>
    assert.equal((await page.evaluate(read)).error, REQUIRED[language], name),
  );
  assert.equal((await page.evaluate(read)).hasErrorOfName, false, `${name}: what was typed counts`);
}

/** A frame that is removed disconnects nothing in it. @param {Page} page */
async function seeEnd(page) {
  const framed = PLACES.find(({ name }) => name === 'a frame to which it is moved') ?? { name: '' };
  await page.goto(site.show(framed, 'details'));
  await site.polled();
  await page.evaluate(() => document.querySelector('iframe')?.remove());
  await until('it asks no longer', () => !site.isAsked());
  await page.evaluate(() => document.body.append(/** @type {any} */ (globalThis).found()));
  await until('it starts again at home', async () => (await page.evaluate(read)).heading === HEADINGS.en);
}

for (const { name, open } of ENGINES) {
  test(`where pages put the element, in ${name}`, { timeout: 300_000 }, async (t) => {
    const engine = await open();
    t.after(engine.close);
    const { page } = engine;
    for (const place of PLACES)
      await t.test(place.name, async () => {
        await seeForm(page, place, () => page.keyboard.press('Enter'));
        if (place.name.includes('frame')) await seeForm(page, place, () => page.evaluate(pressButton));
        assert.deepEqual(site.calls.filter((call) => call.startsWith('PUT /onboarding/steps')), []);
      });
    await t.test('a frame that is removed: it ends, and starts again elsewhere', () => seeEnd(page));
  });
}
