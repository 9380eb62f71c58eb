// @ts-check
// Checks the crates of the lock file against deny.toml, by cargo-deny.

import { mustRun } from './command.mjs';
import { inRepository } from './repository.mjs';
import { setUpDeny } from './setup-deny.mjs';

/** What the lock file and the downloaded crates answer alone. */
export const OFFLINE = ['bans', 'licenses', 'sources'];

/** Needs the list of known vulnerabilities, which changes although nothing here does: a stage of `npm test` must not depend on it. */
export const ONLINE = ['advisories'];

/**
 * @param {string[]} checks
 * @param {import('./command.mjs').RunOptions} [options]
 */
export async function checkDependencies(checks, options) {
  const args = ['--workspace', '--locked', '--config', inRepository('deny.toml'), 'check', '--hide-inclusion-graph', ...checks];
  return mustRun(await setUpDeny(), args, options);
}
