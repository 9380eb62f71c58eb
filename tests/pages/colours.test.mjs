// @ts-check
// The code is dark on white and can be scanned whatever changes the colours of the page. It is not printed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { launchChromium, openDesktop, openPage } from '../support/browser.mjs';
import { DARKENINGS } from './colours.mjs';
import { CODE, expectDarkOnWhite, readQr, symbol } from './look.mjs';
import { DESKTOP, openForTests } from './opened.mjs';
import { LATER_SECOND } from './played-site.mjs';

const opened = openForTests();

for (const { name, context, head, act } of DARKENINGS) {
  test(`dark on white under ${name}`, async (t) => {
    const { page, close } = context ? await openDesktop({ ...DESKTOP, ...context }) : opened.desktop;
    if (context) t.after(close);
    await page.goto(opened.site.show({ name, head }));
    await symbol(page).waitFor();
    await act?.(page);
    // A later inversion is noticed with the next second of the countdown.
    if (name.endsWith('later')) await page.locator('xpollens-onboarding .symbol.inverted').waitFor();
    expectDarkOnWhite(await symbol(page).screenshot(), CODE);
  });
}

test('the payment code is dark on white too', async () => {
  const { page } = opened.desktop;
  for (const { name, head, act } of DARKENINGS.filter(({ name }) => ['Dark Reader', 'an inverted page'].includes(name))) {
    await page.goto(opened.site.show({ name, head }, 'transfer'));
    await symbol(page).waitFor();
    await act?.(page);
    assert.match(readQr(await symbol(page).screenshot()), /^BCD/);
  }
});

test('dark on white if the browser darkens every page', async (t) => {
  const browser = await launchChromium(['--enable-features=WebContentsForceDark', '--blink-settings=forceDarkModeEnabled=true']);
  t.after(() => browser.close());
  const { page } = await openPage(browser, DESKTOP);
  await page.goto(opened.site.show({ name: 'darkened by the browser' }));
  await symbol(page).waitFor();
  expectDarkOnWhite(await symbol(page).screenshot(), CODE);
  const background = PNG.sync.read(await page.screenshot()).data.subarray(0, 3);
  assert.ok(Math.max(...background) < 60, 'the page around is dark');
});

test('a printed page shows neither the code nor its characters', async (t) => {
  const { page, close } = await openDesktop({ viewport: DESKTOP.viewport });
  t.after(close);
  await page.goto(opened.site.show({ name: 'printed' }));
  await symbol(page).waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await symbol(page).isVisible(), false);
  assert.equal(await page.locator('xpollens-onboarding .figures').isVisible(), false);
  assert.equal(await page.locator('xpollens-onboarding .heading').isVisible(), true);
});

for (const { name, head, html, says } of [
  { name: 'a blurred page', head: '<style>main { filter: blur(2px) }</style>', html: '<body><main>{module}</main>', says: '<main> has a filter' },
  { name: 'a blended page', head: '<style>main { mix-blend-mode: difference }</style>', html: '<body><main>{module}</main>', says: '<main> has a filter or a blend mode' },
  { name: 'a tiny element', html: '<body><div style="width: 90px; overflow: hidden">{module}</div>', says: 'Give <xpollens-onboarding> 300 pixels' },
  { name: 'a small scale', html: '<body><div style="transform: scale(.3)">{module}</div>', says: 'Give <xpollens-onboarding> 300 pixels' },
]) {
  test(`an effect that cannot be undone is reported to the developer once: ${name}`, async (t) => {
    const { page, close } = await openDesktop({ viewport: DESKTOP.viewport });
    t.after(close);
    /** @type {string[]} */
    const warnings = [];
    page.on('console', (message) => void (message.type() === 'warning' && warnings.push(message.text())));
    await page.goto(opened.site.show({ name, head, html }));
    await symbol(page).waitFor();
    // The countdown continued meanwhile, and each second is drawn.
    await page.locator('xpollens-onboarding .ring-figures', { hasText: LATER_SECOND }).waitFor();
    assert.equal(warnings.length, 1, warnings.join('\n'));
    assert.ok(warnings[0]?.startsWith('xpollens-onboarding: ') && warnings[0].includes(says), warnings[0]);
  });
}
