// @ts-check
// Runs the tests of the browser half in Firefox and in WebKit. For Chromium there is a separate stage
// (`test-stages.mjs`).

import { spawn } from 'node:child_process';
import { run, withoutColours } from './command.mjs';
import { startDisplay } from './display.mjs';
import { builtProgram, root, wasmTarget } from './repository.mjs';
import { freePort } from './server-process.mjs';
import { engines } from './setup-browsers.mjs';

const CARGO = ['test', '--package', 'xpollens-onboarding', '--target', wasmTarget, '--test', 'browser'];
/** Time limit for all tests. Other programs may be compiling on the same machine. */
const PATIENCE_MS = 180_000;

/**
 * Runs both engines, one after the other.
 * @returns {Promise<import('./command.mjs').Finished>} with the output of both
 */
export async function testInEngines() {
  const compiled = await run('cargo', ['build', '--package', 'wasm-bindgen-runner']);
  if (compiled.code !== 0) return compiled;
  const inWebKit = await testInWebKit();
  // Cargo prints the name of the test program.
  const [, program] = /\((\S+\.wasm)\)/.exec(inWebKit.output) ?? [];
  if (!program) return { ...inWebKit, code: inWebKit.code || 1 };
  const inFirefox = await testInFirefox(program);
  return {
    code: inWebKit.code || inFirefox.code,
    output: inWebKit.output + inFirefox.output,
    seconds: inWebKit.seconds + inFirefox.seconds,
  };
}

async function testInWebKit() {
  const { webkitDriver, xvfb } = engines();
  const display = await startDisplay(xvfb);
  try {
    return await run('cargo', CARGO, {
      env: {
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: builtProgram('bindgen-test-runner'),
        // The runner calls every driver of WebKit Safari's.
        SAFARIDRIVER: webkitDriver,
        DISPLAY: display.name,
        // Seconds. The default of 20 is short where two cores also compile.
        WASM_BINDGEN_TEST_TIMEOUT: '180',
        WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '60',
      },
    });
  } finally {
    await display.stop();
  }
}

/**
 * Debian has no driver for Firefox, so the runner serves the tests as a page, which is opened as a person would open
 * it.
 * @param {string} program the tests
 * @returns {Promise<import('./command.mjs').Finished>}
 */
async function testInFirefox(program) {
  const started = performance.now();
  // Not imported above, because the list of stages is read before the packages are installed.
  const { firefox } = await import('playwright-core');
  const address = `127.0.0.1:${await freePort()}`;
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: engines().firefox });
  const server = spawn(builtProgram('bindgen-test-runner'), [program], {
    cwd: root,
    env: { ...process.env, NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: address },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await isServed(server, address);
    const page = await browser.newPage();
    await page.goto(`http://${address}/`);
    const result = page.locator('#output').filter({ hasText: /^test result:/m });
    await result.waitFor({ timeout: PATIENCE_MS });
    const output = withoutColours(await result.innerText());
    console.log(output);
    const code = /^test result: ok\./m.test(output) ? 0 : 1;
    return { code, output, seconds: (performance.now() - started) / 1000 };
  } finally {
    server.kill();
    await browser.close();
  }
}

/**
 * Resolves once the runner prints where it serves the tests.
 * @param {import('node:child_process').ChildProcess} server
 * @param {string} address
 * @returns {Promise<void>}
 */
function isServed(server, address) {
  let output = '';
  return new Promise((resolve, reject) => {
    server.stdout?.on('data', (text) => {
      output += text;
      if (output.includes(address)) resolve();
    });
    server.on('error', reject);
    server.on('close', () => reject(new Error(`the tests are not served\n${output}`)));
  });
}
