// @ts-check
// A separate folder for each `npm start`, with the database and copies of the build. Another run or a new build does
// not change it.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BUILT } from './funnel.mjs';
import { inRepository } from './repository.mjs';
import { isRunning } from './server-process.mjs';

/** Where the folders of all runs are. */
const RUNS = inRepository('target', 'start');
/** The module as it ships, and not its sources: a page loads it as fast as a partner's. */
const PUBLISHED = { ...BUILT, module: inRepository('dist') };

/**
 * @typedef {object} RunFolder
 * @property {string} database SQLite file of the backend, which does not exist yet
 * @property {import('./funnel.mjs').Built} built
 * @property {() => void} remove
 */

/**
 * Makes the folder of this run, and removes the folders of runs that were killed.
 * @param {import('./funnel.mjs').Built} [built] the files to copy
 * @param {string} [runs] where the folders are
 * @returns {RunFolder}
 */
export function newRunFolder(built = PUBLISHED, runs = RUNS) {
  mkdirSync(runs, { recursive: true });
  removeAbandoned(runs);
  const folder = mkdtempSync(join(runs, `${process.pid}-`));
  return {
    database: join(folder, 'onboarding.sqlite'),
    built: {
      sandbox: copied(built.sandbox, folder),
      backend: copied(built.backend, folder),
      module: copied(built.module, folder),
      phone: copied(built.phone, folder),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * @param {string} path
 * @param {string} folder
 */
function copied(path, folder) {
  const copy = join(folder, basename(path));
  cpSync(path, copy, { recursive: true });
  return copy;
}

/** @param {string} runs */
function removeAbandoned(runs) {
  for (const name of readdirSync(runs)) {
    const pid = /^(\d+)-/.exec(name)?.[1];
    if (!pid || !isRunning(Number(pid))) rmSync(join(runs, name), { recursive: true, force: true });
  }
}
