// @ts-check
// Waits for something that has no event: checks repeatedly, with turns for everything else in between, and gives up in
// the end.

import { setTimeout } from 'node:timers/promises';
import { PATIENCE_MS } from './patience.mjs';

/** Pause between two checks. The awaited work needs the processor too. */
const PAUSE_MS = 5;

/**
 * Resolves once the condition holds. Fails with a description if it never does.
 * @param {string} what description of the condition
 * @param {() => unknown} isSo may return a promise; any truthy value ends the wait
 * @param {{ milliseconds?: number }} [patience] for a wait with many parts
 */
export async function until(what, isSo, { milliseconds = PATIENCE_MS } = {}) {
  const end = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not within ${milliseconds / 1000} s: ${what}`);
    await setTimeout(PAUSE_MS);
  }
}
