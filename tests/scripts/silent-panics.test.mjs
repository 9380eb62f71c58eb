// @ts-check
// What is taken out of the wasm of panics: their words and places, and nothing that the program reads.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import binaryen from 'binaryen';
import { blankUnread, silencePanics } from '../../scripts/silent-panics.mjs';

const PANIC = 'core[0123abcd]::panicking::panic_fmt';

/**
 * A program with a panic, a location (at 1024, of the path at 1040), and a text that is none of a panic (at 1056).
 * Called with 0 it panics; else it answers its argument.
 * @param {string} panic name of its panic
 */
function program(panic) {
  const module = binaryen.parseText(`(module
    (import "page" "hear" (func $hear (param i32)))
    (memory (export "memory") 1)
    (data (i32.const 1024) "\\10\\04\\00\\00\\0a\\00\\00\\00\\07\\00\\00\\00\\05\\00\\00\\00src/app.rs\\00\\00\\00\\00\\00\\00app.rs/src")
    (func $"${panic}" (param i32) (call $hear (local.get 0)) (unreachable))
    (func (export "told") (param i32) (result i32) (call $"core[0123abcd]::panicking::is_panicking" (local.get 0)))
    (func $"core[0123abcd]::panicking::is_panicking" (param i32) (result i32) (call $hear (local.get 0)) (i32.const 0))
    (func (export "run") (param i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (call $"${panic}" (i32.const 1024)) (unreachable)))
      (local.get 0)))`);
  binaryen.setDebugInfo(true); // keeps the names
  const wasm = module.emitBinary();
  binaryen.setDebugInfo(false);
  return wasm;
}

/** @param {Uint8Array} wasm */
function run(wasm) {
  /** @type {number[]} */
  const heard = [];
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(wasm)), {
    page: { hear: (/** @type {number} */ value) => heard.push(value) },
  });
  /** @typedef {(value: number) => number} Call */
  const { run, told, memory } = /** @type {{ run: Call, told: Call, memory: WebAssembly.Memory }} */ (
    /** @type {unknown} */ (instance.exports)
  );
  const text = (/** @type {number} */ from, /** @type {number} */ to) =>
    new TextDecoder().decode(new Uint8Array(memory.buffer).subarray(from, to));
  return { run, told, heard, text };
}

test('a panic ends in a trap as before, without a word', () => {
  const loud = run(program(PANIC));
  assert.throws(() => loud.run(0), WebAssembly.RuntimeError);
  assert.deepEqual(loud.heard, [1024]);
  const silent = run(silencePanics(program(PANIC)));
  assert.throws(() => silent.run(0), WebAssembly.RuntimeError);
  assert.deepEqual(silent.heard, []);
  assert.equal(silent.run(7), 7);
});

test('a function that returns is left alone, whatever its name', () => {
  const silent = run(silencePanics(program(PANIC)));
  assert.equal(silent.told(5), 0);
  assert.deepEqual(silent.heard, [5]);
});

test('a wasm without the names of its panics is refused', () => {
  assert.throws(() => silencePanics(program('a')), /No panic found/);
});

test('source locations are blank, other texts are not', () => {
  const { run: call, text } = run(blankUnread(program(PANIC)));
  assert.equal(text(1024, 1056), '\0'.repeat(32));
  assert.equal(text(1056, 1066), 'app.rs/src');
  assert.equal(call(7), 7);
});

test('the text of a panic is blank where nothing refers to it any more', () => {
  const program = (/** @type {string} */ body) =>
    binaryen
      .parseText(
        `(module (memory (export "memory") 1) (data (i32.const 1032) "capacity overflow, capacity")
          (func (export "run") (param i32) (result i32) ${body}))`,
      )
      .emitBinary();
  assert.equal(run(blankUnread(program('(i32.const 1031)'))).text(1032, 1059), '\0'.repeat(17) + ', capacity');
  for (const read of ['(i32.const 1033)', '(i32.load offset=1032 (local.get 0))'])
    assert.equal(run(blankUnread(program(read))).text(1032, 1059), 'capacity overflow, capacity');
});

/**
 * A program that calls, through its table, what writes a number through a formatter, and what a formatter writes into.
 * @param {string} sink name of the latter
 */
function formatting(sink) {
  const module = binaryen.parseText(`(module
    (type $write (func (result i32)))
    (table 2 funcref)
    (elem (i32.const 0) $"<usize as core[0123abcd]::fmt::Display>::fmt" $"${sink}")
    (func $"${PANIC}" (export "panic") (unreachable))
    (func $"<usize as core[0123abcd]::fmt::Display>::fmt" (result i32) (i32.const 17))
    (func $"${sink}" (result i32) (i32.const 0))
    (func (export "write") (param i32) (result i32) (call_indirect (type $write) (local.get 0))))`);
  binaryen.setDebugInfo(true); // keeps the names
  const wasm = silencePanics(module.emitBinary());
  binaryen.setDebugInfo(false);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(wasm)));
  return /** @type {(index: number) => number} */ (exports.write);
}

test('what writes through a formatter stays where there is anything to write into, and only there', () => {
  assert.equal(formatting('<alloc[0123abcd]::string::String as core[0123abcd]::fmt::Write>::write_str')(0), 17);
  const none = formatting('some::other::function');
  assert.throws(() => none(0), WebAssembly.RuntimeError);
  assert.equal(none(1), 0);
});
