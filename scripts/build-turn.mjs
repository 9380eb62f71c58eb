// @ts-check
// Allows one build at a time in a checkout, because two would write the same files. The next one waits.

import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inRepository } from './repository.mjs';
import { isRunning } from './server-process.mjs';

const TURN = inRepository('target', 'build', 'turn');
/** Pause between two looks, in milliseconds. */
const PAUSE_MS = 200;

/**
 * Runs `work` when no other process in this checkout does. The turn of a process that was killed is free.
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [file] holds the number of the process whose turn it is
 * @returns {Promise<T>}
 */
export async function inTurn(work, file = TURN) {
  mkdirSync(dirname(file), { recursive: true });
  for (let isAnnounced = false; !take(file); isAnnounced = true) {
    if (!isAnnounced) console.log('· Another build runs in this checkout: waiting for it');
    await setTimeout(PAUSE_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Takes the turn if it is free.
 * @param {string} file
 */
function take(file) {
  const own = `${file}-${randomUUID()}`;
  writeFileSync(own, String(process.pid));
  try {
    // A link appears with its content or not at all, so nobody reads an empty file.
    linkSync(own, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    if (!isRunning(ownerOf(file))) rmSync(file, { force: true });
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/** @param {string} file */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return process.pid; // the owner has finished, so the next look finds the turn free
  }
}
