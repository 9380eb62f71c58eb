// @ts-check
// Builds the two servers, reference backend and sandbox, in the dev profile, for `npm start` and the tests.

import { mustRun } from './command.mjs';

/** Builds the servers. Cargo skips what is up to date. */
export async function buildServers() {
  await mustRun('cargo', ['build', '--package', 'backend', '--package', 'sandbox', '--bins']);
  return 'backend, sandbox';
}
