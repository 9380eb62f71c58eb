// @ts-check
// What is seen of a row of text-styles.mjs: the module's text looks the same whatever a page does to its own text. It has
// the font of the page and the text size that the reader has set in the browser.

import assert from 'node:assert/strict';
import { PNG } from 'pngjs';
import { pictureOf, untilThere } from './look.mjs';
import { readTextStyles, styleDifferences } from './read-text-styles.mjs';
import { VERTICAL } from './text-styles.mjs';

const PLAIN = { name: 'a plain page', head: '<style>body { font-family: Georgia, serif }</style>' };

/**
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./played-site.mjs').PartnerPage} style
 */
export async function seeTextStyle({ page, site }, style) {
  await page.goto(site.show(PLAIN));
  await untilThere(page, '.symbol');
  const plain = await readTextStyles(page);
  const picture = await pictureOf(page, '.warning');
  assert.ok(plain.length > 50);
  assert.ok(plain[0]?.includes('font-family: Georgia, serif'), plain[0]);
  await page.goto(site.show({ ...style, head: PLAIN.head + style.head }));
  await untilThere(page, '.symbol');
  assert.deepEqual(styleDifferences(plain, await readTextStyles(page)), []);
  // Lines under the text of the page, for example, are no style of the text in it.
  const isSame = looksLike(picture, await pictureOf(page, '.warning'));
  assert.ok(isSame || style.name === VERTICAL, 'the words look the same');
}

/** How much a pixel may differ, of 255. WebKit smooths the edges of letters in more than one way. */
const SMOOTHING = 128;

/**
 * Whether two pictures look the same.
 * @param {Buffer} one a PNG file
 * @param {Buffer} other
 */
function looksLike(one, other) {
  const [first, second] = [one, other].map((picture) => PNG.sync.read(picture));
  if (!first || !second || first.width !== second.width || first.height !== second.height) return false;
  return first.data.every((value, index) => Math.abs(value - Number(second.data[index])) <= SMOOTHING);
}

/**
 * Sees the sizes of a reader whose text has 24 pixels.
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./played-site.mjs').PartnerPage} style
 */
export async function seeTextSize({ page, site }, style) {
  await page.goto(site.show(style));
  await untilThere(page, '.symbol');
  const sizes = await page.evaluate(() => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    const size = (/** @type {string} */ selector) => {
      const element = root?.querySelector(selector);
      return element && getComputedStyle(element).fontSize;
    };
    return ['.heading', '.instructions li', '.warning', '.button', '.footer'].map(size);
  });
  assert.deepEqual(sizes, ['42px', '27px', '24px', '24px', '21px']);
}
