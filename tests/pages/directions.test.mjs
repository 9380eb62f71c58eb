// @ts-check
// Pages with text from right to left. The direction of the module follows its own texts. Numbers, codes and addresses are
// always read from the left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { example } from '../support/played-backend.mjs';
import { IN_ARABIC, PAGES } from './directions.mjs';
import { CODE, isOnTheRight, readFromTheLeft, scan, symbol } from './look.mjs';
import { openForTests } from './opened.mjs';

const opened = openForTests();

for (const host of [...PAGES, IN_ARABIC]) {
  test(`the code is read from the left: ${host.name}`, async () => {
    await opened.desktop.page.goto(opened.site.show(host));
    await symbol(opened.desktop.page).waitFor();
    assert.equal((await readFromTheLeft(opened.desktop.page, '.figures')).toLowerCase(), CODE);
    assert.match(await readFromTheLeft(opened.desktop.page, '.ring-figures'), /^[12]:\d\d$/);
    assert.equal(await scan(opened.desktop.page), CODE);
  });

  test(`the account is read from the left: ${host.name}`, async () => {
    const { page } = opened.desktop;
    await page.goto(opened.site.show(host, 'transfer'));
    await symbol(page).waitFor();
    const { iban, bic, reference } = example('snapshot.transfer').transfer;
    const lines = await page.locator('xpollens-onboarding .account-line').count();
    const read = [];
    for (let line = 1; line <= lines; line += 1) read.push(await readFromTheLeft(opened.desktop.page, `.account-line:nth-child(${line}) .account-value`));
    for (const value of [iban, bic, reference]) assert.ok(read.includes(value.replaceAll(' ', '')), `${value}: ${read}`);
  });
}

for (const host of PAGES) {
  test(`English texts begin on the left: ${host.name}`, async () => {
    await opened.desktop.page.goto(opened.site.show(host));
    await symbol(opened.desktop.page).waitFor();
    assert.equal(await isOnTheRight(opened.desktop.page, '.panel', '.rail'), true);
    assert.match(await readFromTheLeft(opened.desktop.page, '.warning span'), /\.$/, 'a sentence ends with its full stop');
  });
}

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
  await page.goto(opened.site.show(IN_ARABIC, 'details'));
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
