// @ts-check
// The module's text looks the same whatever a page does to its own text. It uses the font of the page and the text size
// that the reader has set in the browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium, openPage } from '../support/browser.mjs';
import { symbol } from './look.mjs';
import { DESKTOP, openForTests } from './opened.mjs';
import { TEXT_STYLES } from './text-styles.mjs';

const PLAIN = { name: 'a plain page', head: '<style>body { font-family: Georgia, serif }</style>' };

const opened = openForTests();

/**
 * The inheritable text styles of each element.
 * @param {import('playwright-core').Page} page
 */
async function readTextStyles(page) {
  await symbol(page).waitFor();
  return page.evaluate(() => {
    const names =
      /^(font|text|line-height|letter|word|white-space|hyphen|overflow-wrap|tab-size|list-style|quotes|border-(spacing|collapse)|caption|empty|cursor|user-select|-webkit-(text|user)|writing|color$|fill|stroke|caret|accent|visibility|pointer)/;
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    return [...(root?.querySelectorAll('.root, .root *') ?? [])].map((element) => {
      const style = getComputedStyle(element);
      const inherited = [...style].filter((name) => names.test(name));
      const name = `${element.localName}.${element.getAttribute('class')}`;
      return [name, ...inherited.map((name) => `${name}: ${style.getPropertyValue(name)}`)].join('; ');
    });
  });
}

for (const style of TEXT_STYLES) {
  test(`the module's own text style, in the font of the page: ${style.name}`, async () => {
    const { page } = opened.desktop;
    await page.goto(opened.site.show(PLAIN));
    const plain = await readTextStyles(page);
    assert.ok(plain.length > 50);
    assert.ok(plain[0]?.includes('font-family: Georgia, serif'), plain[0]);
    await page.goto(opened.site.show({ ...style, head: PLAIN.head + style.head }));
    const styled = await readTextStyles(page);
    const changed = styled.flatMap((words, index) => {
      const before = new Set(plain[index]?.split('; '));
      return words.split('; ').filter((word) => !before.has(word));
    });
    assert.deepEqual([...new Set(changed)], []);
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
