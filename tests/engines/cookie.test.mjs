// @ts-check
// Cookie mode in each engine: the page of the partner has the tag alone, the session is a `__Host-` cookie over TLS, and
// the customer reaches the code. Every call has the cookie and no token, and no script sees the session.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startCookieHost } from '../support/engines/cookie-host.mjs';
import { ENGINES } from '../support/engines/engines.mjs';
import { startHarness } from '../support/harness.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';
import { until } from '../support/until.mjs';

const SECOND = 1000;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

for (const { name, open } of ENGINES) {
  test(`the tag alone, with the session in a cookie, takes a customer to the code in ${name}`, TEST_PATIENCE, async (t) => {
    const host = await startCookieHost(funnel.urls.page);
    t.after(host.stop);
    const engine = await open({ trustsAll: true });
    t.after(engine.close);
    const desktop = new Desktop(engine);
    await desktop.page.goto(host.url);
    await desktop.heading(desktop.text('group.identity')).waitFor();
    assert.equal(await desktop.page.evaluate(() => document.cookie), '');
    await desktop.giveDetails(newCustomer());
    await funnel.sandbox.advance(5 * SECOND);
    await until('the code is shown', () => desktop.readCode().catch(() => ''));
    // A new load opens another session of the same customer, who continues there.
    await desktop.page.goto(host.url);
    await desktop.heading(desktop.text('handoff.heading')).waitFor();

    assert.ok(host.calls.length > 3);
    const all = await desktop.readAll();
    for (const { cookie, authorization } of host.calls) {
      const [, token = ''] = /^__Host-onboarding=([^;]+)$/.exec(cookie ?? '') ?? [];
      assert.ok(token.length > 20, 'each call has the cookie, and no other');
      assert.equal(all.includes(token), false, 'the page does not have it');
      assert.equal(authorization, undefined);
    }
    assert.deepEqual(engine.complaints, []);
  });
}
