// @ts-check
// The stages of `npm test`: what each runs and what it needs first. They run in this order.

import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { filesIn } from './build-memory.mjs';
import { buildModule } from './build-module.mjs';
import { buildPackage } from './build-package.mjs';
import { buildPhone } from './build-phone.mjs';
import { buildServers } from './build-servers.mjs';
import { OFFLINE, checkDependencies } from './check-dependencies.mjs';
import { mustRun, run } from './command.mjs';
import { inRepository, root, wasmTarget } from './repository.mjs';
import { setUpBrowsers, setUpEngines } from './setup-browsers.mjs';
import { setUpDeny } from './setup-deny.mjs';
import { setUpPackages } from './setup-packages.mjs';
import { setUpPostgres } from './setup-postgres.mjs';
import { setUpRust } from './setup-rust.mjs';
import { printSizes } from './size.mjs';
import { checkStructure } from './structure/check.mjs';
import { countCargo, countNode, judge } from './test-counts.mjs';
import { testInEngines } from './test-in-engines.mjs';
import { SAMPLE, testOnPostgres } from './test-postgres.mjs';
import { provePurity } from './test-purity.mjs';
import { judgeWithSecondRun } from './test-repeat.mjs';

/**
 * @typedef {import('./test-counts.mjs').Counts & { note: string, output?: string }} Verdict with the output of what failed
 *
 * @typedef {object} Stage
 * @property {string} name for `--only`
 * @property {string} about what it proves or builds
 * @property {string[]} [needs] stages that must run first
 * @property {boolean} [isSetUp] whether it is not a test: it counts only if it fails
 * @property {() => Promise<Verdict>} work
 */

/** @type {Verdict} */
const PASSED = { passed: 1, failed: 0, skipped: 0, note: '' };
/** The pure half, on the target of the module. */
const ON_WASM = ['--package', 'xpollens-onboarding', '--package', 'contract', '--target', wasmTarget];
const NO_WARNINGS = ['--', '--deny', 'warnings'];
/**
 * A test of node that runs longer counts as hanging. Node 20 counts the whole file, and the longest takes a minute and
 * a half while other programs compile on the same two cores.
 */
const HANGS_AFTER_MS = 600_000;

