// @ts-check
// An instance of a small wasm with a small glue: the guard around its entries, and what happens at a crash.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import binaryen from 'binaryen';
import { makeInstance } from '../../www/instance.js';

/** Writes into its memory, calls out to the page in the middle of an entry, and traps. */
const TEXT = `(module
  (import "a" "call" (func $call (result i32)))
  (memory (export "memory") 1)
  (func (export "store") (param i32) (i32.store8 (i32.const 70) (local.get 0)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 70)))
  (func (export "callOut") (result i32) (call $call))
  (func (export "panic") (unreachable))
  (func $deep (export "overflow") (call $deep)))`;

const module = new WebAssembly.Module(Uint8Array.from(binaryen.parseText(TEXT).emitBinary()));
/** @param {WebAssembly.Imports} imports */
const instantiate = async (imports) => (await WebAssembly.instantiate(module, imports)).exports;

/** @typedef {Record<string, (...args: any[]) => any> & { memory: WebAssembly.Memory }} Exports */

/**
 * Makes an instance, and records the effects of its crash.
 * @param {() => number} [call] what the wasm imports
 */
async function start(call = () => 0) {
  /** @type {unknown[]} */
  const causes = [];
  const seen = { causes, releases: 0 };
  const exports = await makeInstance(
    instantiate,
    {
      imports: { a: { call } },
      attach: (entries) => /** @type {Exports} */ (/** @type {unknown} */ (entries)),
      releaseAll: () => (seen.releases += 1),
    },
    (cause) => causes.push(cause),
  );
  return Object.assign(seen, { exports });
}

/** @param {{ exports: Exports }} instance */
const bytes = ({ exports }) => new Uint8Array(exports.memory.buffer).filter(Boolean).length;
const turn = () => new Promise((resolve) => setTimeout(resolve));

test('arguments and results pass the guard unchanged', async () => {
  const { exports, causes } = await start(() => 7);
  exports.store(42);
  assert.equal(exports.load(), 42);
  assert.equal(exports.callOut(), 7);
  assert.deepEqual(causes, []);
});

test('each instance has its own memory', async () => {
  const [one, two] = [await start(), await start()];
  one.exports.store(1);
  two.exports.store(2);
  assert.deepEqual([one.exports.load(), two.exports.load()], [1, 2]);
});

for (const [what, crash] of /** @type {[string, (exports: Exports) => void][]} */ ([
  ['a panic', (exports) => exports.panic()],
  ['a full stack', (exports) => exports.overflow()],
  ['an exception of the page', (exports) => exports.callOut()],
])) {
  test(`${what} is reported once, releases the resources and wipes the memory, and no entry runs again`, async () => {
    let entries = 0;
    const instance = await start(() => {
      entries += 1;
      throw new Error('of the page');
    });
    instance.exports.store(42);
    crash(instance.exports);
    assert.equal(instance.causes.length, 1);
    assert.ok(instance.causes[0] instanceof Error);
    await turn();
    assert.equal(instance.releases, 1);
    assert.equal(bytes(instance), 0);

    const entered = entries;
    for (const name of ['panic', 'overflow', 'callOut', 'load']) assert.deepEqual(instance.exports[name](), []);
    instance.exports.store(42);
    await turn();
    assert.deepEqual([entries, instance.causes.length, instance.releases, bytes(instance)], [entered, 1, 1, 0]);
  });
}

test('a crash does not affect another instance', async () => {
  const [one, two] = [await start(), await start()];
  two.exports.store(2);
  one.exports.panic();
  await turn();
  assert.equal(two.exports.load(), 2);
  assert.deepEqual([two.causes, two.releases], [[], 0]);
});

test('the crash of a nested entry is reported once, and the outer entry returns before the wipe', async () => {
  /** @type {Awaited<ReturnType<typeof start>>} */
  let instance;
  let bytesAfterCrash = 0;
  instance = await start(() => {
    instance.exports.panic();
    bytesAfterCrash = bytes(instance);
    return 9;
  });
  instance.exports.store(42);
  assert.equal(instance.exports.callOut(), 9);
  assert.equal(bytesAfterCrash, 1, 'the memory is not wiped while an outer entry still runs');
  await turn();
  assert.equal(instance.causes.length, 1);
  assert.equal(bytes(instance), 0);
});

test('a wasm that does not match its imports is refused without a crash', async () => {
  /** @type {unknown[]} */
  const causes = [];
  const glue = { imports: {}, attach: () => {}, releaseAll: () => {} };
  await assert.rejects(makeInstance(instantiate, glue, (cause) => causes.push(cause)), TypeError);
  assert.deepEqual(causes, []);
});
