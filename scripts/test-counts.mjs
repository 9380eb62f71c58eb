// @ts-check
// Reads from the output of a test runner how many tests ran. Only tests that ran are counted.

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped reported, never counted as passed
 */

/**
 * Sums the `test result:` lines of cargo and of the wasm-bindgen runner: one for each test program.
 * @param {string} output without colours
 * @returns {Counts}
 */
export function countCargo(output) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, ignored] of output.matchAll(
    /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm,
  )) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    counts.skipped += Number(ignored);
  }
  return counts;
}

/**
 * Reads the last summary of `node --test`.
 * @param {string} output without colours
 * @returns {Counts}
 */
export function countNode(output) {
  const last = (/** @type {string} */ word) =>
    Number([...output.matchAll(new RegExp(`^(?:ℹ|#) ${word} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? 0);
  return { passed: last('pass'), failed: last('fail') + last('cancelled'), skipped: last('skipped') + last('todo') };
}

/**
 * The verdict on a runner: its counts, unless they hide that the runner failed or ran nothing.
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Counts & { note: string }} the note is empty if all is well
 */
export function judge(counts, exitCode) {
  if (exitCode !== 0 && counts.failed === 0)
    return { ...counts, failed: 1, note: `the runner ended with code ${exitCode}` };
  if (counts.passed + counts.failed === 0) return { ...counts, failed: 1, note: 'no test ran' };
  return { ...counts, note: '' };
}
