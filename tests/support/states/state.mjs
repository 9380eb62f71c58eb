// @ts-check
// One state of the browser checks: what the backend answers, what the customer does, and the heading that appears.

import { playBackend } from '../played-backend.mjs';
import { START } from './snapshots.mjs';

/** @typedef {import('../desktop.mjs').Desktop} Desktop */
/**
 * @typedef {object} State
 * @property {string} name
 * @property {string} heading key of the screen's heading
 * @property {object} [snapshot] by default the contract's first one
 * @property {import('../played-backend.mjs').Answers} [answers]
 * @property {string} [before] key of the heading before `act`, if it differs
 * @property {(desktop: Desktop) => Promise<unknown>} [act] the customer's actions until the state appears
 */

/**
 * Puts a page into a state.
 * @param {Desktop} desktop
 * @param {string} url of the demo's page
 * @param {State} state
 * @param {'en' | 'fr'} [language]
 */
export async function enter(desktop, url, { heading, before = heading, snapshot = START, answers, act }, language) {
  await playBackend(desktop.page, snapshot, answers);
  await desktop.loseNetwork(false);
  await desktop.visit(url, { heading: before, language });
  await act?.(desktop);
  const [words] = desktop.text(heading).split('{');
  await desktop.page.getByRole('heading', { name: words }).first().waitFor();
}
