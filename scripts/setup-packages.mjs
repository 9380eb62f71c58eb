// @ts-check
// Makes sure that node_modules holds exactly what package-lock.json names: the build and test tools.
// The published package itself has no dependency.

import { existsSync, readFileSync } from 'node:fs';
import { mustRun } from './command.mjs';
import { inRepository } from './repository.mjs';

/**
 * Runs `npm ci` where node_modules is missing or differs from the lock file.
 * @returns {Promise<string>} what is there now, in words
 */
export async function setUpPackages() {
  if (!isCurrent()) await mustRun('npm', ['ci', '--no-audit', '--no-fund']);
  return 'npm tools as locked';
}

/** Whether npm's own record of what it installed has every package of the lock file, in the same version. */
function isCurrent() {
  const record = inRepository('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = packagesOf(inRepository('package-lock.json'));
  const installed = packagesOf(record);
  return Object.entries(wanted).every(
    // Optional ones are programs for other machines; "" is this package itself.
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional === true),
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version: string, optional?: boolean }>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
