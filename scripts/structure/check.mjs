// @ts-check
// `npm test -- --only structure`: no circle of imports in Rust or JavaScript, no import of tests/ in scripts/, few long
// functions. Circles in Rust are found here, those in JavaScript by oxlint (`oxlint.json`).

import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { filesIn } from '../build-memory.mjs';
import { run } from '../command.mjs';
import { inRepository, root } from '../repository.mjs';
import { findCircles } from './circles.mjs';
import { longFunctionsOf, MOST_LONG_FUNCTIONS } from './long-functions.mjs';
import { usesOfCrate } from './rust-modules.mjs';

/** The crates, by their `lib.rs`. */
const CRATES = ['src/lib.rs', 'contract/src/lib.rs', 'backend/src/lib.rs', 'sandbox/src/lib.rs', 'tests/simulation/src/lib.rs'];
const SOURCES = ['src', 'contract', 'backend', 'sandbox', 'www', 'bin', 'scripts', 'tests'];
/** Files from elsewhere, and the two files that contain the pattern that is searched for. */
const NOT_READ = /[/\\](node_modules|target|dist|wasm)[/\\]|long-functions\.mjs$|structure\.test\.mjs$/;
const JAVASCRIPT = ['www', 'bin', 'scripts', 'sandbox/phone', 'tests'];

/**
 * Runs all checks.
 * @returns {Promise<string>} the result as a sentence
 * @throws {Error} with each circle, each wrong import and each long function
 */
export async function checkStructure() {
  const faults = [
    ...CRATES.flatMap((file) => circlesInRust(inRepository(file))),
    ...(await faultsInJavaScript(JAVASCRIPT.map((folder) => inRepository(folder)))),
    ...arrowsToTests(inRepository('scripts')),
    ...faultsOfLongFunctions(longFunctions()),
  ];
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return `no circle of imports in ${CRATES.length} crates and ${JAVASCRIPT.length} folders of JavaScript`;
}

/**
 * @param {string} rootFile `lib.rs` of a crate, absolute
 * @returns {string[]} one text for each circle
 */
export function circlesInRust(rootFile) {
  const uses = usesOfCrate(rootFile);
  return findCircles(uses).map((circle) => {
    const arrows = circle.map((file) => {
      const used = [...(uses.get(file) ?? [])].filter((other) => circle.includes(other));
      return `  ${named(file)} uses ${used.map(named).join(', ')}`;
    });
    return ['circle of imports:', ...arrows].join('\n');
  });
}

/**
 * @param {string[]} folders absolute
 * @returns {Promise<string[]>} the messages of oxlint
 */
export async function faultsInJavaScript(folders) {
  const program = inRepository('node_modules', '.bin', 'oxlint');
  if (!existsSync(program)) throw new Error('oxlint is missing: run `npm ci`');
  const config = inRepository('scripts', 'structure', 'oxlint.json');
  const { code, output } = await run(program, ['--config', config, '--format', 'unix', ...folders], { show: false });
  return code === 0 ? [] : [output.trim()];
}

/**
 * Imports of tests/: static, dynamic and of types.
 * @param {string} folder absolute
 * @returns {string[]} one text for each import
 */
export function arrowsToTests(folder) {
  return filesIn(folder).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import)[\s(]*['"]([^'"\n]*\/tests\/[^'"\n]*)['"]/g)].map(
      ([, path]) => `${named(file)} imports ${path}: what scripts/ and tests/ both need belongs in scripts/`,
    ),
  );
}

/** The functions of this repository with an exemption from the limit. */
function longFunctions() {
  return SOURCES.flatMap((folder) => filesIn(inRepository(folder)))
    .filter((file) => /\.(rs|js|mjs)$/.test(file) && !NOT_READ.test(file))
    .flatMap((file) => longFunctionsOf(named(file), readFileSync(file, 'utf8')));
}

/**
 * @param {ReturnType<typeof longFunctionsOf>} found
 * @returns {string[]}
 */
export function faultsOfLongFunctions(found) {
  const faults = found
    .filter(({ reason }) => !reason)
    .map(({ file, line }) => `${file}:${line}: a function that stays longer than 40 lines says why`);
  if (found.length <= MOST_LONG_FUNCTIONS) return faults;
  const list = found.map(({ file, line, reason }) => `  ${file}:${line} ${reason ?? ''}`);
  return [...faults, `${found.length} functions are longer than 40 lines, ${MOST_LONG_FUNCTIONS} at most may be:\n${list.join('\n')}`];
}

/** @param {string} file */
const named = (file) => relative(root, file);
