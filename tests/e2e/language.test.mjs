// @ts-check
// The module in French, and a language that changes in the middle of typing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from './desktop.mjs';
import { startHarness } from './harness.mjs';

/** @type {import('./harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

test('a French customer fills the form and sees the code, in French', async (t) => {
  const desktop = await Desktop.launch({ locale: 'fr-FR' });
  t.after(desktop.close);
  await desktop.visit(funnel.urls.page, { language: 'fr' });
  await desktop.page.getByText("Munissez-vous de votre pièce d'identité").waitFor();
  await desktop.fillDetails({ ...newCustomer(), email: 'corinne' });
  await desktop.sendDetails();
  assert.equal((await desktop.seeError('email')).text, desktop.text('error.email'));

  await desktop.giveDetails(newCustomer());
  await funnel.sandbox.advance(5000);
  await desktop.seeCode();
  await desktop.page.getByText(desktop.text('handoff.warning')).waitFor();
  assert.deepEqual(await wordsOfTheOtherLanguage(desktop), []);
  assert.deepEqual(desktop.complaints, []);
});

test('the language changes in the middle of typing, and nothing typed is lost', async (t) => {
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  const customer = newCustomer();
  await desktop.fillDetails(customer);
  await desktop.fill('phoneNumber', '+33 6');
  await desktop.sendDetails();
  const said = await desktop.seeError('phoneNumber');
  const typed = await desktop.readForm();

  await desktop.speak('fr');
  assert.deepEqual(await desktop.readForm(), typed);
  const { text } = await desktop.seeError('phoneNumber');
  assert.equal(text, desktop.text('error.phone'));
  assert.notEqual(text, said.text);
  await desktop.speak('en');
  assert.deepEqual(await desktop.readForm(), typed);
  await desktop.speak('fr');

  await desktop.fill('phoneNumber', customer.phoneNumber);
  await desktop.sendDetails();
  await desktop.heading('Continuez sur votre téléphone').waitFor();
  assert.deepEqual(await funnel.sandbox.creations(customer.email), { tries: 1, users: 1 });
  assert.deepEqual(desktop.complaints, []);
});

/** Words of the module's screen that stand in the English table alone. @param {Desktop} desktop */
async function wordsOfTheOtherLanguage(desktop) {
  const shown = await desktop.module().innerText();
  return ['Steps', 'Continue', 'Activation', 'Copy', 'phone', 'Open', 'You'].filter((word) =>
    new RegExp(`\\b${word}\\b`).test(shown),
  );
}
