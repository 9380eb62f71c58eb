// @ts-check
// A code is revealed, and counted by the backend, only while the module is visible. Otherwise it is removed from the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HIDINGS } from './hidings.mjs';
import { symbol } from './look.mjs';
import { openForTests } from './opened.mjs';
import { LATER_SECOND } from './played-site.mjs';

const REVEAL = 'POST /onboarding/activation';

const opened = openForTests();

const reveals = () => opened.site.calls.filter((call) => call === REVEAL).length;

for (const { name, html, show, hide } of HIDINGS) {
  test(`the code is revealed once the module is visible and removed when it is not: ${name}`, async () => {
    const { page } = opened.desktop;
    await page.goto(opened.site.show({ name, html }));
    // The module has handled the snapshot, because it asks for the next one.
    await opened.site.polled();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    assert.equal(reveals(), 0, 'the code is not on the screen');

    await show(page);
    await symbol(page).waitFor();
    assert.equal(reveals(), 1);

    await hide(page);
    await symbol(page).waitFor({ state: 'detached' });
    assert.equal(await page.locator('xpollens-onboarding .figures').count(), 0);

    await show(page);
    await page.getByRole('button', { name: 'Show the code' }).click();
    await symbol(page).waitFor();
    assert.equal(reveals(), 2, 'only a press shows it again');
  });
}

test('a module moved within the page keeps its code', async () => {
  const { page } = opened.desktop;
  await page.goto(opened.site.show({ name: 'moved', html: '<body><div>{module}</div><section></section>' }));
  await symbol(page).waitFor();
  await page.evaluate(() => document.querySelector('section')?.append(/** @type {Element} */ (document.querySelector('xpollens-onboarding'))));
  await page.locator('section .symbol').waitFor();
  await page.locator('xpollens-onboarding .ring-figures', { hasText: LATER_SECOND }).waitFor();
  assert.equal(reveals(), 1);
});
