// @ts-check
// The same journeys in both generations of the provider's API, through real processes and without a browser: the calls a
// page makes, the calls a phone makes. What a page shows of them is in the other files of this folder.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { startHarness } from './harness.mjs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const GENERATIONS = /** @type {const} */ (['mission', 'current']);

/** What the sandbox must have been called for, and for what not: each generation by its own calls alone. */
const CALLS = {
  mission: { own: ['POST /api/v1.1/users', 'PATCH /api/sca/v2.1/user/ID/fatcaEai'], other: /v3\.0|POST \/api\/v2\.0\/users$/ },
  current: {
    own: ['POST /api/v2.0/users', 'POST /api/v3.0/users/ID/kyc/demand', 'PATCH /api/sca/v3.0/users/ID/fatca-eai'],
    other: /v1\.1|v2\.1/,
  },
};

/**
 * @param {string} email
 * @returns {object} a customer as the contract has it
 */
const profileWith = (email) => ({
  civility: 'miss',
  firstName: 'Corinne',
  lastName: 'Berthier',
  birthName: 'Berthier',
  birthDate: '1965-12-06',
  birthCity: 'Paris',
  birthZipCode: '75001',
  birthCountry: 'FR',
  nationality: 'FR',
  phoneNumber: '+33612345678',
  email,
  address: { street: '104, rue des Fleurs', zipCode: '92100', city: 'Boulogne', country: 'FR' },
});

/**
 * A customer with the page's calls and the phone's.
 * @param {import('node:test').TestContext} t
 * @param {string} generation
 * @param {string} [alias] of the e-mail address: how the identification ends
 */
async function openCustomer(t, generation, alias = '') {
  const funnel = await startHarness({ generation });
  t.after(funnel.stop);
  const { backend, sandbox, page } = funnel.urls;
  const opened = await fetch(`${page}demo/session`, { method: 'POST' });
  const { sessionToken } = await opened.json();
  const deviceId = randomUUID();

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  const ask = async (method, path, body) => {
    const response = await fetch(`${backend}/onboarding${path}`, {
      method,
      headers: {
        authorization: `Bearer ${sessionToken}`,
        'idempotency-key': randomUUID(),
        'x-onboarding-client': '1',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  const askPhone = async (method, path, body) => {
    const response = await fetch(`${sandbox}/phone/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    assert.ok(response.ok, `phone ${path}: ${response.status}`);
    return response.json();
  };

  const customer = {
    funnel,
    ask,
    /** @returns {Promise<any>} */
    snapshot: () => ask('GET', ''),
    /** @param {string} step */
    step: async (step) => (await ask('GET', '')).steps.find((/** @type {any} */ { id }) => id === step),
    /** @param {object} [changes] */
    giveDetails: async (changes = {}) => {
      await ask('PUT', '/steps/profile', { ...profileWith(`corinne${alias}@example.fr`), ...changes });
      await funnel.sandbox.advance(5 * SECOND);
    },
    bindPhone: async () => {
      const { activationCode } = await ask('POST', '/activation');
      await askPhone('POST', `/devices/${deviceId}/launch`, { activationCode });
      return activationCode;
    },
    takePictures: async () => {
      const { webviewUrl } = await askPhone('GET', `/devices/${deviceId}/issuer-data`);
      const token = new URL(webviewUrl, sandbox).searchParams.get('token');
      await askPhone('POST', `/webview/${token}`, { documentType: 'ID_CARD', images: 2, selfieSeconds: 6 });
      await funnel.sandbox.advance(5 * SECOND);
      return token;
    },
    /** @param {'validate' | 'refuse'} decision */
    decide: async (decision) => {
      const { notifications } = await askPhone('GET', `/devices/${deviceId}`);
      assert.equal(notifications.length, 1);
      const path = `/devices/${deviceId}/authentications/${notifications[0].authenticationId}`;
      await askPhone('POST', path, { decision });
      await funnel.sandbox.advance(5 * SECOND);
    },
    giveSituation: () => ask('PUT', '/steps/declarative', { income: 3, asset: 2, economicActivity: 38 }),
    giveTaxes: () => ask('PUT', '/steps/tax', { isUsPerson: false, residences: [{ country: 'FR' }] }),
    acceptTerms: async () => {
      const { terms } = await ask('GET', '');
      return ask('PUT', '/steps/terms', { account: true, card: true, partner: true, version: terms.version });
    },
    /** @param {string} outcome */
    setOutcome: async (outcome) => {
      const [{ appUserId }] = await funnel.sandbox.prospects();
      await funnel.sandbox.control(`/prospects/${appUserId}/outcome`, 'PUT', { aliases: [outcome] });
    },
  };
  return customer;
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
    // The mission's generation ends the wallet with the attempt: a new code binds the phone again.
    if (generation === 'mission') await customer.bindPhone();
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

  test(`${generation}: an answer to the creation that is lost makes no second user`, async (t) => {
    const customer = await openCustomer(t, generation);
    const { own } = CALLS[generation];
    // The last call of the creation: its answer is cut off after it was carried out.
    const route = generation === 'mission' ? own[0] : 'POST /api/v3.0/users/{appUserId}/kyc/demand';
    await customer.funnel.sandbox.setFaults({ api: [{ route, fault: 'cut_after' }] });
    await assert.rejects(customer.giveDetails(), /503/);
    await customer.giveDetails();
    assert.equal((await customer.funnel.sandbox.prospects()).length, 1);
    assert.equal((await customer.snapshot()).activation.state, 'ready');
  });

  test(`${generation}: a fraud is refused, and nothing says why`, async (t) => {
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

test('current: a demand that lapsed is made again, with the phone still bound', async (t) => {
  const customer = await openCustomer(t, 'current', '+LC_EXPIRED');
  await customer.giveDetails();
  await customer.bindPhone();
  await customer.takePictures();
  await customer.funnel.sandbox.advance(10 * MINUTE);
  const lapsed = await customer.step('identity');
  assert.deepEqual([lapsed.state, lapsed.reasons], ['action_required', ['expired']]);
  await customer.setOutcome('LC_ACCEPTED');
  await customer.ask('PUT', '/steps/identity', {});
  await customer.funnel.sandbox.advance(5 * SECOND);
  assert.equal((await customer.step('identity')).state, 'todo');
  assert.equal((await customer.step('device')).state, 'done');
  await customer.takePictures();
  await customer.funnel.sandbox.advance(10 * MINUTE);
  assert.equal((await customer.step('identity')).state, 'done');
});
