// @ts-check
// Measures the module on a partner's page.

import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** The code of the contract's example. */
import { example } from '../support/played-backend.mjs';

export const CODE = example('activation').activationCode.toLowerCase();

/** @param {import('playwright-core').Page} page */
export const module = (page) => page.locator('xpollens-onboarding').first();

/** @param {import('playwright-core').Page} page */
export const symbol = (page) => page.locator('xpollens-onboarding .symbol').first();

/**
 * The text that a phone reads from the screen. Empty if it reads none. Light codes on dark are not read, because many
 * phones do not read them.
 * @param {import('playwright-core').Page} page
 */
export async function scan(page) {
  return readQr(await page.screenshot());
}

/** @param {Buffer} picture a PNG file */
export function readQr(picture) {
  const { data, width, height } = PNG.sync.read(picture);
  return jsQR(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' })?.data ?? '';
}

/**
 * Widths, in CSS pixels of the window.
 * @param {import('playwright-core').Page} page
 */
export function measure(page) {
  return page.evaluate(() => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    const width = (/** @type {string} */ selector) =>
      Math.round(root?.querySelector(selector)?.getBoundingClientRect().width ?? 0);
    const { scrollWidth, clientWidth } = document.documentElement;
    return { root: width('.root'), code: width('.symbol'), scrolls: scrollWidth - clientWidth };
  });
}
