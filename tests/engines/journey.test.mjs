// @ts-check
// One customer in each engine, from the form to the opened account, under the strictest policy: nothing is refused,
// nothing is complained of. Leaving the page and coming back: return.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../e2e/desktop.mjs';
import { startHarness } from '../e2e/harness.mjs';
import { Phone } from '../e2e/phone.mjs';
import { readQrCodes } from '../e2e/qr.mjs';
import { ENGINES } from './engines.mjs';
import { startStrictHost } from './strict-host.mjs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Far longer than a journey takes: a breach that is not reported is waited for until then. */
const PATIENCE = { timeout: 3 * MINUTE };

/** In the console, where it is not said whose style sheet was refused: the report says so. */
const STYLE_REFUSED = /style-src-elem/;

/** What the module must never do, in the words of the policy's directive. @type {[string, () => unknown][]} */
const BREACHES = [
  ['style-src', () => document.body.setAttribute('style', 'color: red')],
  ['require-trusted-types-for', () => (document.body.innerHTML = '<p></p>')],
  ['img-src', () => document.body.append(Object.assign(new Image(), { src: '/picture.png' }))],
];

/** @type {import('../e2e/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

for (const { name, open } of ENGINES) {
  test(`a customer opens an account in ${name}, and the policy refuses nothing`, PATIENCE, async (t) => {
    const host = await startStrictHost(funnel.urls.page);
    t.after(host.stop);
    const engine = await open();
    t.after(engine.close);
    const desktop = new Desktop(engine);
    const started = performance.now();

    await desktop.visit(host.url);
    await desktop.giveDetails(newCustomer());
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.seeCode();
    const code = await desktop.readCode();
    const screen = await desktop.screenshot();
    assert.deepEqual((await readQrCodes(screen)).map(({ text }) => text), [code]);

    const phone = await Phone.open(funnel.urls.phone, { sees: screen });
    t.after(phone.close);
    await phone.scan();
    await phone.chooseSecret();
    await phone.proveIdentity();
    await funnel.sandbox.advance(5 * SECOND);

    await desktop.press('Continue: Your situation');
    await desktop.giveSituation();
    await desktop.giveTaxes();
    await phone.validate('Déclaratifs Fiscaux');
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.acceptTerms();
    await phone.validate('Acceptation des CGU');
    await funnel.sandbox.advance(10 * MINUTE);
    await desktop.seeOpenedAccount();

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
 * That nothing was reported proves something only where a breach is reported.
 * @param {Desktop} desktop
 * @param {import('./strict-host.mjs').StrictHost} host
 */
async function hearBreaches(desktop, host) {
  for (const [directive, breach] of BREACHES) {
    const heard = host.violation(directive);
    await desktop.page.evaluate(breach).catch(() => {});
    await heard;
  }
}
