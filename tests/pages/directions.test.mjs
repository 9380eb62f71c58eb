// @ts-check
// Pages with text from right to left. The direction of the module follows its own texts. Numbers, codes and addresses are
// always read from the left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IN_ARABIC, PAGES } from './directions.mjs';
import { isOnTheRight, symbol } from './look.mjs';
import { openForTests } from './opened.mjs';
import { seeDirection } from './see-direction.mjs';

const opened = openForTests();

for (const host of [...PAGES, IN_ARABIC])
  test(`the code and the account are read from the left, and texts begin where they should: ${host.name}`, () =>
    seeDirection(opened, host));

test('texts from right to left mirror the layout, and values in their placeholders keep their order', async () => {
  const { page } = opened.desktop;
  await page.goto(opened.site.show(IN_ARABIC));
  await symbol(page).waitFor();
  assert.equal(await isOnTheRight(opened.desktop.page, '.rail', '.panel'), true);
  await page.goto(opened.site.show(IN_ARABIC, 'waiting-reviews'));
  const kept = page.locator('xpollens-onboarding .text', { hasText: 'نحتفظ' });
  await kept.waitFor();
  assert.match(String(await kept.textContent()), /⁨\d+\s\w+ \d{4}⁩\.$/);
});

test('typed numbers and addresses begin on the left of their field', async () => {
  const { page } = opened.desktop;
  await page.goto(opened.site.show(IN_ARABIC, 'details-contact'));
  const phone = page.locator('xpollens-onboarding [name="phoneNumber"]');
  await phone.waitFor();
  const directions = await page.locator('xpollens-onboarding').evaluate((element) =>
    ['phoneNumber', 'email'].map((name) => {
      const control = element.shadowRoot?.querySelector(`[name="${name}"]`);
      return control && getComputedStyle(control).direction;
    }),
  );
  assert.deepEqual(directions, ['ltr', 'ltr']);
});
