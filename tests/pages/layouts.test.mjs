// @ts-check
// Wherever a partner puts the element, the module uses the available width and the code can be scanned.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAYOUTS } from './layouts.mjs';
import { CODE, measure, scan, symbol } from './look.mjs';
import { DESKTOP, openForTests } from './opened.mjs';

const WIDE = DESKTOP.viewport;
const NARROW = { width: 320, height: 900 };
/** 37 modules of 8 pixels. */
const FULL_PX = 296;
/** Its width in a window of 320 pixels with the margins of the page. */
const NARROW_PX = 240;

const opened = openForTests();

for (const layout of LAYOUTS) {
  test(`the module uses the available width, and the code can be scanned: ${layout.name}`, async () => {
    const { page } = opened.desktop;
    await page.setViewportSize(WIDE);
    await page.goto(opened.site.show(layout));
    await symbol(page).waitFor();
    const wide = await measure(page);
    assert.ok(wide.root >= (layout.least ?? 0), `${wide.root} pixels wide`);
    if (!layout.isScaled) assert.equal(wide.code, FULL_PX);
    assert.equal(wide.scrolls, 0, 'the page scrolls sideways');
    await symbol(page).scrollIntoViewIfNeeded();
    assert.equal(await scan(page), CODE);

    if (layout.isScaled || layout.isWide) return;
    await page.setViewportSize(NARROW);
    const narrow = await measure(page);
    assert.ok(narrow.code >= NARROW_PX, `the code is ${narrow.code} pixels wide, the module ${narrow.root}`);
    await symbol(page).scrollIntoViewIfNeeded();
    assert.equal(await scan(page), CODE);
  });
}
