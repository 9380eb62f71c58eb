// @ts-check
// `npm run mutations`: breaks one rule at a time in a copy of the sources and sees a test fail for it. The rules are those
// that nobody would see broken on a screen: order, merge, taxpayer numbers, locks. Takes some minutes.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError, run } from './command.mjs';
import { inRepository } from './repository.mjs';

/**
 * @typedef {object} Mutation
 * @property {string} rule what is broken, in words
 * @property {string} file
 * @property {string} text what stands there, once
 * @property {string} broken what stands there instead
 * @property {string[]} tests arguments of `cargo test`
 */

const MODEL = ['--package', 'xpollens-onboarding', '--lib', '--test', 'native'];
const CONTRACT = ['--package', 'contract', '--lib'];
const FOLD = ['--package', 'backend', '--lib'];
const BACKEND = ['--package', 'backend', '--tests'];

/** @type {Mutation[]} */
const MUTATIONS = [
  // Order: the server's data leads, and what a step requires comes first.
  {
    rule: 'the module offers the steps in the order of the server',
    file: 'src/model/place.rs',
    text: 'let steps = snapshot.steps.iter().filter(|step| Some(step.id) != passed);',
    broken: 'let steps = snapshot.steps.iter().rev().filter(|step| Some(step.id) != passed);',
    tests: MODEL,
  },
  {
    rule: 'the module opens no step before those it requires',
    file: 'src/model/place.rs',
    text: 'if !is_open || !requirements_are_met(snapshot, step) {',
    broken: 'if !is_open {',
    tests: MODEL,
  },
  {
    rule: 'a confirmation on the phone comes before the next form',
    file: 'src/model/place.rs',
    text: 'if snapshot.confirmation.is_some() { Place::Overview } else { next_place(snapshot) }',
    broken: 'next_place(snapshot)',
    tests: MODEL,
  },
  {
    rule: 'tax and terms wait for the phone of an agent',
    file: 'backend/src/journey/view.rs',
    text: 'StepId::Tax | StepId::Terms if is_confirmed_by_phone => &[StepId::Profile, StepId::Device],',
    broken: 'StepId::Tax | StepId::Terms if is_confirmed_by_phone => &[StepId::Profile],',
    tests: BACKEND,
  },
  {
    rule: 'the backend takes no step before those it requires',
    file: 'backend/src/journey/view.rs',
    text: 'is_waiting_for_customer && !snapshot.onboarding.is_final() && found.requires.iter().all(is_required_met)',
    broken: 'is_waiting_for_customer && !snapshot.onboarding.is_final() && !found.requires.iter().any(|_| false)',
    tests: BACKEND,
  },
  // Merge: any order, any doubling, one state.
  {
    rule: 'the module never goes back to an older snapshot',
    file: 'src/model/snapshot.rs',
    text: 'if snapshot.revision < open.snapshot.revision || open.snapshot.onboarding.is_final() {',
    broken: 'if open.snapshot.onboarding.is_final() {',
    tests: MODEL,
  },
  {
    rule: 'callbacks are put into the order in which they were made',
    file: 'backend/src/journey/fact.rs',
    text: '(a.at, a.report.rank(), &a.key).cmp(&(b.at, b.report.rank(), &b.key))',
    broken: '(a.report.rank(), &a.key).cmp(&(b.report.rank(), &b.key))',
    tests: FOLD,
  },
  {
    rule: 'of two callbacks of one date the later stage comes last',
    file: 'backend/src/journey/fact.rs',
    text: '(a.at, a.report.rank(), &a.key).cmp(&(b.at, b.report.rank(), &b.key))',
    broken: 'a.at.cmp(&b.at)',
    tests: FOLD,
  },
  {
    rule: 'a validated or refused customer never moves again',
    file: 'backend/src/journey/progress.rs',
    text: 'if furthest >= Some(Record::Validated) {',
    broken: 'if false {',
    tests: FOLD,
  },
  {
    rule: 'the record never goes back to a lower status',
    file: 'backend/src/journey/progress.rs',
    text: 'furthest = furthest.max(Some(record));',
    broken: 'furthest = Some(record);',
    tests: FOLD,
  },
  {
    rule: 'an accepted transfer stays accepted',
    file: 'backend/src/journey/proof.rs',
    text: 'if !is_news || self.is_validated() {',
    broken: 'if !is_news {',
    tests: BACKEND,
  },
  {
    rule: 'a callback delivered twice counts once',
    file: 'backend/src/journey/progress.rs',
    text: 'if code.digest.as_ref() != Some(digest) {',
    broken: 'if code.digest.is_none() || !digest.is_empty() {',
    tests: FOLD,
  },
  // Taxpayer numbers.
  {
    rule: 'a number is asked for where the list says so',
    file: 'contract/src/tax.rs',
    text: 'if tin_is_required(&residence.country) {',
    broken: 'if false {',
    tests: CONTRACT,
  },
  {
    rule: 'a number is optional elsewhere',
    file: 'contract/src/tax.rs',
    text: 'if tin_is_required(&residence.country) {',
    broken: 'if true {',
    tests: CONTRACT,
  },
  {
    rule: 'tax residences are different countries',
    file: 'contract/src/tax.rs',
    text: 'self.residences.iter().take(index).any(|earlier| earlier.country == residence.country)',
    broken: 'self.residences.iter().take(0).any(|earlier| earlier.country == residence.country)',
    tests: CONTRACT,
  },
  {
    rule: 'there are three tax residences at most',
    file: 'contract/src/tax.rs',
    text: 'if self.residences.len() > MAX_RESIDENCES {',
    broken: 'if self.residences.len() > 2 * MAX_RESIDENCES {',
    tests: CONTRACT,
  },
  {
    rule: 'the form marks the number as optional only where it is',
    file: 'src/model/view/form.rs',
    text: '!tax::tin_is_required(form.value(FieldId::ResidenceCountry(index)))',
    broken: 'true',
    tests: MODEL,
  },
  // Locks.
  {
    rule: 'identification data is locked once entered',
    file: 'backend/src/journey/lock.rs',
    text: 'IDENTITY.into_iter().filter(|path| !is_asked(path)).collect()',
    broken: 'IDENTITY.into_iter().filter(|path| is_asked(path)).collect()',
    tests: FOLD,
  },
  {
    rule: 'a mismatch opens the fields it is about, no others',
    file: 'contract/src/read_back.rs',
    text: 'Reason::FirstNameMismatch => &["firstName"],',
    broken: 'Reason::FirstNameMismatch => &["firstName", "birthDate"],',
    tests: ['--package', 'contract', '--package', 'backend'],
  },
  {
    rule: 'all is locked once the identity is validated',
    file: 'backend/src/journey/lock.rs',
    text: 'if has_ended || progress.identity.status == Some(IdentityStatus::Complete) {',
    broken: 'if has_ended {',
    tests: FOLD,
  },
  {
    rule: 'a changed locked field is refused',
    file: 'backend/src/profile/entry.rs',
    text: 'changed.iter().filter(|path| locked.contains(&path.as_str())).cloned().collect()',
    broken: 'changed.iter().filter(|path| locked.contains(&path.as_str())).take(0).cloned().collect()',
    tests: BACKEND,
  },
];

