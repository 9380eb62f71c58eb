// @ts-check
// Waiting for what has no event: a look again and again, each after everything else had its turn, and an end to it.

import { setTimeout } from 'node:timers/promises';

/** No measure of speed: later than anything that still comes, on a machine that also compiles. */
const PATIENCE_MS = 60_000;
/** From one look to the next: what is waited for needs the processor too. */
const PAUSE_MS = 5;

/**
 * Settles once something is so; fails by name where it does not come.
 * @param {string} what is waited for, in words
 * @param {() => unknown} isSo may be a promise; whatever counts as true ends it
 */
export async function until(what, isSo) {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not within ${PATIENCE_MS / 1000} s: ${what}`);
    await setTimeout(PAUSE_MS);
  }
}
