// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countNode, judge } from '../../scripts/test-counts.mjs';
import { failedTests, judgeWithSecondRun } from '../../scripts/test-repeat.mjs';

/**
 * The end of the output of `node --test`.
 * @param {number} passed
 * @param {{ file: string, name: string }[]} failed
 */
const finished = (passed, failed) => ({
  code: failed.length > 0 ? 1 : 0,
  seconds: 1,
  output: `ℹ pass ${passed}\nℹ fail ${failed.length}\n\n✖ failing tests:\n${failed
    .map(({ file, name }) => `\ntest at ${file}:3:1\n✖ ${name} (60259.6ms)\n  Error: it is closed\n`)
    .join('')}`,
});
const verdictOf = (/** @type {import('../../scripts/command.mjs').Finished} */ { code, output }) => ({
  ...judge(countNode(output), code),
  output,
});
const DOOR = { file: 'tests/e2e/door.test.mjs', name: 'a door opens (slowly)' };
const WINDOW = { file: 'tests/e2e/window.test.mjs', name: 'a window opens' };

test('failed tests are read with their file and name', () => {
  assert.deepEqual(failedTests(finished(1, [DOOR, WINDOW]).output), [DOOR, WINDOW]);
});

test('a file that passes in the second run counts as passed, and the summary names it', async () => {
  /** @type {string[][]} */
  const runs = [];
  const verdict = await judgeWithSecondRun(finished(5, [DOOR]), verdictOf, async (files) => {
    runs.push(files);
    return finished(2, []);
  });
  assert.deepEqual(runs, [[DOOR.file]]);
  assert.equal(verdict.failed, 0);
  assert.equal(verdict.passed, 6);
  assert.match(verdict.note, /unstable.*door\.test\.mjs: a door opens \(slowly\)/);
});

test('a file that fails twice has failed', async () => {
  const verdict = await judgeWithSecondRun(finished(5, [DOOR]), verdictOf, async () => finished(1, [DOOR]));
  assert.equal(verdict.failed, 1);
});

test('a second run in which no test runs has failed', async () => {
  const verdict = await judgeWithSecondRun(finished(5, [DOOR]), verdictOf, async () => finished(0, []));
  assert.equal(verdict.failed, 1);
});

test('many failed files, and a runner that fails without a failed test, have no second run', async () => {
  const never = async () => assert.fail('there is no second run');
  const many = Array.from({ length: 4 }, (_, index) => ({ file: `tests/e2e/${index}.test.mjs`, name: 'x' }));
  assert.equal((await judgeWithSecondRun(finished(5, many), verdictOf, never)).failed, 4);
  assert.equal((await judgeWithSecondRun({ ...finished(5, []), code: 1 }, verdictOf, never)).failed, 1);
});

test('files that pass have no second run', async () => {
  const verdict = await judgeWithSecondRun(finished(5, []), verdictOf, async () => assert.fail('there is no second run'));
  assert.equal(verdict.failed, 0);
  assert.equal(verdict.note, '');
});
