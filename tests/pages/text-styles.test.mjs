// @ts-check
// The module's text looks the same whatever a page does to its own text. It uses the font of the page and the text size
// that the reader has set in the browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium, openPage } from '../support/browser.mjs';
import { pictureOf, symbol } from './look.mjs';
import { DESKTOP, openForTests } from './opened.mjs';
import { readTextStyles, styleDifferences } from './read-text-styles.mjs';
import { TEXT_STYLES, VERTICAL } from './text-styles.mjs';

const PLAIN = { name: 'a plain page', head: '<style>body { font-family: Georgia, serif }</style>' };

const opened = openForTests();

for (const style of TEXT_STYLES) {
  test(`the module's own text style, in the font of the page: ${style.name}`, async () => {
    const { page } = opened.desktop;
    await page.goto(opened.site.show(PLAIN));
    await symbol(page).waitFor();
    const plain = await readTextStyles(page);
    const picture = await pictureOf(page, '.warning');
    assert.ok(plain.length > 50);
    assert.ok(plain[0]?.includes('font-family: Georgia, serif'), plain[0]);
    await page.goto(opened.site.show({ ...style, head: PLAIN.head + style.head }));
    await symbol(page).waitFor();
    assert.deepEqual(styleDifferences(plain, await readTextStyles(page)), []);
    // Lines under the text of the page, for example, are no style of the text in it.
    const isSame = picture.equals(await pictureOf(page, '.warning'));
    assert.ok(isSame || style.name === VERTICAL, 'the words look the same');
  });
}

test('text has the size set in the browser, whatever size the page gives to its root', async (t) => {
  const browser = await launchChromium(['--blink-settings=defaultFontSize=24']);
  t.after(() => browser.close());
  const { page } = await openPage(browser, DESKTOP);
  for (const head of ['', '<style>html { font-size: 62.5% } body { font-size: 1.4rem }</style>']) {
    await page.goto(opened.site.show({ name: 'large text', head }));
    await symbol(page).waitFor();
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
});
