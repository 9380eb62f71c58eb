// @ts-check
// Finds the browsers of the tests, WebKit's driver and a reader of QR codes. On Debian and Ubuntu, as root, installs
// those that are missing. Chromium is for every test, Firefox and WebKit are for `engines`, `pages` and `unit-engines`.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ask, mustRun } from './command.mjs';

/**
 * @typedef {object} Browsers
 * @property {string} chromium absolute path of the browser
 * @property {string} zbar absolute path of `zbarimg`, which reads QR codes
 *
 * @typedef {object} Engines
 * @property {string} firefox absolute path of the browser
 * @property {string} webkitDriver absolute path of WebKit's driver, which knows its browser
 * @property {string} xvfb absolute path of the display that WebKit draws on
 * @property {string} openssl absolute path of the program that makes a certificate for a test
 */

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser of the tests and a reader of QR codes: from `CHROME` and `ZBARIMG` of the environment, else from PATH.
 * @returns {Partial<Browsers>}
 */
export function findBrowsers() {
  return {
    chromium: process.env.CHROME || inPath(CHROMIUM_NAMES),
    zbar: process.env.ZBARIMG || inPath(['zbarimg']),
  };
}

/**
 * The two other engines: from `FIREFOX`, `WEBKIT_DRIVER`, `XVFB` and `OPENSSL` of the environment, else from PATH.
 * @returns {Partial<Engines>}
 */
export function findEngines() {
  return {
    firefox: process.env.FIREFOX || inPath(['firefox-esr', 'firefox']),
    webkitDriver: process.env.WEBKIT_DRIVER || inPath(['WebKitWebDriver']),
    xvfb: process.env.XVFB || inPath(['Xvfb']),
    openssl: process.env.OPENSSL || inPath(['openssl']),
  };
}

/**
 * Finds Chromium and the reader, or installs them.
 * @returns {Promise<string>} what is installed now, as a sentence
 * @throws {Error} with what to install, if this script cannot do it
 */
export async function setUpBrowsers() {
  if (!isComplete(findBrowsers())) {
    await installPackages(
      ['chromium', 'zbar-tools'],
      'Chromium and zbarimg are needed for the tests.',
      'put both in PATH, or name them by the environment variables CHROME and ZBARIMG',
    );
  }
  return browsers().chromium;
}

/**
 * Finds Firefox and WebKit, or installs them.
 * @returns {Promise<string>} what is installed now, as a sentence
 * @throws {Error} with what to install, if this script cannot do it
 */
export async function setUpEngines() {
  if (!hasEngines(findEngines())) {
    await installPackages(
      ['firefox-esr', 'webkit2gtk-driver', 'xvfb', 'openssl'],
      'Firefox, WebKitWebDriver, Xvfb and openssl are needed for the tests in all engines.',
      'put them in PATH, or name them by the environment variables FIREFOX, WEBKIT_DRIVER, XVFB and OPENSSL',
    );
  }
  const { firefox, webkitDriver } = engines();
  return `${firefox}, ${webkitDriver}`;
}

/**
 * Chromium, its driver and the reader. They must be installed.
 * @returns {Browsers}
 */
export function browsers() {
  const found = findBrowsers();
  if (!isComplete(found))
    throw new Error('Chromium or zbarimg is missing: `npm test` installs both, or says how.');
  return found;
}

/**
 * Firefox and WebKit, with what they need.
 * @returns {Engines}
 */
export function engines() {
  const found = findEngines();
  if (!hasEngines(found))
    throw new Error('Firefox, WebKitWebDriver, Xvfb or openssl is missing: `npm test -- --only engines` installs them, or says how.');
  return found;
}

/**
 * @param {Partial<Browsers>} found
 * @returns {found is Browsers}
 */
const isComplete = (found) => Boolean(found.chromium && found.zbar);

/**
 * @param {Partial<Engines>} found
 * @returns {found is Engines}
 */
const hasEngines = (found) => Boolean(found.firefox && found.webkitDriver && found.xvfb && found.openssl);

/**
 * Installs packages of Debian.
 * @param {string[]} packages
 * @param {string} why
 * @param {string} elsewhere what to do on another system
 */
export async function installPackages(packages, why, elsewhere) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || (await ask('apt-get', ['--version'])) === null) {
    throw new Error(`${why}\nDebian, Ubuntu: \`apt-get install ${packages.join(' ')}\` as root. Elsewhere: ${elsewhere}.`);
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['update'], { env });
  await mustRun('apt-get', ['install', '--no-install-recommends', '-y', ...packages], { env });
}

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
