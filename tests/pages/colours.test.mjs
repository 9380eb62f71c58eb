// @ts-check
// The code is dark on white and can be scanned whatever changes the colours of the page. It is not printed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { launchChromium, openDesktop, openPage } from '../support/browser.mjs';
import { openChromium } from '../support/engines/chromium.mjs';
import { DARKENINGS } from './colours.mjs';
import { CODE, expectDarkOnWhite, symbol } from './look.mjs';
import { DESKTOP, openForTests } from './opened.mjs';
import { LATER_SECOND } from './played-site.mjs';
import { seeColours, seeColoursOfPayment } from './see-colours.mjs';

const opened = openForTests();

for (const darkening of DARKENINGS) {
  test(`dark on white under ${darkening.name}`, async (t) => {
    if (!darkening.settings) return seeColours(opened, darkening);
    const { page, close } = await openChromium({ settings: darkening.settings });
    t.after(close);
    await seeColours({ page, site: opened.site }, darkening);
  });
}

test('the payment code is dark on white too', async () => {
  for (const darkening of DARKENINGS.filter(({ name }) => ['Dark Reader', 'an inverted page', 'a page that is inverted later'].includes(name)))
    await seeColoursOfPayment(opened, darkening);
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
