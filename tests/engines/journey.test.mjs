// @ts-check
// A customer opens an account in each engine under the strictest policy, without violations and without console errors.
// return.test.mjs tests leaving the page and coming back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';
import { openAccount } from '../support/straight-journey.mjs';
import { ENGINES } from '../support/engines/engines.mjs';
import { startStrictHost } from '../support/engines/strict-host.mjs';

const SECOND = 1000;

/** Matches the console message, which does not say whose style sheet was refused. The report does. */
const STYLE_REFUSED = /style-src-elem/;

/** Actions that the policy forbids, by its directive. @type {[string, () => unknown][]} */
const BREACHES = [
  ['style-src', () => document.body.setAttribute('style', 'color: red')],
  ['require-trusted-types-for', () => (document.body.innerHTML = '<p></p>')],
  ['img-src', () => document.body.append(Object.assign(new Image(), { src: '/picture.png' }))],
];

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

for (const { name, open } of ENGINES) {
  test(`a customer opens an account in ${name}, and the policy refuses nothing`, TEST_PATIENCE, async (t) => {
    const host = await startStrictHost(funnel.urls.page);
    t.after(host.stop);
    const engine = await open();
    t.after(engine.close);
    const desktop = new Desktop(engine);
    const started = performance.now();

    await desktop.visit(host.url);
    await openAccount(t, funnel, desktop);

    const seconds = ((performance.now() - started) / SECOND).toFixed(1);
    console.log(
      `engine ${name} ${engine.version}: journey opened in ${seconds} s, ${host.violations.length} policy violations`,
    );
    assert.deepEqual(host.violations, []);
    assert.deepEqual(host.failures, []);
    const complaints = [...host.complaints, ...engine.complaints];
    assert.deepEqual(complaints.filter((complaint) => !STYLE_REFUSED.test(complaint)), []);
    await hearBreaches(desktop, host);
  });
}

/**
 * Checks that violations are reported at all. Otherwise the absence of reports would prove nothing.
 * @param {Desktop} desktop
 * @param {import('../support/engines/strict-host.mjs').StrictHost} host
 */
async function hearBreaches(desktop, host) {
  for (const [directive, breach] of BREACHES) {
    const heard = host.violation(directive);
    await desktop.page.evaluate(breach).catch(() => {});
    await heard;
  }
}
