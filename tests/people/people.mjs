// @ts-check
// `npm run people`: every synthetic customer fills in the form in Chromium, key by key, against backend and sandbox, in both
// generations of the provider. Prints what is not as it should be, and a table: kinds of customers, who refused them, and at
// which fields. After a build.
//   npm run people                                                       all of them
//   npm run people -- --generation current --first 150 --minutes 7       some of them, and where to continue

import { parseArgs } from 'node:util';
import { printTable } from '../bench/figures.mjs';
import { startHarness } from '../support/harness.mjs';
import { drive, people } from '../support/people.mjs';
import { kindsOf } from './kinds.mjs';

/** After how many customers a line is printed. */
const EVERY = 20;

const { values } = parseArgs({
  options: {
    generation: { type: 'string', multiple: true, default: ['legacy', 'current'] },
    first: { type: 'string', default: '0' },
    count: { type: 'string', default: 'Infinity' },
    pages: { type: 'string', default: '4' },
    minutes: { type: 'string', default: 'Infinity' },
  },
});
const first = Number(values.first);
const persons = people().slice(first, first + Number(values.count));
const end = Date.now() + Number(values.minutes) * 60_000;
let failed = 0;
for (const generation of values.generation) failed += await runGeneration(generation);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * @param {string} generation
 * @returns {Promise<number>} how many customers have something to complain about
 */
async function runGeneration(generation) {
  const funnel = await startHarness({ generation });
  try {
    const tell = progress(generation);
    const fates = await drive(funnel, persons, { pages: Number(values.pages), tell, isOver: () => Date.now() > end });
    for (const { person, complaints } of fates)
      for (const complaint of complaints) console.log(`${generation} ${person.number}: ${complaint}`);
    printTable(`${generation}: ${fates.length} of ${persons.length} customers`, summary(fates));
    // They begin in this order.
    if (fates.length < persons.length) console.log(`continue with --generation ${generation} --first ${first + fates.length}`);
    return fates.filter(({ complaints }) => complaints.length > 0).length;
  } finally {
    await funnel.stop();
  }
}

/** @param {string} generation */
function progress(generation) {
  const start = Date.now();
  let done = 0;
  return (/** @type {import('../support/people.mjs').Fate} */ { isStuck, person, complaints }) => {
    done += 1;
    if (isStuck) console.log(`${generation} ${person.number} is stuck: ${complaints.at(-1)}`);
    const seconds = Math.round((Date.now() - start) / 1000);
    if (done % EVERY === 0) console.log(`${generation}: ${done} of ${persons.length} customers in ${seconds} s`);
  };
}

/**
 * One row for each kind, then one for all. A customer is of several kinds.
 * @param {import('../support/people.mjs').Fate[]} fates
 */
function summary(fates) {
  /** @type {Map<string, import('../support/people.mjs').Fate[]>} */
  const kinds = new Map();
  for (const fate of fates)
    for (const kind of [...kindsOf(fate.person), 'all']) kinds.set(kind, [...(kinds.get(kind) ?? []), fate]);
  const rows = [...kinds].toSorted(([one], [other]) => one.localeCompare(other)).map(([kind, fates]) => row(kind, fates));
  return [['kind', 'customers', 'refused by us', 'by the provider', 'at', 'stuck', 'with a complaint'], ...rows];
}

/**
 * @param {string} kind
 * @param {import('../support/people.mjs').Fate[]} fates
 */
function row(kind, fates) {
  const refused = fates.filter(({ refused }) => refused.length > 0);
  const ours = refused.filter(({ isOurs }) => isOurs).length;
  const stuck = fates.filter(({ isStuck }) => isStuck).length;
  const complaining = fates.filter(({ complaints }) => complaints.length > 0).length;
  return [kind, fates.length, ours, refused.length - ours, byField(refused), stuck, complaining];
}

/** @param {import('../support/people.mjs').Fate[]} fates */
function byField(fates) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const field of fates.flatMap(({ refused }) => refused)) counts.set(field, (counts.get(field) ?? 0) + 1);
  return [...counts].map(([field, count]) => `${field} ${count}`).join(', ') || '-';
}
