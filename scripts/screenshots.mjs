// @ts-check
// `npm run screenshots`: a picture of every screen of the journey, on a desktop, on a narrow screen and in the dark,
// and of the phone beside it, in target/screenshots. For people to look at; nothing is compared.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Desktop } from '../tests/e2e/desktop.mjs';
import { startHarness } from '../tests/e2e/harness.mjs';
import { Phone } from '../tests/e2e/phone.mjs';
import { inRepository } from './repository.mjs';

const OUT = inRepository('target', 'screenshots');
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What is varied: the window and what the customer prefers. */
const LOOKS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  narrow: { viewport: { width: 390, height: 844 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: /** @type {const} */ ('dark') },
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
for (const [look, options] of Object.entries(LOOKS)) await journey(look, options);
console.log(`Pictures are in ${OUT}`);

/**
 * @param {string} look
 * @param {import('playwright-core').BrowserContextOptions} options
 */
async function journey(look, options) {
  const funnel = await startHarness();
  const desktop = await Desktop.open(funnel.urls.page, options);
  let number = 0;
  /** @type {(name: string, of?: { page: import('playwright-core').Page }) => Promise<void>} */
  const picture = async (name, { page } = desktop) => {
    await page.waitForTimeout(300); // for the eye: the entrance of a screen is over
    number += 1;
    const file = `${look}-${String(number).padStart(2, '0')}-${name}.png`;
    await page.screenshot({ path: join(OUT, file), fullPage: page === desktop.page });
  };
  try {
    await picture('details');
    await desktop.press('Continue');
    await picture('details-errors');
    await desktop.context.setOffline(true);
    await picture('details-offline');
    await desktop.context.setOffline(false);
    await desktop.giveDetails();
    await picture('code-awaited');
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.seeCode();
    await picture('code');
    const phone = await Phone.open(funnel.urls.phone, { sees: await desktop.screenshot() });
    await picture('phone-start', phone);
    await phone.scan();
    await picture('phone-secret', phone);
    await phone.chooseSecret();
    await picture('phone-identity', phone);
    await phone.proveIdentity();
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.heading('We are checking your answers').waitFor();
    await picture('waiting');
    await desktop.press('Continue: Your situation');
    await picture('situation');
    await desktop.giveSituation();
    await desktop.heading('Your taxes').waitFor();
    await picture('taxes');
    await desktop.giveTaxes();
    await picture('confirm');
    await phone.page.getByRole('button', { name: 'Validate' }).waitFor();
    await picture('phone-confirm', phone);
    await phone.refuse('Déclaratifs Fiscaux');
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.page.getByText('refused on your phone').waitFor();
    await picture('confirm-refused');
    await desktop.press('Send again');
    await phone.validate('Déclaratifs Fiscaux');
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.heading('The terms').waitFor();
    await picture('terms');
    await desktop.acceptTerms();
    await phone.validate('Acceptation des CGU');
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.heading('We are checking your answers').waitFor();
    await picture('waiting-last');
    await funnel.sandbox.advance(10 * MINUTE);
    await desktop.seeOpenedAccount();
    await picture('opened');
    await phone.seeOpenedAccount();
    await picture('phone-opened', phone);
    await phone.close();
  } catch (error) {
    await picture('failed');
    throw error;
  } finally {
    await desktop.close();
    await funnel.stop();
  }
}
