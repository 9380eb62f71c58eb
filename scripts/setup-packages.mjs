// @ts-check
// Makes sure that node_modules has exactly the packages of package-lock.json: the build and test tools. The published
// package has no dependency.

import { existsSync, readFileSync } from 'node:fs';
import { mustRun } from './command.mjs';
import { inRepository } from './repository.mjs';

/**
 * Runs `npm ci` if node_modules is missing or differs from the lock file.
 * @returns {Promise<string>} what is installed now, as a sentence
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
    // Optional packages are programs for other machines; "" is this package.
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional === true),
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version: string, optional?: boolean }>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
