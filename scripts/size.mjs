// @ts-check
// Measures what a page loads before the last step: raw, gzip and brotli, against the budget. `npm run size` prints it.

import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { inRepository } from './repository.mjs';
import { endWith } from './progress.mjs';

/** The most that a page may load, in bytes of brotli 11, all files together. 1 kB is 1000 bytes. The target is 105 (ADR 4). */
export const BUDGET_BYTES = 117_000;

/** All a page loads of the package, with one language. */
const LOADED = ['dist/index.js', 'dist/define.js', 'dist/texts/fr.js', 'dist/wasm/module_bg.wasm'];
/** What a page loads in place of them where the build tool publishes no file beside a script. */
const INLINE = 'dist/inline.js';

/**
 * @typedef {{ file: string, raw: number, gzip: number, brotli: number }} Size in bytes
 *
 * @param {string} file
 * @returns {Size}
 * @throws {Error} where it is not there
 */
function sizeOf(file) {
  const path = inRepository(file);
  if (!existsSync(path)) throw new Error(`${file} is not there: run \`npm run build\``);
  const bytes = readFileSync(path);
  return {
    file,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
  };
}

/** Measures every loaded file. */
export const measure = () => LOADED.map(sizeOf);

/**
 * Prints the table.
 * @returns {boolean} whether the total is within the budget
 */
export function printSizes() {
  const rows = measure();
  const total = { file: 'total', raw: 0, gzip: 0, brotli: 0 };
  for (const row of rows) {
    total.raw += row.raw;
    total.gzip += row.gzip;
    total.brotli += row.brotli;
  }
  const kB = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1).padStart(9);
  console.log(`${'kB'.padEnd(26)}${'raw'.padStart(9)}${'gzip'.padStart(9)}${'brotli'.padStart(9)}`);
  const print = (/** @type {Size} */ { file, raw, gzip, brotli }) =>
    console.log(file.padEnd(26) + kB(raw) + kB(gzip) + kB(brotli));
  [...rows, total].forEach(print);
  const inline = sizeOf(INLINE);
  print(inline);
  console.log(`${INLINE} in place of these files: ${kB(inline.brotli - total.brotli).trim()} kB brotli more`);
  const keeps = total.brotli <= BUDGET_BYTES;
  console.log(
    `budget ${BUDGET_BYTES / 1000} kB brotli: ${keeps ? 'kept' : 'EXCEEDED'}, ${Math.round((100 * total.brotli) / BUDGET_BYTES)} % used`,
  );
  return keeps;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    if (!printSizes()) process.exitCode = 1;
  } catch (error) {
    endWith(error);
  }
}
