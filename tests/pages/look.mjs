// @ts-check
// Measures the module on a partner's page.

import assert from 'node:assert/strict';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { example } from '../support/played-backend.mjs';
import { until } from '../support/until.mjs';

/** The code of the contract's example. */
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
 * Widths, in CSS pixels of the window, and the lines of the code's characters.
 * @param {import('playwright-core').Page} page
 */
export function measure(page) {
  return page.evaluate(() => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    const width = (/** @type {string} */ selector) =>
      Math.round(root?.querySelector(selector)?.getBoundingClientRect().width ?? 0);
    const { scrollWidth, clientWidth } = document.documentElement;
    const tops = [...(root?.querySelectorAll('.figures .figure-group') ?? [])].map((group) => Math.round(group.getBoundingClientRect().top));
    return { root: width('.root'), code: width('.symbol'), scrolls: scrollWidth - clientWidth, lines: new Set(tops).size };
  });
}

/**
 * An element of the module, cut out of what is on the screen: a PNG file. Every engine can do that much.
 * @param {import('playwright-core').Page} page
 * @param {string} [selector] the code by default
 */
export async function pictureOf(page, selector = '.symbol') {
  const { left, top, width, height } = await page.evaluate(bringIntoView, selector);
  assert.ok(width > 0 && height > 0, `${selector} is not shown`);
  const picture = new PNG({ width, height });
  PNG.bitblt(PNG.sync.read(await page.screenshot()), picture, left, top, width, height, 0, 0);
  return PNG.sync.write(picture);
}

/** Where an element of the module is drawn, once it is in the window and rests. Runs in the page. @param {string} selector */
async function bringIntoView(selector) {
  const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
  const element = root?.querySelector(selector);
  element?.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  // A picture is of what was drawn last, and nothing of it moves.
  await Promise.all((root?.getAnimations() ?? []).map((animation) => animation.finished.catch(() => {})));
  for (let frames = 0; frames < 2; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  const box = element?.getBoundingClientRect() ?? new DOMRect();
  return { left: Math.round(box.left), top: Math.round(box.top), width: Math.round(box.width), height: Math.round(box.height) };
}

/**
 * The same as `scan`, once the code is in the window.
 * @param {import('playwright-core').Page} page
 */
export async function scanInView(page) {
  await page.evaluate(bringIntoView, '.symbol');
  return scan(page);
}

/** Dark and light of each channel, of 255: what is left of a code on a worn screen. */
const [DARK, LIGHT] = [60, 190];

/**
 * Fails where a code cannot be scanned, or is not dark on light.
 * @param {Buffer} picture of a code of 37 modules, 8 pixels each
 * @param {string} text of the code
 */
export function expectDarkOnWhite(picture, text) {
  assert.equal(readQr(picture), text);
  const { data, width } = PNG.sync.read(picture);
  const shade = (/** @type {number} */ module) => [...data.subarray((module * 8 * width + module * 8 + 4) * 4).subarray(width * 16, width * 16 + 3)];
  // The quiet zone, then the corner of the first finder pattern.
  assert.ok(Math.min(...shade(1)) > LIGHT, `the quiet zone is ${shade(1)}`);
  assert.ok(Math.max(...shade(4)) < DARK, `the finder pattern is ${shade(4)}`);
}

/**
 * The characters of an element of the module as they stand on the screen: line by line, from left to right.
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 */
export function readFromTheLeft(page, selector) {
  return page.evaluate((selector) => {
    const element = document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector(selector);
    if (!element) throw new Error(`nothing is ${selector}`);
    const found = [];
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = /** @type {Text} */ (texts.currentNode);
      for (let index = 0; index < text.length; index += 1) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + 1);
        const { left, bottom } = range.getBoundingClientRect();
        found.push({ left, bottom: Math.round(bottom), character: text.data[index] });
      }
    }
    found.sort((one, other) => one.bottom - other.bottom || one.left - other.left);
    return found.map(({ character }) => character).join('').replaceAll(/\s/g, '');
  }, selector);
}

/**
 * Whether the first element of the module stands on the right of the second.
 * @param {import('playwright-core').Page} page
 * @param {string} first
 * @param {string} second
 */
export function isOnTheRight(page, first, second) {
  return page.evaluate(([first, second]) => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    const [one, other] = [first, second].map((selector) => root?.querySelector(selector ?? '')?.getBoundingClientRect().left);
    return Number(one) > Number(other);
  }, [first, second]);
}

/**
 * Settles once something in the module can be found, or no longer.
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 * @param {boolean} [isThere]
 */
export function untilThere(page, selector, isThere = true) {
  const find = (/** @type {string} */ selector) => Boolean(document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector(selector));
  return until(`${selector} is ${isThere ? 'there' : 'gone'}`, async () => (await page.evaluate(find, selector)) === isThere);
}
