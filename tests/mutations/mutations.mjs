// @ts-check
// `npm run mutations`: breaks one rule at a time and checks that a test fails. All replacements are compiled once, into
// a copy of the sources, next to the originals. An environment variable chooses the one that is active in a run. With a
// word after `--`, only rules with that word in their name are tried. The rules are in broken-rules.mjs.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { BROKEN_RULES } from './broken-rules.mjs';
import { CommandError, mustRun, run } from '../../scripts/command.mjs';
import { inRepository } from '../../scripts/repository.mjs';

/** @typedef {import('./broken-rules.mjs').BrokenRule} BrokenRule */

const COPY = inRepository('target', 'mutations');
/** Large files that no test reads. */
const LEFT_OUT = /^(docs\/images|package-lock\.json)/;
/** The crates, by their folders, and how each reaches the standard library. */
const CRATES = { 'src/lib.rs': '', 'contract/src/lib.rs': 'extern crate std;', 'backend/src/lib.rs': '' };
/** The variable with the index of the broken rule. */
const VARIABLE = 'BROKEN_RULE';
/** Time limit of a test run, in case a broken rule makes a test run forever. */
const PATIENCE_SECONDS = 300;

/**
 * Copies the sources with every replacement in them, none active.
 * @param {BrokenRule[]} rules
 */
async function copySources(rules) {
  const { output } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { show: false });
  rmSync(COPY, { recursive: true, force: true });
  for (const file of output.split('\n').filter((name) => name && !LEFT_OUT.test(name))) {
    mkdirSync(dirname(join(COPY, file)), { recursive: true });
    cpSync(inRepository(file), join(COPY, file));
  }
  for (const [place, broken] of placesOf(rules)) {
    const [{ file, before = '', text, rule }] = broken;
    const parts = read(file).split(before + text);
    if (parts.length !== 2) throw new Error(`"${rule}" does not stand in ${file} once any more: ${place}`);
    const branches = broken.map((one) => `if crate::breaks(${BROKEN_RULES.indexOf(one)}) { ${one.broken} } else `);
    write(file, `${parts[0]}${before}(${branches.join('')}{ ${text} })${parts[1]}`);
  }
  // A function that reads the environment cannot be `const`.
  write('contract/src/read_back.rs', read('contract/src/read_back.rs').replace('const fn fields_of', 'fn fields_of'));
  for (const [file, standardLibrary] of Object.entries(CRATES)) write(file, `${read(file)}${standardLibrary}${BREAKS}`);
}

const BREAKS = `
pub(crate) fn breaks(rule: usize) -> bool {
    static RULE: std::sync::OnceLock<Option<usize>> = std::sync::OnceLock::new();
    let asked = || std::env::var("${VARIABLE}").ok().and_then(|rule| rule.parse().ok());
    *RULE.get_or_init(asked) == Some(rule)
}
`;

/** @param {string} file */
const read = (file) => readFileSync(join(COPY, file), 'utf8');
/**
 * @param {string} file
 * @param {string} text
 */
const write = (file, text) => writeFileSync(join(COPY, file), text);

/**
 * One place can have several replacements.
 * @param {BrokenRule[]} rules
 * @returns {Map<string, BrokenRule[]>}
 */
function placesOf(rules) {
  /** @type {Map<string, BrokenRule[]>} */
  const places = new Map();
  for (const rule of rules) {
    const place = `${rule.file}: ${rule.before ?? ''}${rule.text}`;
    places.set(place, [...(places.get(place) ?? []), rule]);
  }
  return places;
}

/**
 * Compiles the tests.
 * @param {Set<string>} names
 * @returns {Promise<Map<string, { program: string, cwd: string }>>} by name
 */
async function compile(names) {
  const files = [...names].filter((name) => !['src', 'contract', 'backend'].includes(name));
  const crates = ['contract', 'xpollens-onboarding', 'backend', ...(names.has('journeys') ? ['simulation'] : [])];
  const packages = crates.flatMap((name) => ['--package', name]);
  const args = ['test', '--no-run', '--message-format=json', ...packages, '--lib', ...files.flatMap((file) => ['--test', file])];
  const env = { CARGO_TARGET_DIR: inRepository('target', 'mutations-built'), CARGO_TERM_COLOR: 'never' };
  const { output } = await mustRun('cargo', args, { cwd: COPY, show: false, env });
  const programs = new Map();
  for (const line of output.split('\n').filter((text) => text.startsWith('{'))) {
    const { executable, profile, target, manifest_path: manifest } = JSON.parse(line);
    if (!executable || !profile?.test) continue;
    const cwd = dirname(manifest);
    const name = target.kind.includes('test') ? target.name : relative(COPY, cwd) || 'src';
    programs.set(name, { program: executable, cwd });
  }
  return programs;
}

/**
 * @param {{ program: string, cwd: string } | undefined} tests
 * @param {number} [rule] without it, no rule is broken
 */
function runTests(tests, rule) {
  if (!tests) throw new Error('tests that were not compiled');
  const env = { [VARIABLE]: rule === undefined ? undefined : String(rule) };
  return run(tests.program, [], { cwd: tests.cwd, show: false, env, timeoutSeconds: PATIENCE_SECONDS });
}

/**
 * @param {BrokenRule} rule
 * @param {Awaited<ReturnType<typeof compile>>} programs
 * @returns {Promise<string | null>} the first failed test, and the number of others; null if none failed
 */
async function seeBroken(rule, programs) {
  for (const name of rule.tests) {
    const { output } = await runTests(programs.get(name), BROKEN_RULES.indexOf(rule));
    const failed = [...output.matchAll(/^test (\S+) \.\.\. FAILED$/gm)].map(([, test]) => test);
    if (failed.length > 0) return failed.length > 1 ? `${failed[0]} and ${failed.length - 1} more` : `${failed[0]}`;
  }
  return null;
}

const [word = ''] = process.argv.slice(2);
const rules = BROKEN_RULES.filter(({ rule }) => rule.includes(word));
await copySources(rules);
const programs = await compile(new Set(rules.flatMap(({ tests }) => tests)));
for (const [name, tests] of programs) {
  const untouched = await runTests(tests);
  if (untouched.code !== 0) throw new CommandError(`${name}, with no rule broken,`, untouched);
}
console.log('with no rule broken all tests pass');
let survivors = 0;
for (const rule of rules) {
  const test = await seeBroken(rule, programs);
  survivors += test ? 0 : 1;
  console.log(`${test ? 'caught  ' : 'SURVIVED'} ${rule.rule}: ${test ?? 'no test fails'}`);
}
console.log(`${rules.length - survivors} of ${rules.length} broken rules made a test fail`);
process.exitCode = survivors === 0 ? 0 : 1;
