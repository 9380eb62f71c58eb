// @ts-check
// The states that are checked in the browser: every screen in each of its appearances, with the backend's answers, the
// customer's actions and the heading. The backend is fake, so that each state is reached at once. The journeys show
// that the states can be reached. docs/states.md lists all states of the rules, including those that look alike.

import { DETAILS_STATES } from './states/details.mjs';
import { PHONE_STATES } from './states/phone.mjs';
import { PROOF_STATES } from './states/proof.mjs';
import { WAITING_STATES } from './states/waiting.mjs';
import { LAST_FORMS_STATES } from './states/last-forms.mjs';

export { enter } from './states/state.mjs';

/** @typedef {import('./states/state.mjs').State} State */

/** @type {State[]} */
export const STATES = [...DETAILS_STATES, ...PHONE_STATES, ...PROOF_STATES, ...WAITING_STATES, ...LAST_FORMS_STATES];

/**
 * @param {string} name
 * @returns {State}
 */
export function stateNamed(name) {
  const found = STATES.find((state) => state.name === name);
  if (!found) throw new Error(`there is no state ${name}`);
  return found;
}
