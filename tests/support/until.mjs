// @ts-check
// Waits for something that has no event: checks repeatedly, with turns for everything else in between, and gives up in
// the end.

import { setTimeout } from 'node:timers/promises';
import { PATIENCE_MS } from './patience.mjs';

/** Pause between two checks. The awaited work needs the processor too. */
const PAUSE_MS = 5;

/**
 * Resolves with the first truthy answer to a question. Fails with a description if there never is one.
 * @template T
 * @param {string} what description of the condition
 * @param {() => T | Promise<T>} ask
 * @param {{ milliseconds?: number }} [patience] for a wait with many parts
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, ask, { milliseconds = PATIENCE_MS } = {}) {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`not within ${milliseconds / 1000} s: ${what}`);
    await setTimeout(PAUSE_MS);
  }
}
