// @ts-check
// Finds in the output of a failed stage the part that names the cause. It is repeated before the summary, since a log may keep only
// its last lines. Not here: how many tests failed (`test-counts.mjs`).

/** What opens the list of failed tests at the end of `node --test`. */
const NODE_LIST = /^✖ failing tests:$/m;
/** The output of one failed test, of cargo or of wasm-bindgen's runner. */
const RUST_TEST = /^---- .+ ----$[^]*?(?=^---- .+ ----$|^failures:$|^test result: )/gm;
/** An error of the compiler or of clippy, up to the next empty line. */
const RUST_ERROR = /^error(?:\[E\d+\])?: [^]*?(?=^\s*$)/gm;
/** Fewer lines say nothing about a failure. */
const LEAST_LINES = 4;
const LAST_LINES = 40;

/**
 * The failures of a stage, each with its first lines; the last lines of the output where it names none.
 * @param {string} output without colours
 * @param {number} lines how many may be shown
 * @returns {string}
 */
export function causeOf(output, lines) {
  const failures = failuresIn(output);
  if (failures.length === 0) return output.trimEnd().split('\n').slice(-Math.min(lines, LAST_LINES)).join('\n');
  const share = Math.max(LEAST_LINES, Math.floor(lines / failures.length));
  const shown = failures.slice(0, Math.max(1, Math.floor(lines / share)));
  const rest = failures.length - shown.length;
  return [...shown.map((failure) => firstLines(failure, share)), ...(rest > 0 ? [`… and ${rest} more failures`] : [])].join('\n');
}

/**
 * @param {string} output
 * @returns {string[]} one text for each failure
 */
function failuresIn(output) {
  const [, list] = output.split(NODE_LIST);
  if (list) return list.split(/^(?=test at )/m).map((text) => text.trim()).filter((text) => text !== '');
  return [...output.matchAll(RUST_TEST), ...output.matchAll(RUST_ERROR)].map(([text]) => text.trim());
}

/**
 * @param {string} text
 * @param {number} count
 */
function firstLines(text, count) {
  const lines = text.split('\n');
  if (lines.length <= count) return text;
  return [...lines.slice(0, count - 1), `  … ${lines.length - count + 1} more lines`].join('\n');
}
