// @ts-check
// "Continue on this device": on a phone the app is opened, with the code only if the link has a place for it. After the
// press, the code is nowhere in the page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { until } from '../support/until.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * A partner's page on a device, with the code on its screen, and the addresses that the page opens from now on.
 * @param {import('node:test').TestContext} t
 * @param {string} appLink
 * @param {import('playwright-core').BrowserContextOptions} device
 */
async function openOn(t, appLink, device) {
  const host = await HostPage.forTest(t, funnel.urls.page, device);
  await funnel.apply(newCustomer(), host.context);
  await host.mount('one', { appLink });
  await host.seeCode();
  /** @type {string[]} */
  const asked = [];
  const browser = await host.context.newCDPSession(host.page);
  await browser.send('Page.enable');
  browser.on('Page.frameRequestedNavigation', ({ url }) => asked.push(url));
  browser.on('Page.windowOpen', ({ url }) => asked.push(url));
  return { host, asked, code: await host.readCode() };
}

/**
 * The button that goes on in the app.
 * @param {HostPage} host
 * @param {string} [key] of what it says
 */
const button = (host, key = 'handoff.here') => host.page.getByRole('button', { name: host.text(key) });

for (const [what, link, address] of /** @type {[string, string, (code: string) => string][]} */ ([
  ['its own scheme', 'bank-app://activate/{code}', (code) => `bank-app://activate/${code}`],
  ['a link that it claims', 'https://app.bank.example/activate#{code}', (code) => `https://app.bank.example/activate#${code}`],
  ['a link without the code', 'https://app.bank.example/activate', () => 'https://app.bank.example/activate'],
])) {
  test(`on a phone the app is opened by ${what}`, async (t) => {
    const { host, asked, code } = await openOn(t, link, PHONE);
    await host.context.route('https://app.bank.example/**', (route) => route.fulfill({ body: 'the app is not installed' }));
    const before = await host.page.evaluate(() => ({ address: location.href, entries: history.length }));
    const links = await host.page.evaluate(() =>
      [...(document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelectorAll('[href]') ?? [])].map((link) => link.getAttribute('href')),
    );
    assert.ok(links.every((href) => !href?.includes(code)), 'no link has the code before the press');
    /** @type {string[]} */
    const requests = [];
    host.context.on('request', (request) => requests.push(request.url()));
    const pastes = !link.includes('{code}');
    if (pastes) await host.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await button(host, pastes ? 'handoff.copy_open' : 'handoff.here').click();
    if (pastes) {
      await host.page.getByText(host.text('handoff.copied'), { exact: true }).first().waitFor();
      assert.equal(await host.page.evaluate(() => navigator.clipboard.readText()), code);
    }
    await until('the browser is asked for the app', () => asked.length > 0);
    assert.deepEqual(asked, [address(code)]);
    const after = await host.page.evaluate(() => ({ address: location.href, entries: history.length }));
    assert.deepEqual(after, before, 'the address and the history of this page stay the same');
    assert.ok(!(await host.page.evaluate(() => JSON.stringify([performance.getEntries(), history.state, document.title]))).includes(code));
    const ofTheWeb = requests.filter((url) => /^https?:/.test(url));
    assert.ok(ofTheWeb.every((url) => !url.split('#')[0]?.includes(code)), 'no server is sent the code');
    assert.deepEqual(host.complaints.filter((complaint) => !/bank-app:/.test(complaint)), []);
  });
}

test('on a computer no app is offered, and on a phone without a link the code is copied', async (t) => {
  const { host } = await openOn(t, 'bank-app://activate/{code}', {});
  assert.equal(await button(host).count(), 0);
  const phone = await HostPage.forTest(t, funnel.urls.page, PHONE);
  await funnel.apply(newCustomer(), phone.context);
  await phone.mount('one');
  await phone.seeCode();
  assert.equal(await button(phone).count(), 0);
  await phone.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(phone, 'handoff.copy').click();
  await phone.page.getByText(phone.text('handoff.copied'), { exact: true }).first().waitFor();
  assert.equal(await phone.page.evaluate(() => navigator.clipboard.readText()), await phone.readCode());
});

test('on a phone the QR code is folded away: nobody is told to point a camera at the screen they hold', async (t) => {
  const phone = await HostPage.forTest(t, funnel.urls.page, PHONE);
  await funnel.apply(newCustomer(), phone.context);
  await phone.mount('one');
  await phone.seeCode();
  const scanning = phone.page.getByText(phone.text('handoff.step3'));
  const symbol = phone.page.getByRole('img', { name: phone.text('handoff.symbol') });
  assert.deepEqual([await scanning.isVisible(), await symbol.isVisible()], [false, false]);
  await phone.page.getByText(phone.text('handoff.paste2')).waitFor();
  await phone.page.getByText(phone.text('handoff.elsewhere')).click();
  await scanning.waitFor();
  await symbol.waitFor();
});

test('a link that would send the code to a server, or run it, is refused with the name of the option', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page, PHONE);
  await host.mount('one', { appLink: 'https://app.bank.example/activate?code={code}' });
  await host.page.waitForFunction(() => /** @type {any} */ (globalThis).heard.length > 0);
  const [event] = await host.events();
  assert.match(event?.message ?? '', /^Option "appLink" is no link to an app/);
});
