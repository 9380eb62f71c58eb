// @ts-check
// The module in French, and a language that changes in the middle of typing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

test('a French customer fills the form and sees the code, in French', async (t) => {
  const desktop = await Desktop.launch({ locale: 'fr-FR' });
  t.after(desktop.close);
  await desktop.visit(funnel.urls.page, { language: 'fr' });
  await desktop.page.getByText("Munissez-vous de votre pièce d’identité").waitFor();
  await desktop.fillDetails(newCustomer());
  await desktop.fill('email', 'corinne');
  await desktop.sendDetails();
  assert.equal((await desktop.seeError('email')).text, desktop.text('error.email'));

  await desktop.giveDetails(newCustomer());
  await funnel.sandbox.advance(5000);
  await desktop.seeCode();
  await desktop.page.getByText(desktop.text('handoff.warning')).waitFor();
  assert.deepEqual(await wordsOfTheOtherLanguage(desktop), []);
  assert.deepEqual(desktop.complaints, []);
});

test('a change of language while typing keeps the typed text', async (t) => {
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

test('the last requested language is shown, even if another one loads later', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  await host.page.route('**/texts/fr.js', async (route) => {
    await released;
    await route.continue();
  });
  await host.page.evaluate(async () => {
    const { mount } = await import(/** @type {any} */ ('/xpollens-onboarding/index.js'));
    const { sessionToken } = await (await fetch('/demo/session', { method: 'POST' })).json();
    const one = document.querySelector('#one');
    const mounted = mount(one, { endpoint: '/onboarding-api', token: sessionToken, language: 'en' });
    Object.assign(globalThis, { mounted });
  });
  await host.page.getByRole('heading', { name: 'Your name' }).waitFor();
  // The French texts arrive after English was requested again.
  const both = host.page.evaluate(() => {
    const { mounted } = /** @type {any} */ (globalThis);
    return Promise.all([mounted.speak('fr'), mounted.speak('en')]);
  });
  release();
  await both;
  assert.equal(await host.page.getByRole('heading', { name: 'Your name' }).count(), 1);
  await host.page.evaluate(() => /** @type {any} */ (globalThis).mounted.speak('fr'));
  await host.page.getByRole('heading', { name: 'Votre nom', exact: true }).waitFor();
  // The language is kept when the element leaves the page and returns.
  await host.page.evaluate(async () => {
    const { element } = /** @type {any} */ (globalThis).mounted;
    element.remove();
    await Promise.resolve(); // It is taken down once this turn is over.
    document.querySelector('#two')?.append(element);
  });
  await host.page.locator('#two').getByRole('heading', { name: 'Votre nom', exact: true }).waitFor();
});

/** Texts on the screen that only the English table has. @param {Desktop} desktop */
async function wordsOfTheOtherLanguage(desktop) {
  const shown = await desktop.module().innerText();
  return ['Steps', 'Continue', 'Activation', 'Copy', 'phone', 'Open', 'You'].filter((word) =>
    new RegExp(`\\b${word}\\b`).test(shown),
  );
}