/** @type {Stage[]} */
export const stages = [
  setUp('rust', 'the pinned Rust, its wasm target, clippy and rustfmt', setUpRust),
  setUp('packages', 'the npm tools of the lock file', setUpPackages),
  setUp('browsers', 'Chromium and a reader of QR codes', setUpBrowsers),
  setUp('postgres-server', 'a PostgreSQL server, which is started for a test and ended after it', setUpPostgres),
  setUp('other-engines', 'Firefox, and WebKit with its driver', setUpEngines),
  setUp('deny-tool', 'cargo-deny, as a program', setUpDeny),

  check('format', 'every Rust file is formatted', ['rust'], () => cargo('fmt', '--all', '--check')),
  check('structure', 'no circle of imports, nothing of tests/ in scripts/, few long functions', ['packages'], async () =>
    console.log(await checkStructure()),
  ),
  check('clippy', 'no warning on this machine', ['rust'], () =>
    cargo('clippy', '--workspace', '--all-targets', ...NO_WARNINGS),
  ),
  check('clippy-wasm', 'no warning in the browser half', ['rust'], () =>
    cargo('clippy', ...ON_WASM, '--all-targets', ...NO_WARNINGS),
  ),
  check('deny', 'the licences, sources and versions of all crates are those that deny.toml allows', ['rust', 'deny-tool'], () =>
    checkDependencies(OFFLINE),
  ),
  check('docs', 'every public item is documented and every link leads somewhere', ['rust'], documentation),
  tests('unit', 'the Rust tests of all crates', ['rust', 'postgres-server'], countCargo, () =>
    run('cargo', ['test', '--workspace', '--no-fail-fast']),
  ),
  tests('postgres', "the backend's tests with PostgreSQL instead of SQLite", ['rust', 'postgres-server'], countCargo, () => testOnPostgres(SAMPLE)),
  check('purity', 'the pure half cannot import a browser crate', ['rust'], async () =>
    console.log(await provePurity()),
  ),
  // As compiled for the unit tests: a profile of its own, as for `npm run soak`, takes longer to compile than it saves.
  check('simulation', 'five hundred journeys in virtual time, with faults at every hop', ['rust'], () =>
    cargo('run', '--package', 'simulation', '--', '--journeys', '500', '--budgets'),
  ),
  check('build', 'the module, the package and the phone page are built', ['rust', 'packages'], build),
  check('size', 'all that a page loads keeps the size budget', ['build'], size),
  check('types', 'the JavaScript and the shipped types agree', ['packages', 'build'], () =>
    mustRun(inRepository('node_modules', '.bin', 'tsc'), ['--project', 'tsconfig.json']),
  ),
  tests('browser', 'the browser half in headless Chromium', ['rust', 'packages', 'browsers'], countCargo, () =>
    testInEngines('chromium'),
  ),
  tests(
    'unit-engines',
    'the browser half in WebKit and in Firefox',
    ['rust', 'packages', 'other-engines'],
    countCargo,
    () => testInEngines('webkit', 'firefox'),
  ),
  setUp('servers', 'backend and sandbox', buildServers, ['rust']),
  tests('node', "the scripts, the demo server, the phone page's parts", ['packages', 'rust', 'deny-tool'], countNode, () =>
    runFiles(testFiles((file) => !/^tests\/(e2e|engines|packaging|pages|states)\//.test(file))),
  ),
  inBrowsers(
    'e2e',
    'whole journeys: page, backend, sandbox, phone',
    ['packages', 'browsers', 'servers', 'build', 'postgres-server'],
  ),
  inBrowsers(
    'states',
    'every state: WCAG 2.2, light and dark, 320 pixels in French, text spacing, forced colours',
    ['packages', 'browsers', 'servers', 'build'],
  ),
  inBrowsers(
    'pages',
    'the module in the pages of partners: every layout, text style, direction, colour; hidden, moved, printed',
    ['packages', 'browsers', 'other-engines', 'build'],
  ),
  inBrowsers(
    'engines',
    'one journey in Chromium, Firefox and WebKit each, under the strictest policy',
    ['packages', 'browsers', 'other-engines', 'servers', 'build'],
  ),
  inBrowsers(
    'packaging',
    'the packed tarball in a Vite project and in a plain page',
    ['packages', 'browsers', 'build'],
  ),
];

/**
 * @param {string} name
 * @param {string} about
 * @param {() => Promise<string>} make
 * @param {string[]} [needs]
 * @returns {Stage}
 */
function setUp(name, about, make, needs = []) {
  const work = async () => {
    console.log(await make());
    return { ...PASSED, passed: 0 };
  };
  return { name, about, needs, isSetUp: true, work };
}

/**
 * A stage that passes or fails as a whole and counts as one test.
 * @param {string} name
 * @param {string} about
 * @param {string[]} needs
 * @param {() => Promise<unknown>} prove fails by throwing
 * @returns {Stage}
 */
function check(name, about, needs, prove) {
  const work = async () => {
    await prove();
    return PASSED;
  };
  return { name, about, needs, work };
}

/**
 * A stage that counts the tests that its runner reports.
 * @param {string} name
 * @param {string} about
 * @param {string[]} needs
 * @param {(output: string) => import('./test-counts.mjs').Counts} count
 * @param {() => Promise<import('./command.mjs').Finished>} runTests
 * @returns {Stage}
 */
function tests(name, about, needs, count, runTests) {
  const work = async () => verdictOf(await runTests(), count);
  return { name, about, needs, work };
}

/**
 * A stage with the test files of one folder, which open real browsers.
 * @param {string} name of the folder in `tests`
 * @param {string} about
 * @param {string[]} needs
 * @returns {Stage}
 */
function inBrowsers(name, about, needs) {
  const work = async () => {
    const first = await runFiles(testFiles((file) => file.startsWith(`tests/${name}/`)));
    return judgeWithSecondRun(first, (finished) => verdictOf(finished, countNode), runFiles);
  };
  return { name, about, needs, work };
}

/**
 * @param {import('./command.mjs').Finished} finished
 * @param {(output: string) => import('./test-counts.mjs').Counts} count
 * @returns {Verdict}
 */
const verdictOf = ({ code, output }, count) => ({ ...judge(count(output), code), output });

/** @param {...string} args */
const cargo = (...args) => mustRun('cargo', args);

async function documentation() {
  const env = { RUSTDOCFLAGS: '-Dwarnings' };
  await mustRun('cargo', ['doc', '--workspace', '--no-deps'], { env });
  await mustRun('cargo', ['doc', ...ON_WASM, '--no-deps'], { env });
}

async function build() {
  console.log(await buildModule());
  console.log(await buildPackage());
  console.log(await buildPhone());
}

async function size() {
  if (!printSizes()) throw new Error('the page loads more than the size budget allows: see the table');
}

/** @param {(file: string) => boolean} belongs of a path from the repository's top */
const testFiles = (belongs) =>
  ['tests', 'www', 'sandbox/phone']
    .flatMap((folder) => filesIn(inRepository(folder)))
    .map((file) => relative(root, file))
    .filter((file) => file.endsWith('.test.mjs') && !file.includes('node_modules') && belongs(file));

/**
 * Runs test files by name, because versions of Node differ in what `node --test FOLDER` runs.
 * @param {string[]} files
 */
async function runFiles(files) {
  if (files.length === 0) return { code: 0, output: '', seconds: 0 };
  const options = [
    '--test-reporter=spec',
    // One more than there are cores, because a journey mostly waits for pages and servers. Node would use one less.
    `--test-concurrency=${availableParallelism() + 1}`,
    `--test-timeout=${HANGS_AFTER_MS}`,
  ];
  return run(process.execPath, ['--test', ...options, ...files]);
}
