#!/usr/bin/env bash
# wasm2js of binaryen 132.0.0 (npm) translates saturating float-to-int conversions into wrapping ones, without a warning.
#
# Rust's `as u32` on a float saturates, and rustc emits i32.trunc_sat_f64_u for it. Whoever ships a JavaScript build for pages that forbid
# WebAssembly expects the same numbers from both. Seen: 1e10 becomes 4294967295 in the wasm and 1410065408 in the JavaScript, and -1
# as unsigned becomes 0 and 4294967295, because the output is `~~x`. Exit code 0, no warning. A build for wasm2js must be compiled with
# -Ctarget-feature=-nontrapping-fptoint, which makes rustc emit the comparisons itself.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund binaryen@132.0.0
cat > sat.wat <<'WAT'
(module (func (export "unsigned") (param f64) (result i32) (i32.trunc_sat_f64_u (local.get 0)))
        (func (export "signed") (param f64) (result i32) (i32.trunc_sat_f64_s (local.get 0))))
WAT
npx wasm-as --enable-nontrapping-float-to-int sat.wat -o sat.wasm
npx wasm2js --enable-nontrapping-float-to-int sat.wasm -o sat.mjs
cat > compare.mjs <<'JS'
import { readFileSync } from 'node:fs';
import * as js from './sat.mjs';
const { instance: { exports: wasm } } = await WebAssembly.instantiate(readFileSync('sat.wasm'));
const rows = [1e10, -1, 3e9].map((x) => [x, wasm.unsigned(x) >>> 0, js.unsigned(x) >>> 0, wasm.signed(x), js.signed(x)].join(' '));
console.log(['input wasm-unsigned js-unsigned wasm-signed js-signed', ...rows].join('\n'));
const expected = [
  '10000000000 4294967295 1410065408 2147483647 1410065408',
  '-1 0 4294967295 -1 -1',
  '3000000000 3000000000 3000000000 2147483647 -1294967296',
];
if (rows.join() !== expected.join()) throw new Error('the behaviour changed');
JS
node compare.mjs
