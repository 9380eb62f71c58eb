// @ts-check
// `npm test`: sets up what the tests need, runs every stage and counts the tests that ran. test-stages.mjs has the stages.
//   npm test                       everything
//   npm test -- --list             the stages
//   npm test -- --only unit        one stage, and the stages that it needs; may be repeated
// The last line is `N passed, N failed`. The exit code is 0 if nothing failed. The summary is preceded by the cause of each failure.

import { parseArgs } from 'node:util';
import { CommandError, endRunningCommands } from './command.mjs';
import { endWith, seconds } from './progress.mjs';
import { causeOf } from './test-causes.mjs';
import { stages } from './test-stages.mjs';

/**
 * @typedef {import('./test-stages.mjs').Stage} Stage
 * @typedef {import('./test-stages.mjs').Verdict & { stage: Stage, seconds: number }} Result
 */

/** Continuous integration may keep only the last 200 lines of a log. They must include the summary and these lines. */
const LINES_OF_CAUSES = 150;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    endRunningCommands();
    process.exit(130);
  });
}

try {
  const { list, only } = readOptions();
  if (list) {
    for (const { name, about } of stages) console.log(`${name.padEnd(14)}${about}`);
  } else {
    const results = await runStages(only);
    repeatCauses(results);
    process.exitCode = report(results) ? 0 : 1;
  }
} catch (error) {
  endWith(error);
}

function readOptions() {
  const { values } = parseArgs({
    options: { list: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
  });
  const only = values.only ?? stages.map(({ name }) => name);
  const unknown = only.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown)
    throw new Error(`there is no stage ${unknown}; the stages are ${stages.map(({ name }) => name).join(', ')}`);
  return { list: values.list, only };
}

/**
 * Runs the stages in order. A failure does not stop the others, except those that need it.
 * @param {string[]} only
 * @returns {Promise<Result[]>}
 */
async function runStages(only) {
  const wanted = withNeeds(only);
  /** @type {Result[]} */
  const results = [];
  for (const stage of stages.filter(({ name }) => wanted.has(name))) {
    const missing = results.find((result) => result.failed > 0 && stage.needs?.includes(result.stage.name));
    console.log(`\n── ${stage.name}: ${stage.about}`);
    const started = performance.now();
    const verdict = missing
      ? { passed: 0, failed: 1, skipped: 0, note: `not run: it needs ${missing.stage.name}` }
      : await stage.work().catch(toVerdict);
    if (verdict.note) console.log(verdict.note);
    results.push({ stage, ...verdict, seconds: (performance.now() - started) / 1000 });
  }
  return results;
}

/**
 * The requested stages, each after the stages that it needs.
 * @param {string[]} names
 * @returns {Set<string>}
 */
function withNeeds(names) {
  const wanted = new Set(names);
  for (const stage of stages.toReversed())
    if (wanted.has(stage.name)) for (const need of stage.needs ?? []) wanted.add(need);
  return wanted;
}

/**
 * @param {unknown} error
 * @returns {import('./test-stages.mjs').Verdict}
 */
function toVerdict(error) {
  const output = error instanceof Error ? error.message : String(error);
  console.error(output);
  return { passed: 0, failed: 1, skipped: 0, note: '', output: error instanceof CommandError ? error.output : output };
}

/**
 * Repeats the cause of each failure, because often only the end of a log is kept.
 * @param {Result[]} results
 */
function repeatCauses(results) {
  const failed = results.filter((result) => result.failed > 0 && result.output);
  for (const { stage, output = '' } of failed)
    console.log(`\n── why ${stage.name} failed\n${causeOf(output, Math.floor(LINES_OF_CAUSES / failed.length))}`);
}

/**
 * Prints one line for each stage and the sum at the end.
 * @param {Result[]} results
 * @returns {boolean} whether nothing failed
 */
function report(results) {
  const sum = (/** @type {"passed" | "failed" | "skipped"} */ what) =>
    results.reduce((total, result) => total + result[what], 0);
  console.log('\n── summary');
  for (const { stage, passed, failed, skipped, note, seconds: took } of results) {
    const verdict = failed > 0 ? 'FAILED' : stage.isSetUp ? 'ready' : 'ok';
    const counts =
      stage.isSetUp && failed === 0 ? '' : `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    console.log(
      `${stage.name.padEnd(14)}${verdict.padEnd(8)}${seconds(took).padStart(11)}   ${counts}${note ? ` (${note})` : ''}`,
    );
  }
  if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0;
}
