// @ts-check
// Every scenario of the sandbox as the story of a customer, in each of its generations of the provider's API,
// with real processes, without a browser, to its end. The stories are in the other files of this folder.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Customer } from '../../support/customer.mjs';
import { startHarness } from '../../support/harness.mjs';
import { stories as failures } from './failures.mjs';
import { signedStories as signedIdentification, stories as identification } from './identification.mjs';
import { signedStories as signedProof, stories as proofAndTax } from './proof-and-tax.mjs';

/** @typedef {import('../../support/course.mjs').Story} Story */

const STORIES = { ...identification, ...proofAndTax, ...failures };
const SIGNED = { ...signedIdentification, ...signedProof };
/**
 * @param {Record<string, Story>} stories
 * @param {string} name of one that the generation does not have, because users of version 1.1 have no nationality
 */
function without(stories, name) {
  const { [name]: _, ...others } = stories;
  return others;
}

/** Lost callbacks are fetched almost at once. */
const SETTINGS = '[limits]\nmissed_callbacks_seconds = 1\n';

/** The funnels of both generations. One has the transfer as a separate step. */
const FUNNELS = /** @type {const} */ ([
  {
    name: 'legacy',
    generation: 'legacy',
    steps: 'profile,device,identity,declarative,tax,terms,screening',
    settings: SETTINGS,
    stories: without(STORIES, 'mismatch-nationality'),
  },
  {
    name: 'current',
    generation: 'current',
    steps: 'profile,device,identity,proof,declarative,tax,terms,screening',
    settings: SETTINGS,
    stories: STORIES,
  },
  {
    name: 'current, signed',
    generation: 'current',
    steps: 'profile,device,identity,proof,declarative,tax,terms,screening',
    settings: `workflow_code = "Electronic_Sign"\n${SETTINGS}`,
    stories: SIGNED,
  },
]);

/** In parallel, because they share nothing but this machine. */
describe('scenarios', { concurrency: FUNNELS.length }, () => FUNNELS.forEach(tell));

/**
 * Runs the stories of one funnel, one after the other.
 * @param {typeof FUNNELS[number]} of
 */
function tell({ name: funnelName, generation, steps, settings, stories }) {
  describe(funnelName, { concurrency: 1 }, () => {
    /** @type {import('../../support/harness.mjs').Harness} */
    let funnel;
    before(async () => {
      funnel = await startHarness({ generation, steps, settings });
    });
    after(() => funnel.stop());

    for (const [name, [title, go]] of Object.entries(/** @type {Record<string, Story>} */ (stories))) {
      test(`${title} (${name})`, async () => {
        await funnel.sandbox.control('/scenario', 'PUT', { name });
        await go(await Customer.open(funnel), generation);
      });
    }

    test('every scenario of the sandbox has a story', async () => {
      /** @type {Record<string, any>[]} */
      const scenarios = await funnel.sandbox.control('/scenarios');
      const wanted = scenarios.filter((scenario) => scenario[generation]).map(({ name }) => name);
      const told = generation === 'current' ? { ...STORIES, ...SIGNED } : stories;
      assert.deepEqual(Object.keys(told).sort(), wanted.sort());
    });
  });
}
