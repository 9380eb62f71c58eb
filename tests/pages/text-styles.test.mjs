// @ts-check
// The module's text looks the same whatever a page does to its own text. It uses the font of the page and the text size
// that the reader has set in the browser.

import { test } from 'node:test';
import { openChromium } from '../support/engines/chromium.mjs';
import { openForTests } from './opened.mjs';
import { seeTextSize, seeTextStyle } from './see-text-style.mjs';
import { TEXT_SIZES, TEXT_STYLES } from './text-styles.mjs';

const opened = openForTests();

for (const style of TEXT_STYLES)
  test(`the module's own text style, in the font of the page: ${style.name}`, () => seeTextStyle(opened, style));

for (const { settings, ...style } of TEXT_SIZES)
  test(`text has the size set in the browser, whatever size the page gives to its root: ${style.name}`, async (t) => {
    const { page, close } = await openChromium({ settings });
    t.after(close);
    await seeTextSize({ page, site: opened.site }, style);
  });
