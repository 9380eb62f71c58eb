// @ts-check
// The casts without the instruction give what the instruction gives.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import binaryen from 'binaryen';
import { lowerSaturatingCasts } from '../../scripts/saturating-casts.mjs';

const CASTS = ['32', '64'].flatMap((to) => ['32', '64'].flatMap((from) => ['s', 'u'].map((sign) => ({ to, from, sign }))));
const TEXT = `(module ${CASTS.map(
  ({ to, from, sign }) =>
    `(func (export "i${to}f${from}${sign}") (param f${from}) (result i${to}) (i${to}.trunc_sat_f${from}_${sign} (local.get 0)))`,
).join('\n')})`;

/** The limits of both kinds of numbers, what lies beside them, and what no number is. */
const NUMBERS = [0, -0, 0.9, -0.9, 1.5, -1.5, 2 ** 31, 2 ** 32, 2 ** 63, 2 ** 64, 1e300, Infinity]
  .flatMap((number) => [number, -number, number - 1, number + 1, number * (1 - Number.EPSILON), -number * (1 - Number.EPSILON)])
  .concat(NaN);

/** @param {string} text */
function exportsOf(text) {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.All);
  const bytes = Uint8Array.from(module.emitBinary());
  return /** @type {Record<string, (number: number) => number | bigint>} */ (new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports);
}

test('each cast gives the same without its instruction, at every limit', () => {
  const lowered = lowerSaturatingCasts(TEXT);
  assert.doesNotMatch(lowered, /\(i\d+\.trunc_sat/);
  const [given, made] = [exportsOf(TEXT), exportsOf(lowered)];
  assert.equal(Object.keys(made).length, CASTS.length);
  for (const name of Object.keys(given)) for (const number of NUMBERS) assert.equal(made[name](number), given[name](number), `${name} of ${number}`);
});
