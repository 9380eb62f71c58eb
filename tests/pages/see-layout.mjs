// @ts-check
// What is seen of a row of layouts.mjs: the module uses the available width, and the code can be scanned.

import assert from 'node:assert/strict';
import { until } from '../support/until.mjs';
import { CODE, measure, scanInView, untilThere } from './look.mjs';
import { DESKTOP } from './opened.mjs';

const WIDE = DESKTOP.viewport;
const NARROW = { width: 320, height: 900 };
/** 37 modules of 8 pixels. */
const FULL_PX = 296;
/** Its width in a window of 320 pixels with the margins of the page. */
const NARROW_PX = 240;

/**
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./layouts.mjs').Layout} layout
 */
export async function seeLayout({ page, site }, layout) {
  await page.setViewportSize(WIDE);
  await page.goto(site.show(layout));
  await untilThere(page, '.symbol');
  const wide = await measure(page);
  assert.ok(wide.root >= (layout.least ?? 0), `${wide.root} pixels wide`);
  if (!layout.isScaled) assert.equal(wide.code, FULL_PX);
  assert.equal(wide.scrolls, 0, 'the page scrolls sideways');
  // WebKit may measure the groups once more after the first layout.
  await until('the eight groups of the code fill two lines', async () => (await measure(page)).lines === 2);
  assert.equal(await scanInView(page), CODE);

  if (layout.isScaled || layout.isWide) return;
  await page.setViewportSize(NARROW);
  const narrow = await measure(page);
  assert.ok(narrow.code >= NARROW_PX, `the code is ${narrow.code} pixels wide, the module ${narrow.root}`);
  assert.equal(await scanInView(page), CODE);
}
