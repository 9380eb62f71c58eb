// @ts-check
// Finds Chromium and its driver for the tests; on Debian and Ubuntu, as root, installs them where they are missing.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ask, mustRun } from './command.mjs';

/**
 * @typedef {object} Browsers
 * @property {string} chromium absolute path of the browser
 * @property {string} chromedriver absolute path of its driver
 */

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser that tests use: `CHROME` and `CHROMEDRIVER` of the environment first, then PATH.
 * @returns {Partial<Browsers>}
 */
export function findBrowsers() {
  return {
    chromium: process.env.CHROME || inPath(CHROMIUM_NAMES),
    chromedriver: process.env.CHROMEDRIVER || inPath(['chromedriver']),
  };
}

/**
 * Finds the browser, or installs it.
 * @returns {Promise<string>} what is there now, in words
 * @throws {Error} that says what to install, where this cannot do it
 */
export async function setUpBrowsers() {
  if (!isComplete(findBrowsers())) {
    const isRoot = process.getuid?.() === 0;
    if (!isRoot || (await ask('apt-get', ['--version'])) === null) {
      throw new Error(
        'Chromium and chromedriver, of the same version, are needed for the tests.\n' +
          'Debian, Ubuntu: `apt-get install chromium chromium-driver` as root. Elsewhere: put both in PATH, or name them ' +
          'by the environment variables CHROME and CHROMEDRIVER.',
      );
    }
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await mustRun('apt-get', ['update'], { env });
    await mustRun('apt-get', ['install', '--no-install-recommends', '-y', 'chromium', 'chromium-driver'], { env });
  }
  return browsers().chromium;
}

/**
 * The browser and its driver, both there.
 * @returns {Browsers}
 */
export function browsers() {
  const found = findBrowsers();
  if (!isComplete(found))
    throw new Error('Chromium or chromedriver is missing: `npm test` installs both, or says how.');
  return found;
}

/**
 * @param {Partial<Browsers>} found
 * @returns {found is Browsers}
 */
const isComplete = (found) => Boolean(found.chromium && found.chromedriver);

/** @param {string[]} names */
function inPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
