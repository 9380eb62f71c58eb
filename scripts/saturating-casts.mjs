// @ts-check
// Rewrites the casts of Rust from floating point to whole numbers, `as u32` and its like, for wasm2js. They saturate: what
// is too large becomes the largest number, and NaN becomes 0. wasm2js translates the instruction as one that wraps around,
// without a warning, and so does binaryen's own lowering.

const CAST = /\((i(?:32|64)\.trunc_sat_f(?:32|64)_[su])/g;

/**
 * Each cast becomes a call of a function that compares first.
 * @param {string} text of a wasm module, with nested instructions as wasm-dis writes them
 */
export function lowerSaturatingCasts(text) {
  const casts = new Set([...text.matchAll(CAST)].map(([, cast]) => cast));
  const end = text.lastIndexOf(')');
  return text.slice(0, end).replace(CAST, '(call $$saturating:$1') + [...casts].map(saturating).join('') + text.slice(end);
}

/** @param {string} cast the instruction */
function saturating(cast) {
  const [, bits, from, sign] = /^i(\d+)\.trunc_sat_f(\d+)_(.)$/.exec(cast) ?? [];
  const [to, value] = [`i${bits}`, '(local.get 0)'];
  const low = sign === 'u' ? 0n : -(2n ** (BigInt(bits) - 1n));
  const end = 2n ** BigInt(bits) + low;
  /** @param {string} test @param {string} yes @param {string} no */
  const choose = (test, yes, no) => `(if (result ${to}) (${test}) (then ${yes}) (else ${no}))`;
  /** @param {string} compare @param {bigint} limit */
  const is = (compare, limit) => `f${from}.${compare} ${value} (f${from}.const ${limit})`;
  const below = choose(is('gt', low), `(${to}.trunc_f${from}_${sign} ${value})`, `(${to}.const ${low})`);
  // NaN is neither below the end nor at it.
  const beyond = choose(is('ge', end), `(${to}.const ${end - 1n})`, `(${to}.const 0)`);
  return `(func $saturating:${cast} (param f${from}) (result ${to}) ${choose(is('lt', end), below, beyond)})\n`;
}
