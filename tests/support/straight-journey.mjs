// @ts-check
// The journey without detours: a customer fills the form on a desktop, scans the code with the phone, and opens an
// account. Read this file first: each line is one action of the customer or the provider. The caller chooses the
// engine.

import assert from 'node:assert/strict';
import { newCustomer } from './desktop.mjs';
import { Phone } from './phone.mjs';
import { readQrCodes } from './qr.mjs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * Opens an account. The page must show the first form. At the end it shows the opened account.
 * @param {{ after: (end: () => Promise<void>) => void }} t closes the phone at its end
 * @param {import('./harness.mjs').Harness} funnel
 * @param {import('./desktop.mjs').Desktop} desktop in any engine
 * @param {object} [options]
 * @param {import('playwright-core').BrowserContextOptions} [options.context] of the phone's browser
 * @param {(screen: string, phone: Phone) => Promise<void>} [options.onPhoneScreen] called while the phone shows a screen
 * @returns {Promise<{ code: string, phone: Phone }>} the activation code, and the phone that it was scanned with
 */
export async function openAccount(t, funnel, desktop, { context, onPhoneScreen = async () => {} } = {}) {
  await desktop.giveDetails(newCustomer());
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.seeCode();
  const code = await desktop.readCode();
  const screen = await desktop.screenshot();
  assert.deepEqual((await readQrCodes(screen)).map(({ text }) => text), [code]);

  const phone = await Phone.open(funnel.urls.phone, { sees: screen, context });
  t.after(phone.close);
  await onPhoneScreen('start', phone);
  await phone.scan();
  await onPhoneScreen('secret', phone);
  await phone.chooseSecret();
  await onPhoneScreen('identity', phone);
  await phone.proveIdentity();
  await funnel.sandbox.advance(5 * SECOND);

  await desktop.press('Continue: Your situation');
  await desktop.giveSituation();
  await desktop.giveTaxes();
  await phone.seeRequest('Déclaratifs Fiscaux');
  await onPhoneScreen('confirm', phone);
  await phone.validate('Déclaratifs Fiscaux');
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.acceptTerms();
  await phone.validate('Acceptation des CGU');
  await funnel.sandbox.advance(10 * MINUTE);

  await desktop.seeOpenedAccount();
  await phone.seeOpenedAccount();
  await onPhoneScreen('opened', phone);
  assert.deepEqual(phone.complaints, []);
  for (const [server, log] of Object.entries(funnel.logs())) {
    assert.equal(log.includes(code), false, `the activation code is in the log of ${server}`);
  }
  return { code, phone };
}
