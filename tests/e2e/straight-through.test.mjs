// @ts-check
// The funnel runs: a customer fills the form on a desktop, scans the code with the phone, and opens an account.
// Read this one first: each line is one thing the customer, or the provider, does.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop } from './desktop.mjs';
import { startHarness } from './harness.mjs';
import { Phone } from './phone.mjs';
import { readQrCodes } from './qr.mjs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** @type {import('./harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

test('a customer goes from the form over the scanned code to an opened account', async (t) => {
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  await desktop.giveDetails();
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.seeCode();
  const code = await desktop.readCode();
  assert.deepEqual(
    (await readQrCodes(await desktop.screenshotOfCode())).map(({ text }) => text),
    [code],
  );

  const phone = await Phone.open(funnel.urls.phone, { sees: await desktop.screenshot() });
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
  await phone.seeOpenedAccount();
  assert.deepEqual(desktop.complaints, []);
  assert.deepEqual(phone.complaints, []);
  for (const [server, log] of Object.entries(funnel.logs())) {
    assert.equal(log.includes(code), false, `the activation code is in the log of ${server}`);
  }
});
