// @ts-check
// Cargo's runner for the tests of the browser half: serves a test program and opens it in real engines, each in the same way.
//   node tests/browser/run.mjs ENGINE[,ENGINE] PROGRAM [FILTER…]
// The stages `browser` and `unit-engines` call it (`scripts/test-in-engines.mjs`). The exit code is 0 where every engine says "ok".

import { builtProgram } from '../../scripts/repository.mjs';
import { startServer } from '../../scripts/server-process.mjs';
import { withoutColours } from '../../scripts/command.mjs';
import { ENGINES } from '../support/engines/engines.mjs';
import { PATIENCE_MS } from '../support/patience.mjs';
import { until } from '../support/until.mjs';
import { startFront } from './front.mjs';

/** The line in which the page says how the tests ended. */
const RESULT = /^test result: (\w+)\./m;
/** All tests of one engine: more than a test has, since a slow machine slows each of them. */
const PATIENCE = { milliseconds: 5 * PATIENCE_MS };

const [names = '', program = '', ...filters] = process.argv.slice(2);
const engines = names.split(',').map((name) => {
  const engine = ENGINES.find((known) => known.name === name);
  if (!engine) throw new Error(`there is no engine ${name}; the engines are ${ENGINES.map((known) => known.name).join(', ')}`);
  return engine;
});

// The engines start while the program is prepared: both take seconds.
const opened = engines.map(({ open }) => open({ loadMs: PATIENCE_MS }));
try {
  const results = await withTests((url) =>
    Promise.all(opened.map(async (opening, index) => runIn(engines[index]?.name ?? '', await opening, url))),
  );
  process.exitCode = results.every((isOk) => isOk) ? 0 : 1;
} finally {
  await Promise.allSettled(opened.map(async (opening) => (await opening).close()));
}

/**
 * Serves the tests while something is done with their address.
 * @template T
 * @param {(url: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function withTests(use) {
  const server = await startServer({
    name: 'the test program',
    command: builtProgram('bindgen-test-runner'),
    args: [program, ...filters],
    env: { NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' },
    says: 'Interactive browsers tests are now available at',
    startSeconds: PATIENCE.milliseconds / 1000,
  });
  const front = await startFront(server.url);
  try {
    return await use(front.url);
  } finally {
    await front.stop();
    await server.stop();
  }
}

/**
 * Runs all tests in one engine and prints what they say.
 * @param {string} name
 * @param {import('../support/engines/engines.mjs').OpenEngine} engine
 * @param {string} url
 * @returns {Promise<boolean>} whether all passed
 */
async function runIn(name, engine, url) {
  let output = '';
  const isOver = async () => {
    output = await engine.page.evaluate(() => document.querySelector('#output')?.textContent ?? '');
    return RESULT.test(output);
  };
  try {
    await engine.page.goto(url);
    await until(`a result of the tests in ${name}`, isOver, PATIENCE);
  } finally {
    console.log(`\n${name} ${engine.version}\n${withoutColours(output)}`);
    if (!RESULT.test(output)) console.log(engine.complaints.join('\n'));
  }
  return RESULT.exec(output)?.[1] === 'ok';
}
