// @ts-check
// A PostgreSQL server of one's own: it answers, survives a crash with what was committed, and leaves nothing behind.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { mustRun } from '../../scripts/command.mjs';
import { startPostgres } from '../../scripts/private-postgres.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { postgresFolder, setUpPostgres } from '../../scripts/setup-postgres.mjs';

/** Where a server has its files. */
const folderOf = (/** @type {string} */ url) => decodeURIComponent(/@([^/]+)/.exec(url)?.[1] ?? '');

/**
 * @param {string} url
 * @param {string} sql
 */
async function ask(url, sql) {
  const psql = join(postgresFolder(), 'psql');
  const { output } = await mustRun(psql, ['--no-psqlrc', '-tA', '-c', sql, url], { show: false });
  return output.trim();
}

before(setUpPostgres);

test('what was committed is there after a crash, and nothing is left after the end', async () => {
  const server = await startPostgres();
  const folder = folderOf(server.url);
  try {
    await ask(server.url, 'CREATE TABLE kept AS SELECT 7 AS number');
    await server.crash();
    await assert.rejects(ask(server.url, 'SELECT 1'));
    await server.start();
    assert.equal(await ask(server.url, 'SELECT number FROM kept'), '7');
    assert.equal(await ask(server.url, 'SHOW fsync'), 'on');
  } finally {
    await server.stop();
  }
  assert.equal(existsSync(folder), false);
});

test('it ends with a process that is killed', async () => {
  const module = pathToFileURL(inRepository('scripts', 'private-postgres.mjs'));
  const script = `import { startPostgres } from '${module}'; console.log((await startPostgres()).url); setInterval(() => {}, 1e6);`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  // The server's process inherits the error output, so this is its end as well.
  const ended = new Promise((resolve) => starter.once('close', resolve));
  const url = await new Promise((resolve) => createInterface({ input: starter.stdout }).once('line', resolve));
  starter.stderr.resume();
  assert.ok(existsSync(folderOf(url)));
  starter.kill('SIGKILL');
  await ended;
  assert.equal(existsSync(folderOf(url)), false);
});
