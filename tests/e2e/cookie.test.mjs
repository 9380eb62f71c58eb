// @ts-check
// Cookie mode: the partner's server sets the session as a cookie that no script can read, and the module is given nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { openFirefox } from '../support/engines/firefox.mjs';
import { startHarness } from '../support/harness.mjs';

const SECOND = 1000;
const COOKIE = '__Host-onboarding';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** Engines that accept a `Secure` cookie from http://127.0.0.1. @type {[string, () => Promise<Desktop>][]} */
const ENGINES = [
  ['chromium', () => Desktop.launch()],
  ['firefox', async () => new Desktop(await openFirefox())],
];

for (const [name, open] of ENGINES) {
  test(`in cookie mode a customer reaches the code in ${name}, and no script sees the session`, async (t) => {
    const desktop = await open();
    t.after(desktop.close);
    /** @type {Record<string, string>[]} */
    const calls = [];
    desktop.page.on('request', (request) => {
      if (request.url().includes('/onboarding-api/')) calls.push(request.headers());
    });
    await desktop.visit(funnel.urls.page, { query: '&session=cookie' });
    const cookie = await sessionCookie(desktop);
    assert.deepEqual({ ...cookie, value: undefined, expires: undefined }, {
      name: COOKIE,
      value: undefined,
      expires: undefined,
      domain: '127.0.0.1',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
    });
    assert.equal(await desktop.page.evaluate(() => document.cookie), '');

    await desktop.giveDetails(newCustomer());
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.seeCode();
    assert.match(await desktop.readCode(), /^[0-9a-f]{32}$/);
    assert.ok(calls.length > 3);
    for (const headers of calls) assert.equal(headers.authorization, undefined);
    assert.equal((await desktop.readAll()).includes(cookie?.value ?? ''), false);
    assert.deepEqual(desktop.complaints, []);
  });
}

test('a reload resumes in cookie mode, and the backend removes the cookie when the session ends', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  await desktop.visit(funnel.urls.page, { query: '&session=cookie' });
  await desktop.giveDetails(newCustomer());
  await desktop.visit(funnel.urls.page, { query: '&session=cookie', heading: 'handoff.heading' });

  const status = await desktop.page.evaluate(async () => {
    const headers = { 'X-Onboarding-Client': '1' };
    return (await fetch('/onboarding-api/onboarding/session', { method: 'DELETE', headers })).status;
  });
  assert.equal(status, 204);
  assert.equal(await sessionCookie(desktop), undefined);
});

/** @param {Desktop} desktop */
async function sessionCookie(desktop) {
  return (await desktop.context.cookies()).find(({ name }) => name === COOKIE);
}
