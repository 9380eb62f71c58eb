// @ts-check
// What is seen of a row of hidings.mjs: a code is revealed, and counted by the backend, only while the module is visible.
// Otherwise it is removed from the page.

import assert from 'node:assert/strict';
import { untilThere } from './look.mjs';

const REVEAL = 'POST /onboarding/activation';

/** How often the code was revealed. @param {import('./played-site.mjs').PlayedSite} site */
export const countReveals = ({ calls }) => calls.filter((call) => call === REVEAL).length;

/**
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./hidings.mjs').Hiding} hiding
 */
export async function seeHiding({ page, site }, { name, html, show, hide }) {
  await page.goto(site.show({ name, html }));
  // The module has handled the snapshot, because it asks for the next one.
  await site.polled();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  assert.equal(countReveals(site), 0, 'the code is not on the screen');

  await show(page);
  await untilThere(page, '.symbol');
  assert.equal(countReveals(site), 1);

  await hide(page);
  await untilThere(page, '.symbol', false);
  await untilThere(page, '.figures', false);

  await show(page);
  await page.getByRole('button', { name: 'Show the code' }).click();
  await untilThere(page, '.symbol');
  assert.equal(countReveals(site), 2, 'only a press shows it again');
}
