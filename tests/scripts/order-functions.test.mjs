// @ts-check
// The functions of the wasm in another order: the same program.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import binaryen from 'binaryen';
import { orderFunctions } from '../../scripts/order-functions.mjs';
import { Reader, SECTION, bodies, sections } from '../../scripts/wasm-binary.mjs';

/** Functions of two types, mixed; called by number, through a reference, through the table, from outside, at the start. */
const PROGRAM = `(module
  (type $one (func (param i32) (result i32)))
  (import "page" "hear" (func $hear (param i32)))
  (memory (export "memory") 1)
  (table 2 funcref)
  (elem (i32.const 0) $double $seven)
  (global $started (mut i32) (i32.const 0))
  (start $begin)
  (func $begin (global.set $started (i32.const 5)))
  (func $double (param i32) (result i32) (i32.mul (i32.const 2) (local.get 0)))
  (func $tell (param f64) (param i64) (call $hear (i32.trunc_sat_f64_s (local.get 0))))
  (func $seven (param i32) (result i32) (i32.const 7))
  (func $many (param i32) (param i32) (result i32)
    (block $a (block $b (br_table $a $b $a (local.get 0))) (return (call $double (local.get 1))))
    (memory.fill (i32.const 0) (i32.const 1) (i32.const 8))
    (i32.load8_u offset=3 (i32.const 0)))
  (func (export "run") (param i32) (result i32)
    (call $tell (f64.const 3.5) (i64.const -9000000000))
    (i32.add (global.get $started)
      (i32.add (call $many (i32.const 1) (i32.const 10)) (call_indirect (type $one) (i32.const 20) (local.get 0))))))`;

function program() {
  const module = binaryen.parseText(PROGRAM);
  module.setFeatures(binaryen.Features.All);
  return module.emitBinary();
}

/** @param {Uint8Array} wasm */
function run(wasm) {
  /** @type {number[]} */
  const heard = [];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(wasm)), {
    page: { hear: (/** @type {number} */ value) => heard.push(value) },
  });
  const call = /** @type {(entry: number) => number} */ (exports.run);
  return [call(0), call(1), ...heard];
}

/** @param {Uint8Array} wasm */
function typesOf(wasm) {
  const section = sections(wasm).find(({ id }) => id === SECTION.functions);
  const reader = new Reader(section?.bytes ?? new Uint8Array());
  return Array.from({ length: reader.number() }, () => reader.number());
}

test('a program with its functions in order does what it did', () => {
  const [before, after] = [program(), orderFunctions(program())];
  const types = typesOf(before);
  assert.notDeepEqual(types, [...types].sort((a, b) => a - b), 'the program has something to put in order');
  assert.deepEqual(typesOf(after), [...types].sort((a, b) => a - b));
  assert.deepEqual(run(before), [5 + 20 + 40, 5 + 20 + 7, 3, 3]);
  assert.deepEqual(run(after), run(before));
});

test('no function is lost, and a second time changes no order', () => {
  const once = orderFunctions(program());
  const code = (/** @type {Uint8Array} */ wasm) =>
    bodies(sections(wasm).find(({ id }) => id === SECTION.code)?.bytes ?? new Uint8Array());
  assert.equal(code(once).length, code(program()).length);
  assert.deepEqual(typesOf(orderFunctions(once)), typesOf(once));
});

test('a wasm that still names its functions is refused', () => {
  binaryen.setDebugInfo(true);
  const named = program();
  binaryen.setDebugInfo(false);
  assert.throws(() => orderFunctions(named), /still has names/);
});
