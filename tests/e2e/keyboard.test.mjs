// @ts-check
// The whole journey by keyboard, from the first field to the opened account: each screen begins with the focus on its
// heading, every control is reachable by Tab, and the focus is never lost, not even for a frame. The phone makes calls only.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Customer } from '../support/customer.mjs';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { Keyboard } from '../support/keyboard.mjs';
import { CHECKED, SECOND } from '../support/course.mjs';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

test('a customer without a mouse goes from the first field to the opened account, and the focus is never lost', async (t) => {
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  const keyboard = new Keyboard(desktop);
  await keyboard.slowDown();
  const details = newCustomer();

  await giveDetails(keyboard, details);
  await keyboard.seeScreen('handoff.heading');
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.seeCode();
  // The customer goes to another window with the copy. The code is removed meanwhile.
  await keyboard.press(desktop.text('handoff.copy'));
  await desktop.hidePage(true);
  await desktop.hidePage(false);
  await keyboard.press(desktop.text('handoff.show'));
  await desktop.seeCode();

  await keyboard.press(`Do another step first: ${desktop.text('step.declarative')}`);
  await keyboard.seeScreen('declarative.heading');
  await giveSituation(keyboard);
  await keyboard.seeScreen('handoff.heading');
  await desktop.seeCode();

  const phone = new Customer(funnel, '', '', '');
  phone.details = details;
  await phone.launch(await desktop.readCode());
  await phone.takePictures();
  await keyboard.seeScreen('waiting.heading');
  await keyboard.press(`Continue: ${desktop.text('step.tax')}`);

  await keyboard.seeScreen('tax.heading');
  await giveTaxes(keyboard);
  await keyboard.seeScreen('confirm.heading');
  await phone.decide('refuse');
  await desktop.page.getByText(desktop.text('reason.confirmation_refused')).first().waitFor();
  await keyboard.press(desktop.text('confirm.again'));
  await desktop.page.getByRole('timer', { name: desktop.text('confirm.left') }).waitFor();
  await phone.decide('validate');

  await keyboard.seeScreen('terms.heading');
  await acceptTerms(keyboard);
  await keyboard.seeScreen('confirm.heading');
  await phone.decide('validate');
  await keyboard.seeScreen('waiting.heading');
  await phone.advance(CHECKED);
  await keyboard.seeScreen('opened.heading');
  const [download] = await Promise.all([
    desktop.page.waitForEvent('download'),
    keyboard.press(desktop.text('opened.download')),
  ]);
  assert.match(download.suggestedFilename(), /\.pdf$/);
  assert.deepEqual(await keyboard.lost(), []);
  assert.deepEqual(desktop.complaints, []);
});

test('a focus that is lost for one frame is found', async (t) => {
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  const keyboard = new Keyboard(desktop);
  await keyboard.tabTo('firstName');
  await keyboard.watch();
  assert.deepEqual(await keyboard.lost(), []);
  await desktop.page.locator('#firstName').evaluate(async (field) => {
    field.blur();
    await new Promise(requestAnimationFrame);
    field.focus();
  });
  assert.deepEqual(await keyboard.lost(), [desktop.text('group.identity')]);
});

/**
 * @param {Keyboard} keyboard
 * @param {import('../support/desktop.mjs').Customer} details
 */
async function giveDetails(keyboard, { email, phoneNumber, address }) {
  await keyboard.tabTo('civility');
  await keyboard.watch();
  await keyboard.page.keyboard.press('Space');
  await keyboard.type('firstName', 'Corinne');
  await keyboard.type('lastName', 'Berthier');
  await keyboard.type('birthName', 'Berthier');
  await keyboard.page.keyboard.press('Enter');
  await keyboard.seeScreen('group.birth');
  await keyboard.type('birthDate-day', '6');
  await keyboard.type('birthDate-month', '12');
  await keyboard.type('birthDate-year', '1965');
  await keyboard.type('birthCountry', 'France');
  await keyboard.type('birthZipCode', '75001');
  await keyboard.retype('birthCity', 'Paris');
  await keyboard.type('nationality', 'France');
  await keyboard.press(keyboard.desktop.text('form.next'));
  await keyboard.seeScreen('group.contact');
  await keyboard.type('email', email);
  await keyboard.type('phoneNumber', phoneNumber);
  await keyboard.page.keyboard.press('Enter');
  await keyboard.seeScreen('group.address');
  await keyboard.type('address.country', 'France');
  await keyboard.type('address.street', address.street);
  await keyboard.type('address.zipCode', '92100');
  await keyboard.retype('address.city', 'Boulogne-Billancourt');
  await keyboard.page.keyboard.press('Enter');
  await keyboard.seeScreen('profile.heading');
  await keyboard.press(keyboard.desktop.text('profile.submit'));
}

/** @param {Keyboard} keyboard */
async function giveSituation(keyboard) {
  const { desktop, page } = keyboard;
  await keyboard.type('economicActivity', 'lorry driv');
  await page.getByRole('option', { name: 'Lorry driver' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  for (const list of ['income', 'asset']) {
    await keyboard.tabTo(list);
    await page.keyboard.press('ArrowDown');
  }
  const { economicActivity, income, asset } = await desktop.readForm();
  assert.deepEqual([economicActivity, income, asset], ['Lorry driver', '1', '1']);
  await keyboard.press(desktop.text('declarative.submit'));
}

/**
 * Enters two countries, adds a third and removes it. The focus then moves to the second.
 * @param {Keyboard} keyboard
 */
async function giveTaxes(keyboard) {
  const { desktop, page } = keyboard;
  const country = (/** @type {number} */ index) => `SELECT residences.${index}.country`;
  const at = async (/** @type {string} */ what) => {
    await page.waitForFunction((id) => document.activeElement?.shadowRoot?.activeElement?.id === id, what.split(' ')[1]);
    assert.equal(await keyboard.focused(), what);
  };
  await keyboard.choose('isUsPerson');
  await keyboard.type('residences.0.country', 'France');
  await keyboard.press(desktop.text('tax.add'));
  await at(country(1));
  await keyboard.press(desktop.text('tax.add'));
  await at(country(2));
  await keyboard.press(desktop.text('tax.remove'));
  await at(country(1));
  await page.keyboard.type('Belgium');
  await keyboard.type('residences.1.tin', '85073003328');
  const legends = await page.locator('legend').allInnerTexts();
  assert.deepEqual(legends, ['Country where you pay taxes, 1 of 2', 'Country where you pay taxes, 2 of 2']);
  const typed = await desktop.readForm();
  assert.deepEqual(
    [typed.isUsPerson, typed['residences.0.country'], typed['residences.1.country'], typed['residences.1.tin']],
    ['false', 'FR', 'BE', '85073003328'],
  );
  await keyboard.press(desktop.text('tax.submit'));
}

/**
 * Reads each document in another tab, comes back, and accepts it.
 * @param {Keyboard} keyboard
 */
async function acceptTerms(keyboard) {
  const { desktop, page } = keyboard;
  for (const name of ['account', 'card', 'partner']) {
    const [document] = await Promise.all([
      page.context().waitForEvent('page'),
      keyboard.press(`${desktop.text(`document.${name}`)}${desktop.text('link.new_tab')}`),
    ]);
    await document.waitForLoadState();
    assert.match(document.url(), /\/terms\//);
    await document.close();
    await page.bringToFront();
    assert.match(await keyboard.focused(), /^A /, 'the focus is where it was');
    await keyboard.choose(name);
  }
  await keyboard.press(desktop.text('terms.submit'));
}
