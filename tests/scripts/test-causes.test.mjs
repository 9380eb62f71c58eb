// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { causeOf } from '../../scripts/test-causes.mjs';

const noise = Array.from({ length: 300 }, (_, index) => `noise ${index}`).join('\n');

test('the failed tests of node are repeated with their messages', () => {
  const output = `${noise}\n✖ a door opens (3ms)\nℹ tests 2\nℹ fail 2\n\n✖ failing tests:\n
test at tests/e2e/door.test.mjs:3:1
✖ a door opens (3ms)
  AssertionError: it is closed\n
test at tests/e2e/door.test.mjs:9:1
✖ a window opens (3ms)
  AssertionError: it is stuck
${noise}`;
  const cause = causeOf(output, 10);
  for (const text of ['a door opens', 'it is closed', 'a window opens', 'it is stuck']) assert.ok(cause.includes(text), text);
  assert.ok(cause.split('\n').length <= 10);
});

test('the failed tests of cargo and of the browser are repeated with their output', () => {
  const failed = (/** @type {string} */ name, /** @type {string} */ stream) =>
    `${noise}\nfailures:\n\n---- ${name} ${stream} ----\npanicked: ${name} is wrong\n\nfailures:\n    ${name}\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored\n`;
  const cause = causeOf(failed('a::b', 'stdout') + failed('c::d', 'output') + noise, 20);
  assert.match(cause, /a::b is wrong/);
  assert.match(cause, /c::d is wrong/);
  assert.doesNotMatch(cause, /noise/);
});

test('the errors of the compiler are repeated, not what was printed after them', () => {
  const output = `${noise}\nerror[E0308]: mismatched types\n --> src/lib.rs:1:1\n\nwarning: something\n\n${noise}`;
  assert.equal(causeOf(output, 10), 'error[E0308]: mismatched types\n --> src/lib.rs:1:1');
});

test('if the output names no failure, its last lines are repeated', () => {
  assert.equal(causeOf(`${noise}\nthe driver is gone\n`, 3), 'noise 298\nnoise 299\nthe driver is gone');
});

test('if there is no room for all failures, the number of the others is named', () => {
  const list = Array.from({ length: 30 }, (_, index) => `test at file:${index}\n✖ number ${index}\n  wrong\n  stack\n  stack\n`);
  const cause = causeOf(`✖ failing tests:\n\n${list.join('\n')}`, 20);
  assert.match(cause, /number 0\b/);
  assert.match(cause, /and 25 more failures/);
  assert.ok(cause.split('\n').length <= 21);
});
