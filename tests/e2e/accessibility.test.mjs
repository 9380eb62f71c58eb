// @ts-check
// Automatic checks of WCAG 2.2 AA on the screens of the journey, in light and dark, wide and narrow.
// tests/states checks every state without a journey (`npm run states`).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { find } from '../support/axe.mjs';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { Phone } from '../support/phone.mjs';

const SECOND = 1000;
const LOOKS = {
  'wide and light': { viewport: { width: 1280, height: 900 } },
  'narrow and dark': { viewport: { width: 320, height: 640 }, colorScheme: /** @type {const} */ ('dark') },
};

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

for (const [look, options] of Object.entries(LOOKS)) {
  test(`no screen of the journey breaks a rule, ${look}`, async (t) => {
    const desktop = await Desktop.launch({ ...options, reducedMotion: 'reduce' });
    t.after(desktop.close);
    await desktop.visit(funnel.urls.page);
    await findNothing(desktop, 'details');
    await desktop.sendDetails();
    await findNothing(desktop, 'details with errors');
    await desktop.loseNetwork(true);
    await findNothing(desktop, 'offline');
    await desktop.loseNetwork(false);
    await desktop.giveDetails(newCustomer());
    await findNothing(desktop, 'code awaited');
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.seeCode();
    await findNothing(desktop, 'code');
    const code = await desktop.readCode();
    await desktop.hidePage(true);
    await desktop.hidePage(false);
    await findNothing(desktop, 'code hidden');

    const phone = await Phone.open(funnel.urls.phone);
    t.after(phone.close);
    await phone.paste(code);
    await phone.chooseSecret();
    await phone.proveIdentity();
    await funnel.sandbox.advance(5 * SECOND);
    await findNothing(desktop, 'waiting');
    await desktop.press('Continue: Your situation');
    await findNothing(desktop, 'situation');
    await desktop.giveSituation();
    await findNothing(desktop, 'taxes');
    await desktop.giveTaxes();
    await findNothing(desktop, 'confirmation');
    await phone.refuse('Déclaratifs Fiscaux');
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.page.getByText(desktop.text('reason.confirmation_refused')).first().waitFor();
    await findNothing(desktop, 'confirmation refused');
    await desktop.press('Send again');
    await phone.validate('Déclaratifs Fiscaux');
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.heading('Terms and conditions').waitFor();
    await findNothing(desktop, 'terms');
    await desktop.acceptTerms();
    await phone.validate('Acceptation des CGU');
    await funnel.sandbox.advance(600 * SECOND);
    await desktop.seeOpenedAccount();
    await findNothing(desktop, 'opened');
  });
}

test('a violation inside the module is found', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  await desktop.visit(funnel.urls.page);
  await desktop.page.getByRole('textbox', { name: desktop.text('field.lastName'), exact: true }).evaluate((input) => {
    const { labels } = /** @type {HTMLInputElement} */ (input);
    labels?.forEach((label) => label.remove());
  });
  assert.deepEqual((await find(desktop)).map(({ rule }) => rule), ['label']);
});

/**
 * @param {Desktop} desktop
 * @param {string} screen
 */
async function findNothing(desktop, screen) {
  assert.deepEqual(await find(desktop), [], screen);
}
