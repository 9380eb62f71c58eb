// @ts-check
// Builds the two servers, reference backend and sandbox, in the dev profile: they run for newcomers and for tests.

import { mustRun } from './command.mjs';

/** Builds the servers; cargo itself skips what is up to date. */
export async function buildServers() {
  await mustRun('cargo', ['build', '--package', 'backend', '--package', 'sandbox', '--bins']);
  return 'backend, sandbox';
}
