// @ts-check
// `npm run screenshots`: a picture of every state of the module, on a desktop in light and dark and on a narrow screen,
// and of the simulated phone, in target/screenshots. For people to look at; nothing is compared. With a word after
// `--`, only the states with that word in their name.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Desktop, newCustomer } from '../tests/e2e/desktop.mjs';
import { startHarness } from '../tests/e2e/harness.mjs';
import { Phone } from '../tests/e2e/phone.mjs';
import { enter, STATES } from '../tests/e2e/states.mjs';
import { inRepository } from './repository.mjs';

const OUT = inRepository('target', 'screenshots');
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What is varied without entering the state anew: the window, and what the customer prefers. */
const LOOKS = /** @type {const} */ ({
  desktop: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  // Tall: a button that sticks to the foot of the window would stand in the middle of the picture.
  narrow: { viewport: { width: 390, height: 2600 }, colorScheme: 'light' },
});

const [word = ''] = process.argv.slice(2);
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const funnel = await startHarness();
try {
  await takeStates();
  if (!word) await takePhone();
  console.log(`Pictures are in ${OUT}`);
} finally {
  await funnel.stop();
}

async function takeStates() {
  const desktop = await Desktop.launch({ reducedMotion: 'reduce' });
  try {
    for (const [index, state] of STATES.entries()) {
      if (!state.name.includes(word)) continue;
      await desktop.page.setViewportSize(LOOKS.desktop.viewport);
      await enter(desktop, funnel.urls.page, state);
      for (const [look, { viewport, colorScheme }] of Object.entries(LOOKS)) {
        await desktop.page.emulateMedia({ colorScheme });
        await desktop.page.setViewportSize(viewport);
        const file = `${String(index + 1).padStart(3, '0')}-${state.name}-${look}.png`;
        await desktop.page.locator('#open').screenshot({ path: join(OUT, file) });
      }
    }
  } finally {
    await desktop.close();
  }
}

/** The simulated phone, along a journey. */
async function takePhone() {
  const desktop = await Desktop.open(funnel.urls.page);
  try {
    await desktop.giveDetails(newCustomer());
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.seeCode();
    const phone = await Phone.open(funnel.urls.phone, { sees: await desktop.screenshot() });
    const picture = async (/** @type {string} */ name) => {
      await phone.page.screenshot({ path: join(OUT, `phone-${name}.png`) });
    };
    await picture('start');
    await phone.scan();
    await picture('secret');
    await phone.chooseSecret();
    await picture('identity');
    await phone.proveIdentity();
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.press('Continue: Your situation');
    await desktop.giveSituation();
    await desktop.giveTaxes();
    await phone.page.getByRole('button', { name: 'Validate' }).waitFor();
    await picture('confirm');
    await phone.validate('Déclaratifs Fiscaux');
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.acceptTerms();
    await phone.validate('Acceptation des CGU');
    await funnel.sandbox.advance(10 * MINUTE);
    await phone.seeOpenedAccount();
    await picture('opened');
    await phone.close();
  } finally {
    await desktop.close();
  }
}
