// @ts-check
// Waiting for what has no event: a look again and again, each after everything else had its turn, and an end to it.

import { setTimeout } from 'node:timers/promises';
import { PATIENCE_MS } from './patience.mjs';

/** From one look to the next: what is waited for needs the processor too. */
const PAUSE_MS = 5;

/**
 * Settles once something is so; fails by name where it does not come.
 * @param {string} what is waited for, in words
 * @param {() => unknown} isSo may be a promise; whatever counts as true ends it
 * @param {{ milliseconds?: number }} [patience] for what has many parts
 */
export async function until(what, isSo, { milliseconds = PATIENCE_MS } = {}) {
  const end = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not within ${milliseconds / 1000} s: ${what}`);
    await setTimeout(PAUSE_MS);
  }
}
