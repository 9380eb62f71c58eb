// @ts-check
// The backend's configuration decides the steps, their order, and whether the phone confirms. These are whole journeys
// to the opened account that always do the first offered step. order.test.mjs tests the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Customer } from '../../support/customer.mjs';
import { startHarness } from '../../support/harness.mjs';
import { CHECKED, confirm, expectOpened } from '../../support/course.mjs';

/**
 * @typedef {object} Order
 * @property {string} title
 * @property {'legacy' | 'current'} generation
 * @property {'agent' | 'psee'} kind
 * @property {string[]} steps as they are configured
 * @property {string[]} done as the customer does them
 */

/** @type {Order[]} */
const ORDERS = [
  {
    title: 'the terms first: they wait for the phone that confirms them, and then come next',
    generation: 'legacy',
    kind: 'agent',
    steps: ['terms', 'profile', 'device', 'identity', 'declarative', 'tax'],
    done: ['profile', 'device', 'terms', 'declarative', 'tax'],
  },
  {
    title: 'the hand-over last, the terms first, of a partner with a licence: everything is done on the page before the phone',
    generation: 'legacy',
    kind: 'psee',
    steps: ['terms', 'profile', 'tax', 'declarative', 'device', 'identity'],
    done: ['profile', 'terms', 'tax', 'declarative', 'device'],
  },
  {
    title: 'the hand-over last in the current generation, with proof and screening as steps',
    generation: 'current',
    kind: 'psee',
    steps: ['profile', 'declarative', 'tax', 'terms', 'screening', 'device', 'identity', 'proof'],
    done: ['profile', 'declarative', 'tax', 'terms', 'device'],
  },
  {
    title: 'the situation before the phone, the terms before the taxes',
    generation: 'current',
    kind: 'agent',
    steps: ['profile', 'declarative', 'device', 'identity', 'terms', 'tax'],
    done: ['profile', 'declarative', 'device', 'terms', 'tax'],
  },
];

for (const { title, generation, kind, steps, done } of ORDERS) {
  test(title, async (t) => {
    const settings = `partner_kind = "${kind}"\n`;
    const funnel = await startHarness({ generation, steps: steps.join(','), settings });
    t.after(funnel.stop);
    const customer = await Customer.open(funnel);
    const isConfirmed = kind === 'agent';

    const order = [];
    for (let step = offered(await customer.snapshot()); step; step = offered(await customer.snapshot())) {
      order.push(step);
      await take(customer, step, isConfirmed);
      const snapshot = await customer.snapshot();
      assert.deepEqual(snapshot.steps.map((/** @type {any} */ { id }) => id), steps, 'the order stays');
      assert.ok(order.length <= steps.length, `${step} is offered more than once`);
    }
    assert.deepEqual(order, done);
    await customer.advance(CHECKED);
    await expectOpened(customer);

    /** @type {{ path: string }[]} */
    const received = await funnel.sandbox.control('/received');
    const confirmed = received.filter(({ path }) => path.includes('/sca/'));
    assert.equal(confirmed.length, isConfirmed ? 2 : 0);
  });
}

/**
 * The first open step that can be done now.
 * @param {any} snapshot
 * @returns {string | undefined}
 */
function offered({ steps }) {
  const isDone = (/** @type {string} */ id) =>
    steps.some((/** @type {any} */ step) => step.id === id && step.state === 'done');
  return steps.find((/** @type {any} */ { state, requires = [] }) => state === 'todo' && requires.every(isDone))?.id;
}

/**
 * @param {Customer} customer
 * @param {string} step
 * @param {boolean} isConfirmed whether taxes and terms are confirmed on the phone
 */
async function take(customer, step, isConfirmed) {
  switch (step) {
    case 'profile':
      return customer.giveDetails();
    case 'device':
      await customer.bindPhone();
      return customer.takePictures();
    case 'declarative':
      return customer.giveSituation();
    case 'tax':
      await customer.giveTaxes();
      break;
    case 'terms':
      await customer.acceptTerms();
      break;
    default:
      assert.fail(`${step} is not a step to do on the page`);
  }
  if (isConfirmed) return confirm(customer, step);
  assert.equal((await customer.step(step)).state, 'done', 'accepted at once');
}
