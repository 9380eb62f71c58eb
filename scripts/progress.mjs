// @ts-check
// Prints what is being done and how long it took.

/**
 * Runs one piece of set-up between two lines of progress.
 * @template T
 * @param {string} title description of the work
 * @param {() => Promise<T>} work its result is shown if it is a text
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  console.log(`· ${title}`);
  const started = performance.now();
  const result = await work();
  const took = seconds((performance.now() - started) / 1000);
  console.log(`  ready${typeof result === 'string' ? `: ${result}` : ''} (${took})`);
  return result;
}

/**
 * A duration as text.
 * @param {number} value seconds
 */
export function seconds(value) {
  if (value < 60) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Ends the program with the reason only, without a stack: the cause is the user's machine or code, not this script.
 * @param {unknown} error
 * @returns {never}
 */
export function endWith(error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
