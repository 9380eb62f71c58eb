// @ts-check
// The backend's configuration decides which steps exist and in which order. The page shows and offers them in that order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { Phone } from '../support/phone.mjs';

const SECOND = 1000;

/**
 * @param {import('node:test').TestContext} t
 * @param {string[]} steps
 */
async function openWith(t, steps) {
  const funnel = await startHarness({ steps: steps.join(',') });
  t.after(funnel.stop);
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  assert.deepEqual(
    await desktop.readStepLabels(),
    steps.map((step) => desktop.text(`step.${step}`)),
  );
  return { funnel, desktop };
}

test('with the declarative step before the phone, its form follows the first one', async (t) => {
  const { desktop } = await openWith(t, ['profile', 'declarative', 'device', 'identity', 'tax', 'terms']);
  await desktop.fillDetails(newCustomer());
  await desktop.sendDetails();
  await desktop.giveSituation();
  await desktop.heading('Continue on your phone').waitFor();
  assert.deepEqual(desktop.complaints, []);
});

test('with the terms before the other forms, they are offered first once the phone is linked', async (t) => {
  const steps = ['profile', 'device', 'identity', 'terms', 'tax', 'declarative'];
  const { funnel, desktop } = await openWith(t, steps);
  await desktop.giveDetails(newCustomer());
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.seeCode();
  const phone = await Phone.open(funnel.urls.phone);
  t.after(phone.close);
  await phone.paste(await desktop.readCode());
  await phone.chooseSecret();
  await phone.proveIdentity();
  await funnel.sandbox.advance(5 * SECOND);

  await desktop.press('Continue: Terms and conditions');
  await desktop.acceptTerms();
  await phone.validate('Acceptation des CGU');
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.giveTaxes();
  await phone.validate('Déclaratifs Fiscaux');
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.heading('Your situation').waitFor();
  assert.deepEqual(desktop.complaints, []);
});
