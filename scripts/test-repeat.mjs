// @ts-check
// A second run for a few test files that failed in a real browser. Browsers and their drivers fail now and then on a busy
// machine: a driver loses an element, or a window opens late. The first failure stays in the log, and the summary names
// it, so that a test which fails often is seen. What fails twice has failed.

/**
 * @typedef {import('./command.mjs').Finished} Finished
 * @typedef {import('./test-stages.mjs').Verdict} Verdict
 */

/** More files than this do not fail by chance. */
const MOST_FILES = 3;
/** A line of the list of failed tests at the end of `node --test`, with the test's name below. */
const FAILED_TEST = /^test at (.+?\.test\.mjs):\d+:\d+\n✖ (.+?)(?: \([\d.]+ms\))?$/gm;

/**
 * @param {string} output of `node --test` with the reporter `spec`
 * @returns {{ file: string, name: string }[]} the tests that failed
 */
export const failedTests = (output) =>
  [...output.matchAll(FAILED_TEST)].map(([, file = '', name = '']) => ({ file, name }));

/**
 * The verdict on test files of which a few may run a second time.
 * @param {Finished} first run of all files
 * @param {(finished: Finished) => Verdict} judge
 * @param {(files: string[]) => Promise<Finished>} runFiles
 * @returns {Promise<Verdict>}
 */
export async function judgeWithSecondRun(first, judge, runFiles) {
  const verdict = judge(first);
  const failed = failedTests(first.output);
  const files = [...new Set(failed.map(({ file }) => file))];
  if (verdict.failed === 0 || files.length === 0 || files.length > MOST_FILES) return verdict;
  console.log(`\n── a second run of ${files.join(', ')}`);
  if (judge(await runFiles(files)).failed > 0) return verdict;
  const names = failed.map(({ file, name }) => `${file}: ${name}`).join('; ');
  return { ...verdict, passed: verdict.passed + verdict.failed, failed: 0, note: `unstable, passed in a second run: ${names}` };
}
