// @ts-check
// Finds the programs of a PostgreSQL server. On Debian and Ubuntu, as root, installs them if they are missing. Nothing is started.

import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './setup-browsers.mjs';

/** Where Debian has the programs of each version. */
const VERSIONS = '/usr/lib/postgresql';

/**
 * Finds the server, or installs it.
 * @returns {Promise<string>} what is installed now, as a sentence
 * @throws {Error} with what to install, if this script cannot do it
 */
export async function setUpPostgres() {
  if (!findPostgres()) {
    await installPackages(
      ['postgresql'],
      'A PostgreSQL server is needed for the tests of the storage.',
      'put its programs in PATH, or name their folder by the environment variable POSTGRES_BIN',
    );
  }
  return postgresFolder();
}

/**
 * The folder with `initdb`, `postgres` and `psql`. They must be installed.
 * @returns {string}
 */
export function postgresFolder() {
  const found = findPostgres();
  if (!found) throw new Error('A PostgreSQL server is missing: `npm test -- --only postgres` installs it, or says how.');
  return found;
}

/** @returns {string | undefined} */
function findPostgres() {
  const named = process.env.POSTGRES_BIN;
  const folders = named ? [named] : [...(process.env.PATH ?? '').split(delimiter), ...ofDebian()];
  return folders.find((folder) => ['initdb', 'postgres', 'psql'].every((name) => isExecutable(join(folder, name))));
}

/** The newest version first. */
function ofDebian() {
  try {
    const versions = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(VERSIONS, version, 'bin'));
  } catch {
    return [];
  }
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
