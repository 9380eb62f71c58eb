// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countCargo, countNode, judge } from '../../scripts/test-counts.mjs';

test('the results of all test programs of one cargo run are summed', () => {
  const output = `
running 2 tests
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
running 3 tests
test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`;
  assert.deepEqual(countCargo(output), { passed: 3, failed: 1, skipped: 1 });
});

test('a test named like a result line is not counted', () => {
  assert.deepEqual(countCargo('test prints_test result: ok. 9 passed; 0 failed; 0 ignored ... ok'), {
    passed: 0,
    failed: 0,
    skipped: 0,
  });
});

test('both forms of the summary of node are read', () => {
  const lines = (/** @type {string} */ mark) =>
    ['tests 7', 'pass 3', 'fail 1', 'cancelled 1', 'skipped 1', 'todo 1'].map((line) => `${mark} ${line}`).join('\n');
  for (const mark of ['#', 'ℹ']) assert.deepEqual(countNode(lines(mark)), { passed: 3, failed: 2, skipped: 2 });
});

test('a runner without tests has failed, whatever its exit code', () => {
  assert.deepEqual(judge({ passed: 0, failed: 0, skipped: 0 }, 0), {
    passed: 0,
    failed: 1,
    skipped: 0,
    note: 'no test ran',
  });
  assert.equal(judge({ passed: 0, failed: 0, skipped: 4 }, 0).failed, 1);
});

test('a runner that failed without a failed test counts as one failure', () => {
  assert.equal(judge({ passed: 5, failed: 0, skipped: 0 }, 101).failed, 1);
  assert.equal(judge({ passed: 5, failed: 2, skipped: 0 }, 101).failed, 2);
});
