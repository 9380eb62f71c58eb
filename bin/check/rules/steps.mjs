// @ts-check
// Rules about submissions that reach no provider: refused fields, missing keys, steps that are not open. And about the towns of a postcode.

import { exampleProfile, exampleTax } from '../contract.mjs';

/** @typedef {import('../client.mjs').Client} Client */

const PROFILE = '/onboarding/steps/profile';

/** @param {Client} client */
export async function steps(client) {
  await fields(client);
  await keys(client);
  await closedSteps(client);
  await places(client);
}

/** @param {Client} client */
async function fields(client) {
  const { report } = client;
  const { token } = await client.newCustomer();
  const profile = exampleProfile();
  for (const [field, changed] of Object.entries({
    email: { ...profile, email: 'corinne' },
    birthDate: { ...profile, birthDate: '2025-01-01' },
    phoneNumber: { ...profile, phoneNumber: '+33' },
    lastName: { ...profile, lastName: ' ' },
    'address.city': { ...profile, address: { ...profile.address, city: '' } },
  })) {
    const { status, json, text } = await submit(client, token, changed);
    const isRefused = status === 422 && json?.code === 'validation_failed';
    report.expect('A wrong field is refused with 422 validation_failed', isRefused, `${field}: ${status}`);
    const named = (json?.errors ?? []).map((/** @type {any} */ error) => error.field);
    report.expect('A refusal names the wrong field by its path, and no other', named.join() === field, `${field}: ${named.join()}`);
    report.expect('A refusal of fields repeats no value', !text.includes(profile.firstName) && !text.includes(profile.email));
  }
  const { onboarding } = await client.snapshot(token);
  report.expect('A refused submission changes nothing', onboarding === 'not_started');
}

/**
 * @param {Client} client
 * @param {string} token
 * @param {unknown} body
 * @param {string} [key]
 */
const submit = (client, token, body, key = crypto.randomUUID()) =>
  client.browser(token, 'PUT', PROFILE, { headers: { 'idempotency-key': key }, body });

/** @param {Client} client */
async function keys(client) {
  const { report } = client;
  const { token } = await client.newCustomer();
  const profile = exampleProfile();
  const without = await client.browser(token, 'PUT', PROFILE, { body: { ...profile, email: 'a' } });
  report.expect('A submission without Idempotency-Key is refused with 400', without.status === 400, `${without.status}`);
  const key = crypto.randomUUID();
  const [first, again] = [await submit(client, token, { ...profile, email: 'a' }, key), await submit(client, token, { ...profile, email: 'a' }, key)];
  report.expect('The same key with the same body gets the same answer', first.status === again.status, `${again.status}`);
  const unread = await submit(client, token, '{"civility":');
  report.expect('A body that is cut off is refused with 400', unread.status === 400, `${unread.status}`);
  const large = await submit(client, token, { ...profile, email: 'x'.repeat(64 * 1024) });
  report.expect('A submission that is too large is refused with 413', large.status === 413, `${large.status}`);
}

/** @param {Client} client */
async function closedSteps(client) {
  const { report } = client;
  const { token } = await client.newCustomer();
  const { steps: offered = [] } = await client.snapshot(token);
  const tax = offered.find((/** @type {any} */ step) => step.id === 'tax');
  if (tax?.requires?.length > 0) {
    const answer = await client.browser(token, 'PUT', '/onboarding/steps/tax', { headers: { 'idempotency-key': 'a' }, body: exampleTax() });
    const isRefused = answer.status === 409 && answer.json?.code === 'step_not_open';
    report.expect('A step whose requirements are not done is refused with 409 step_not_open', isRefused, `${answer.status}`);
    const confirmation = await client.browser(token, 'POST', '/onboarding/steps/tax/confirmation');
    report.expect('A confirmation that nothing waits for is refused with 409', confirmation.status === 409, `${confirmation.status}`);
  }
  for (const path of ['/onboarding/activation', '/onboarding/activation/report', '/onboarding/restart']) {
    const { status } = await client.browser(token, 'POST', path);
    report.expect('What a new customer cannot do yet is refused with 409', status === 409, `POST ${path}: ${status}`);
  }
  for (const path of ['/onboarding/profile', '/onboarding/self-certification']) {
    const { status } = await client.browser(token, 'GET', path);
    report.expect('What a new customer does not have yet is answered with 404', status === 404, `GET ${path}: ${status}`);
  }
}

/** @param {Client} client */
async function places(client) {
  const { report } = client;
  const { status, json } = await client.call('GET', '/places?country=FR&postcode=75001');
  const isThere = status === 200 && json?.places?.every((/** @type {any} */ place) => place.zipCode === '75001');
  report.expect('GET /places names towns of that postcode, and needs no session', isThere, `${status}`);
  const abroad = await client.call('GET', '/places?country=DE&postcode=10115');
  report.expect('GET /places answers 200 for a country without a table', abroad.status === 200, `${abroad.status}`);
  const wrong = await client.call('GET', '/places?country=FR');
  report.expect('GET /places without a postcode is refused with 400', wrong.status === 400, `${wrong.status}`);
}
