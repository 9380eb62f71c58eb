// @ts-check
// A few of the synthetic customers in Chromium, key by key; `npm run people` has them all. Real processes, both generations.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHarness } from '../support/harness.mjs';
import { drive, people } from '../support/people.mjs';

/** Every so many customers one: births, homes and phones of each kind come up, and all that the sandbox refuses. */
const EVERY = { legacy: 53, current: 71 };

for (const [generation, every] of Object.entries(EVERY)) {
  test(`${generation}: customers type their details and nobody is refused without a way on`, async (t) => {
    const funnel = await startHarness({ generation });
    t.after(funnel.stop);
    const persons = people().filter(({ number, refused }) => (refused ? number % 2 === 0 : number % every === 2));
    assert.ok(persons.length >= 8 && persons.some(({ refused }) => refused));
    const fates = await drive(funnel, persons, { pages: 1 });
    assert.deepEqual(
      fates.flatMap(({ person, complaints }) => complaints.map((complaint) => `${person.number}: ${complaint}`)),
      [],
    );
  });
}