const COPY = inRepository('target', 'mutations');
/** Not read by any of the tests, and large. */
const LEFT_OUT = /^(docs\/images|package-lock\.json)/;

async function copySources() {
  const { output } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { show: false });
  rmSync(COPY, { recursive: true, force: true });
  for (const file of output.split('\n').filter((name) => name && !LEFT_OUT.test(name))) {
    mkdirSync(dirname(join(COPY, file)), { recursive: true });
    cpSync(inRepository(file), join(COPY, file));
  }
}

/** @param {string[]} args */
const cargoTest = (args) =>
  run('cargo', ['test', '--quiet', '--no-fail-fast', ...args], {
    cwd: COPY,
    show: false,
    env: { CARGO_TARGET_DIR: inRepository('target', 'mutations-built'), CARGO_TERM_COLOR: 'never' },
  });

/**
 * @param {Mutation} mutation
 * @returns {Promise<{ isCaught: boolean, by: string }>}
 */
async function tryOut({ file, text, broken, tests }) {
  const path = join(COPY, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(text).length !== 2) return { isCaught: false, by: 'the rule does not stand there once: it moved' };
  writeFileSync(path, source.replace(text, () => broken));
  const { code, output } = await cargoTest(tests);
  writeFileSync(path, source);
  const failed = [...output.matchAll(/^---- (\S+) stdout ----$/gm)].map(([, name]) => name);
  if (code !== 0 && failed.length === 0) return { isCaught: false, by: `no test ran:\n${output.slice(-2000)}` };
  const more = failed.length > 1 ? ` and ${failed.length - 1} more` : '';
  return { isCaught: failed.length > 0, by: failed.length > 0 ? `${failed[0]}${more}` : 'no test fails' };
}

await copySources();
const untouched = await cargoTest(['--package', 'contract', ...MODEL, ...BACKEND]);
if (untouched.code !== 0) throw new CommandError('The tests of the sources as they are', untouched);
console.log('untouched: all tests pass');
let survivors = 0;
for (const mutation of MUTATIONS) {
  const { isCaught, by } = await tryOut(mutation);
  survivors += isCaught ? 0 : 1;
  console.log(`${isCaught ? 'caught  ' : 'SURVIVED'} ${mutation.rule}: ${by}`);
}
console.log(`${MUTATIONS.length - survivors} of ${MUTATIONS.length} broken rules made a test fail`);
process.exitCode = survivors === 0 ? 0 : 1;
