// @ts-check
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { inTurn } from '../../scripts/build-turn.mjs';
import { newRunFolder } from '../../scripts/run-folder.mjs';

/** No process has this number, because it is above the limit of Linux. */
const NOBODY = 2 ** 22 + 1;

/** @param {import('node:test').TestContext} t */
function emptyFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'runs-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A small version of the build results.
 * @param {string} folder
 */
function build(folder) {
  const built = { sandbox: join(folder, 'sandbox'), backend: join(folder, 'backend'), module: join(folder, 'www'), phone: join(folder, 'phone') };
  for (const file of [built.sandbox, built.backend, join(built.module, 'wasm', 'module.js'), join(built.phone, 'main.js')]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'first');
  }
  return built;
}

test('two runs share neither database nor built files, and a build changes none of them', (t) => {
  const built = build(emptyFolder(t));
  const runs = emptyFolder(t);
  const [one, other] = [newRunFolder(built, runs), newRunFolder(built, runs)];
  assert.notEqual(dirname(one.database), dirname(other.database));
  assert.equal(existsSync(one.database), false);
  writeFileSync(join(built.module, 'wasm', 'module.js'), 'second');
  assert.equal(readFileSync(join(one.built.module, 'wasm', 'module.js'), 'utf8'), 'first');
  for (const path of Object.values(one.built)) assert.equal(dirname(path), dirname(one.database));
  one.remove();
  assert.equal(existsSync(dirname(one.database)), false);
  assert.equal(existsSync(other.built.backend), true);
});

test('the next run removes the folder of a killed run and keeps that of a running one', (t) => {
  const runs = emptyFolder(t);
  const [killed, running] = [join(runs, `${NOBODY}-abc`), join(runs, `${process.ppid}-abc`)];
  mkdirSync(killed);
  mkdirSync(running);
  newRunFolder(build(emptyFolder(t)), runs);
  assert.equal(existsSync(killed), false);
  assert.equal(existsSync(running), true);
});

test('only one build runs at a time, and the next starts even after a failure', async (t) => {
  const file = join(emptyFolder(t), 'turn');
  let building = 0;
  const work = async () => {
    building += 1;
    assert.equal(building, 1);
    await new Promise((resolve) => setImmediate(resolve));
    building -= 1;
    throw new Error('the build failed');
  };
  const ends = await Promise.allSettled([inTurn(work, file), inTurn(work, file), inTurn(work, file)]);
  assert.deepEqual(ends.map((end) => `${end.status} ${'reason' in end && end.reason.message}`), Array(3).fill('rejected the build failed'));
  assert.equal(existsSync(file), false);
});

test('the turn of a process that was killed is free', async (t) => {
  const file = join(emptyFolder(t), 'turn');
  writeFileSync(file, String(NOBODY));
  assert.equal(await inTurn(async () => 'built', file), 'built');
});
