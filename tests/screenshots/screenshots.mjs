// @ts-check
// `npm run screenshots`: takes pictures of every state of the module, on a desktop in light and dark, on a phone's
// screen, and on the narrowest screen in French, and of the simulated phone. They go to target/screenshots, for people
// to look at. Nothing is compared. With a word after `--`, only states with that word in their name are taken.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { enter, STATES } from '../support/states.mjs';
import { openAccount } from '../support/straight-journey.mjs';
import { inRepository } from '../../scripts/repository.mjs';

const OUT = inRepository('target', 'screenshots');

// Tall, because a button that sticks to the bottom of the window would be in the middle of the picture.
const TALL = 3200;
/** Variations of the same state, by language: the window size and the customer's preferences. */
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
 * @param {import('../support/states.mjs').State} state
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

/** The simulated phone, along the straight journey. */
async function takePhone() {
  const desktop = await Desktop.open(funnel.urls.page);
  /** @type {(() => Promise<void>)[]} */
  const ends = [desktop.close];
  try {
    await openAccount({ after: (end) => ends.unshift(end) }, funnel, desktop, {
      context: { reducedMotion: 'reduce' },
      onPhoneScreen: async (screen, phone) => {
        await phone.page.screenshot({ path: join(OUT, `phone-${screen}.png`) });
      },
    });
  } finally {
    for (const end of ends) await end();
  }
}
