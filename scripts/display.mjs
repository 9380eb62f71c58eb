// @ts-check
// A virtual display for a browser that needs one.

import { spawn } from 'node:child_process';

/**
 * @typedef {object} Display
 * @property {string} name what programs take as `DISPLAY`
 * @property {() => Promise<void>} stop ends it, with the programs that draw on it
 */

/**
 * Starts a display on the first free number.
 * @param {string} xvfb absolute path of the program
 * @returns {Promise<Display>}
 */
export async function startDisplay(xvfb) {
  const child = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  /** @type {Promise<never>} */
  const ended = new Promise((_, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the display ${xvfb} ended with code ${code}`)));
  });
  const channel = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  /** @type {Promise<string>} */
  const number = new Promise((resolve) => channel.once('data', (text) => resolve(String(text).trim())));
  return {
    name: `:${await Promise.race([number, ended])}`,
    stop: async () => {
      child.kill();
      await ended.catch(() => {});
    },
  };
}
