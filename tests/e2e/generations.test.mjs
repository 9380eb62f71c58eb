// @ts-check
// The same journeys in both generations of the provider's API, with real processes and without a browser, by the calls
// of a page and of a phone. The other files in this folder test what a page shows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Customer } from '../support/customer.mjs';
import { startHarness } from '../support/harness.mjs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const GENERATIONS = /** @type {const} */ (['legacy', 'current']);

/** The calls that the sandbox must and must not have received: each generation has its own calls. */
const CALLS = {
  legacy: { own: ['POST /api/v1.1/users', 'PATCH /api/sca/v2.1/user/ID/fatcaEai'], other: /v3\.0|POST \/api\/v2\.0\/users$/ },
  current: {
    own: ['POST /api/v2.0/users', 'POST /api/v3.0/users/ID/kyc/demand', 'PATCH /api/sca/v3.0/users/ID/fatca-eai'],
    other: /v1\.1|v2\.1/,
  },
};

/**
 * A customer with their own funnel.
 * @param {import('node:test').TestContext} t
 * @param {string} generation
 * @param {string} [alias] in the e-mail address: chooses the result of the identification
 */
async function openCustomer(t, generation, alias = '') {
  const funnel = await startHarness({ generation });
  t.after(funnel.stop);
  return Customer.open(funnel, { alias });
}

for (const generation of GENERATIONS) {
  test(`${generation}: a customer goes from the form to an opened account`, async (t) => {
    const customer = await openCustomer(t, generation);
    await customer.giveDetails();
    assert.equal((await customer.snapshot()).activation.state, 'ready');
    const code = await customer.bindPhone();
    const token = await customer.takePictures();
    assert.equal((await customer.step('identity')).state, 'submitted');
    assert.equal((await customer.step('device')).state, 'done');

    await customer.giveSituation();
    await customer.giveTaxes();
    assert.equal((await customer.step('tax')).state, 'confirm_on_phone');
    await customer.decide('validate');
    assert.equal((await customer.step('tax')).state, 'done');
    await customer.acceptTerms();
    await customer.decide('validate');
    assert.equal((await customer.step('terms')).state, 'done');
    await customer.funnel.sandbox.advance(10 * MINUTE);
    assert.equal((await customer.snapshot()).onboarding, 'validated');

    /** @type {{ method: string, path: string, ignoredFields: string[] }[]} */
    const received = await customer.funnel.sandbox.control('/received');
    const [{ appUserId }] = await customer.funnel.sandbox.prospects();
    const calls = received.map(({ method, path }) => `${method} ${path.replace(appUserId, 'ID')}`);
    for (const call of CALLS[generation].own) assert.equal(calls.filter((one) => one === call).length, 1, call);
    assert.deepEqual(calls.filter((call) => CALLS[generation].other.test(call)), []);
    assert.deepEqual(received.flatMap(({ ignoredFields }) => ignoredFields), []);
    for (const [server, log] of Object.entries(customer.funnel.logs())) {
      for (const secret of [code, String(token)]) assert.equal(log.includes(secret), false, `a secret in the log of ${server}`);
    }
    /** @type {{ type: string, taken: boolean }[]} */
    const sent = await customer.funnel.sandbox.control('/sent');
    assert.deepEqual(sent.filter(({ taken }) => !taken), [], 'every callback is acknowledged');
  });

  test(`${generation}: pictures that cannot be used are taken again`, async (t) => {
    const customer = await openCustomer(t, generation, '+LC_DOC_QUALITY');
    await customer.giveDetails();
    await customer.bindPhone();
    await customer.takePictures();
    await customer.funnel.sandbox.advance(10 * MINUTE);
    await customer.setOutcome('LC_ACCEPTED');
    // In the legacy generation a failed attempt ends the wallet, and a new code binds the phone again.
    if (generation === 'legacy') await customer.bindPhone();
    else assert.deepEqual((await customer.step('identity')).reasons, ['document_quality']);
    await customer.takePictures();
    await customer.funnel.sandbox.advance(10 * MINUTE);
    assert.equal((await customer.step('identity')).state, 'done');
  });

  test(`${generation}: details that differ from the document are corrected`, async (t) => {
    const customer = await openCustomer(t, generation, '+LC_OTHER');
    await customer.giveDetails();
    await customer.bindPhone();
    await customer.takePictures();
    await customer.funnel.sandbox.advance(10 * MINUTE);
    assert.deepEqual((await customer.step('profile')).reasons, ['data_mismatch']);
    await customer.giveDetails({ lastName: 'Bertier' });
    await customer.funnel.sandbox.advance(10 * MINUTE);
    assert.equal((await customer.step('profile')).state, 'done');
    const [prospect] = await customer.funnel.sandbox.control('/prospects');
    assert.deepEqual([prospect.lastName, prospect.kycStatus], ['Bertier', 'Complete']);
  });

  test(`${generation}: a lost answer to the creation makes no second user`, async (t) => {
    const customer = await openCustomer(t, generation);
    const { own } = CALLS[generation];
    // The last call of the creation. It is carried out, but its answer is lost.
    const route = generation === 'legacy' ? own[0] : 'POST /api/v3.0/users/{appUserId}/kyc/demand';
    await customer.funnel.sandbox.setFaults({ api: [{ route, fault: 'cut_after' }] });
    assert.equal((await customer.call('PUT', '/steps/profile', { body: customer.details })).status, 503);
    await customer.giveDetails();
    assert.equal((await customer.funnel.sandbox.prospects()).length, 1);
    assert.equal((await customer.snapshot()).activation.state, 'ready');
  });

  test(`${generation}: a fraud is refused without a reason`, async (t) => {
    const customer = await openCustomer(t, generation, '+LC_FRAUD');
    await customer.giveDetails();
    await customer.bindPhone();
    await customer.takePictures();
    await customer.funnel.sandbox.advance(10 * MINUTE);
    const snapshot = await customer.snapshot();
    assert.equal(snapshot.onboarding, 'refused');
    assert.deepEqual(snapshot.diligences, []);
    assert.ok(snapshot.steps.every((/** @type {any} */ { reasons = [] }) => reasons.length === 0));
  });
}

test('current: an expired demand is opened again while the phone stays bound', async (t) => {
  const customer = await openCustomer(t, 'current', '+LC_EXPIRED');
  await customer.giveDetails();
  await customer.bindPhone();
  await customer.takePictures();
  await customer.funnel.sandbox.advance(10 * MINUTE);
  const lapsed = await customer.step('identity');
  assert.deepEqual([lapsed.state, lapsed.reasons], ['action_required', ['expired']]);
  await customer.setOutcome('LC_ACCEPTED');
  await customer.ask('PUT', '/steps/identity', { body: {} });
  await customer.funnel.sandbox.advance(5 * SECOND);
  assert.equal((await customer.step('identity')).state, 'todo');
  assert.equal((await customer.step('device')).state, 'done');
  await customer.takePictures();
  await customer.funnel.sandbox.advance(10 * MINUTE);
  assert.equal((await customer.step('identity')).state, 'done');
});
