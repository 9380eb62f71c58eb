// @ts-check
// Runs the backend's tests with PostgreSQL instead of SQLite, each with tables of its own. As a program (`npm run postgres`), it runs
// all of them; the stage of `npm test` runs a sample.

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './command.mjs';
import { startPostgres } from './private-postgres.mjs';
import { inRepository } from './repository.mjs';
import { setUpPostgres } from './setup-postgres.mjs';

/** What is stored, claimed, counted, removed, and computed again. */
export const SAMPLE = ['customers', 'drafts', 'journey', 'lifetime', 'lost', 'missed', 'once', 'order', 'overdue', 'report', 'submissions'];
/** Tests that are about SQLite files, start the program, or start a PostgreSQL server themselves. */
const OF_FILES = ['declared_secrets', 'faults', 'kept_secrets', 'postgres', 'program'];

/**
 * @param {string[]} names of files in `backend/tests`
 * @returns {Promise<import('./command.mjs').Finished>}
 */
export async function testOnPostgres(names) {
  const server = await startPostgres();
  try {
    // The whole workspace, because these tests were compiled for it: for one package, the libraries may have other features.
    const args = ['test', '--workspace', '--no-fail-fast', ...names.flatMap((name) => ['--test', name])];
    return await run('cargo', args, { env: { ONBOARDING_TEST_POSTGRES: server.url } });
  } finally {
    await server.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await setUpPostgres());
  const files = readdirSync(inRepository('backend', 'tests')).filter((name) => name.endsWith('.rs'));
  const names = files.map((name) => name.replace('.rs', '')).filter((name) => !OF_FILES.includes(name));
  process.exitCode = (await testOnPostgres(names)).code;
}
