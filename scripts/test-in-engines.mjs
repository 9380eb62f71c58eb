// @ts-check
// Runs the tests of the browser half in real engines, all with the same runner (`tests/browser/run.mjs`).

import { run } from './command.mjs';
import { inRepository, wasmTarget } from './repository.mjs';

/**
 * Compiles the tests and what serves them, and runs them.
 * @param {...('chromium' | 'firefox' | 'webkit')} engines
 * @returns {Promise<import('./command.mjs').Finished>} with the output of all engines
 */
export async function testInEngines(...engines) {
  const compiled = await run('cargo', ['build', '--package', 'wasm-bindgen-runner']);
  if (compiled.code !== 0) return compiled;
  const runner = [process.execPath, inRepository('tests', 'browser', 'run.mjs'), engines.join(',')];
  const config = `target.${wasmTarget}.runner = ${JSON.stringify(runner)}`;
  const which = ['--package', 'xpollens-onboarding', '--target', wasmTarget, '--test', 'browser'];
  return run('cargo', ['test', '--config', config, ...which]);
}
