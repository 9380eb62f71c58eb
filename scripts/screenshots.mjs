// @ts-check
// `npm run screenshots`: a picture of every state of the module, on a desktop in light and dark, on a phone's screen, and on the
// narrowest in French; and of the simulated phone; in target/screenshots. For people to look at; nothing is compared. With a word after
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

// Tall: a button that sticks to the foot of the window would stand in the middle of the picture.
const TALL = 3200;
/** What is varied without entering the state anew, by language: the window, and what the customer prefers. */
const LOOKS = /** @type {const} */ ({
  en: {
    desktop: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
    dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
    narrow: { viewport: { width: 390, height: TALL }, colorScheme: 'light' },
  },
  fr: { narrowest: { viewport: { width: 320, height: TALL }, colorScheme: 'light' } },
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
      const name = `${String(index + 1).padStart(3, '0')}-${state.name}`;
      for (const language of /** @type {const} */ (['en', 'fr'])) await takeState(desktop, state, language, name);
    }
  } finally {
    await desktop.close();
  }
}

/**
 * @param {Desktop} desktop
 * @param {import('../tests/e2e/states.mjs').State} state
 * @param {keyof typeof LOOKS} language
 * @param {string} name
 */
async function takeState(desktop, state, language, name) {
  await desktop.page.setViewportSize(LOOKS.en.desktop.viewport);
  await enter(desktop, funnel.urls.page, state, language);
  for (const [look, { viewport, colorScheme }] of Object.entries(LOOKS[language])) {
    await desktop.page.emulateMedia({ colorScheme });
    await desktop.page.setViewportSize(viewport);
    await desktop.page.locator('#open').screenshot({ path: join(OUT, `${name}-${look}.png`) });
  }
}

/** The simulated phone, along a journey. */
async function takePhone() {
  const desktop = await Desktop.open(funnel.urls.page);
  try {
    await desktop.giveDetails(newCustomer());
    await funnel.sandbox.advance(5 * SECOND);
    await desktop.seeCode();
    const phone = await Phone.open(funnel.urls.phone, {
      sees: await desktop.screenshot(),
      context: { reducedMotion: 'reduce' },
    });
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
