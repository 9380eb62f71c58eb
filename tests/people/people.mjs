// @ts-check
// `npm run people`: every synthetic customer fills in the form in Chromium, key by key, against backend and sandbox, in both
// generations of the provider. Prints what was refused, by field, and whatever is not as it should be. After a build.
//   npm run people                                        all of them
//   npm run people -- --generation current --count 20     some of them

import { parseArgs } from 'node:util';
import { startHarness } from '../support/harness.mjs';
import { drive, people } from '../support/people.mjs';

const { values } = parseArgs({
  options: {
    generation: { type: 'string', multiple: true, default: ['legacy', 'current'] },
    first: { type: 'string', default: '0' },
    count: { type: 'string', default: 'Infinity' },
    pages: { type: 'string', default: '2' },
  },
});
const first = Number(values.first);
const persons = people().slice(first, first + Number(values.count));
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
    const fates = await drive(funnel, persons, { pages: Number(values.pages), tell: tellComplaints });
    const complaining = fates.filter(({ complaints }) => complaints.length > 0);
    console.log(`${generation}: ${fates.length} customers, ${complaining.length} with a complaint`);
    for (const [field, count] of byField(fates)) console.log(`  refused at ${field}: ${count}`);
    return complaining.length;
  } finally {
    await funnel.stop();
  }
}

/** @param {import('../support/people.mjs').Fate} fate */
function tellComplaints({ person, complaints }) {
  for (const complaint of complaints) console.log(`${person.number}: ${complaint}`);
}

/** @param {import('../support/people.mjs').Fate[]} fates */
function byField(fates) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const field of fates.flatMap(({ refused }) => refused)) counts.set(field, (counts.get(field) ?? 0) + 1);
  return [...counts].toSorted(([one], [other]) => one.localeCompare(other));
}
