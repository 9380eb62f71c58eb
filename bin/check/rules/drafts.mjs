// @ts-check
// Rules about drafts: what is typed and not submitted. A backend that keeps none leaves `drafts` out of its snapshot.

/** @typedef {import('../client.mjs').Client} Client */

const DRAFT = '/onboarding/drafts/profile';
const TYPED = { firstName: 'Corinne', 'address.street': '104, rue des Fleurs' };

/** @param {Client} client */
export async function drafts(client) {
  const { report } = client;
  const { reference, token } = await client.newCustomer();
  const before = await client.snapshot(token);
  if (before.drafts === undefined) return;
  report.expect('A new customer has no draft', before.drafts.length === 0);
  const saved = await client.browser(token, 'PUT', DRAFT, { body: TYPED });
  report.expect('A draft is saved with 204', saved.status === 204, `${saved.status}`);
  const after = await client.snapshot(token);
  report.expect('The snapshot names the step that has a draft', after.drafts?.includes('profile'));
  report.expect('The snapshot does not hold what was typed', !JSON.stringify(after).includes(TYPED['address.street']));
  const other = await client.session(reference);
  const read = await client.browser(other, 'GET', DRAFT);
  report.expect('A draft is read back as it was typed, in another session', JSON.stringify(sorted(read.json)) === JSON.stringify(sorted(TYPED)));
  const cached = read.headers.get('cache-control') ?? '';
  report.expect('A draft may not be kept by a cache', /no-store/i.test(cached), cached);
  await order(client, token);
  await strangers(client);
  await refusals(client, token);
}

/** @param {any} object */
const sorted = (object) => Object.fromEntries(Object.entries(object ?? {}).sort());

/**
 * @param {Client} client
 * @param {string} token
 */
async function order(client, token) {
  const { report } = client;
  await client.browser(token, 'PUT', `${DRAFT}?page=7&order=2`, { body: { firstName: 'Second' } });
  await client.browser(token, 'PUT', `${DRAFT}?page=7&order=1`, { body: { firstName: 'First' } });
  const { json } = await client.browser(token, 'GET', DRAFT);
  report.expect('Of the drafts of one page, the one with the greatest order stays', json?.firstName === 'Second');
  await client.browser(token, 'PUT', DRAFT, { body: { lastName: 'Only' } });
  const last = await client.browser(token, 'GET', DRAFT);
  report.expect('A draft replaces the one before as a whole', JSON.stringify(last.json) === '{"lastName":"Only"}');
}

/** @param {Client} client */
async function strangers(client) {
  const { report } = client;
  const { token } = await client.newCustomer();
  const { json } = await client.browser(token, 'GET', DRAFT);
  report.expect("A customer does not see another customer's draft", Object.keys(json ?? {}).length === 0);
}

/**
 * @param {Client} client
 * @param {string} token
 */
async function refusals(client, token) {
  const { report } = client;
  const wrong = await client.browser(token, 'PUT', DRAFT, { body: '["no object"]' });
  report.expect('A draft that is not an object of texts is refused with 400', wrong.status === 400, `${wrong.status}`);
  const terms = await client.browser(token, 'PUT', '/onboarding/drafts/terms', { body: {} });
  report.expect('The step terms has no draft: 404', terms.status === 404, `${terms.status}`);
  const forged = await client.call('PUT', DRAFT, { headers: { authorization: `Bearer ${token}` }, body: TYPED });
  report.expect('A draft without X-Onboarding-Client is refused with 403', forged.status === 403, `${forged.status}`);
}
