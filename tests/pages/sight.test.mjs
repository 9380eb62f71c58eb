// @ts-check
// A code is revealed, and counted by the backend, only while the module is visible. Otherwise it is removed from the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HIDINGS } from './hidings.mjs';
import { symbol } from './look.mjs';
import { openForTests } from './opened.mjs';
import { LATER_SECOND } from './played-site.mjs';
import { countReveals, seeHiding } from './see-hiding.mjs';

const opened = openForTests();

for (const hiding of HIDINGS)
  test(`the code is revealed once the module is visible and removed when it is not: ${hiding.name}`, () => seeHiding(opened, hiding));

test('a module moved within the page keeps its code', async () => {
  const { page } = opened.desktop;
  await page.goto(opened.site.show({ name: 'moved', html: '<body><div>{module}</div><section></section>' }));
  await symbol(page).waitFor();
  await page.evaluate(() => document.querySelector('section')?.append(/** @type {Element} */ (document.querySelector('xpollens-onboarding'))));
  await page.locator('section .symbol').waitFor();
  await page.locator('xpollens-onboarding .ring-figures', { hasText: LATER_SECOND }).waitFor();
  assert.equal(countReveals(opened.site), 1);
});
