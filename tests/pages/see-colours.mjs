// @ts-check
// What is seen of a row of colours.mjs: both codes, of the activation and of the payment, are dark on white, and phones
// read them.

import assert from 'node:assert/strict';
import { example } from '../support/played-backend.mjs';
import { CODE, expectDarkOnWhite, pictureOf, readQr, untilThere } from './look.mjs';

/**
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./colours.mjs').Darkening} darkening
 */
export async function seeColours(opened, darkening) {
  await openDarkened(opened, darkening, 'code');
  expectDarkOnWhite(await pictureOf(opened.page), CODE);
  if (!darkening.settings?.hasForcedColours) return;
  const [icon, text] = await opened.page.evaluate(readWarning);
  assert.equal(icon, text, 'a drawing has the forced colour of its text');
}

/**
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./colours.mjs').Darkening} darkening
 */
export async function seeColoursOfPayment(opened, darkening) {
  await openDarkened(opened, darkening, 'transfer');
  const text = readQr(await pictureOf(opened.page));
  assert.match(text, /^BCD/);
  assert.ok(text.includes(example('snapshot.transfer').transfer.iban.replaceAll(' ', '')));
}

/**
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./colours.mjs').Darkening} darkening
 * @param {string} state
 */
async function openDarkened({ page, site }, { name, head, act, settings = {} }, state) {
  await page.goto(site.show({ name, head }, state));
  const { isDark, hasForcedColours } = await page.evaluate(readSettings);
  assert.equal(hasForcedColours, Boolean(settings.hasForcedColours), 'the browser forces its colours');
  // Forced colours are dark by themselves, whatever the page may know.
  if (!hasForcedColours) assert.equal(isDark, Boolean(settings.isDark), 'the browser is dark');
  await untilThere(page, '.symbol');
  await act?.(page);
  // A later inversion is noticed with the next second of the countdown.
  if (name.endsWith('later')) await untilThere(page, '.symbol.inverted');
}

/** Runs in the page. */
const readSettings = () => ({
  isDark: matchMedia('(prefers-color-scheme: dark)').matches,
  hasForcedColours: matchMedia('(forced-colors: active)').matches,
});

/** The colours of a drawing and of the text beside it. Runs in the page. */
const readWarning = () =>
  ['.warning .icon', '.warning span'].map((selector) => {
    const element = document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector(selector);
    return element && getComputedStyle(element).color;
  });
