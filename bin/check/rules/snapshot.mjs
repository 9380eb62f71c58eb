// @ts-check
// Rules about the snapshot of a new customer, and about how it is asked for.

import { exampleProfile } from '../contract.mjs';

/** @typedef {import('../client.mjs').Client} Client */

/** @param {Client} client */
export async function snapshot(client) {
  await content(client);
  await conditional(client);
  await waiting(client);
  await customersApart(client);
  await problems(client);
}

/** @param {Client} client */
async function content(client) {
  const { report } = client;
  const { reference, token } = await client.newCustomer();
  const answer = await client.browser(token, 'GET', '/onboarding');
  const { steps = [], onboarding, pollAfterMs, activation, channel, now } = answer.json ?? {};
  const ids = steps.map((/** @type {any} */ step) => step.id);
  report.expect('A new customer is not_started', onboarding === 'not_started', `${onboarding}`);
  report.expect('The snapshot names each step once', new Set(ids).size === ids.length);
  report.expect('The steps contain profile, which creates the user', ids.includes('profile'));
  const profile = steps.find((/** @type {any} */ step) => step.id === 'profile');
  report.expect('A new customer can begin with the step profile', profile?.state === 'todo' && !profile.requires?.length);
  report.expect('A step requires only other steps of the snapshot, and no circle', areRequirementsSound(steps));
  report.expect('The page is to ask again, but not more than twice a second', pollAfterMs >= 500, `pollAfterMs ${pollAfterMs}`);
  report.expect('A new customer has no activation code', !['ready', 'bound'].includes(activation?.state));
  report.expect('The channel of the tabs does not contain the reference', !channel?.includes(reference.replaceAll('-', '')) && channel !== reference);
  report.expect('`now` is the time of the answer', Math.abs(Date.parse(now) - Date.parse(answer.headers.get('date') ?? now)) < 60_000);
  report.expect('No shared cache may keep a snapshot', !/public|s-maxage/i.test(answer.headers.get('cache-control') ?? ''));
}

/** @param {any[]} steps */
function areRequirementsSound(steps) {
  const done = new Set();
  for (const _ of steps)
    for (const { id, requires = [] } of steps) if (requires.every((/** @type {string} */ other) => done.has(other))) done.add(id);
  return steps.every(({ id }) => done.has(id));
}

/** @param {Client} client */
async function conditional(client) {
  const { report } = client;
  const { token } = await client.newCustomer();
  const first = await client.browser(token, 'GET', '/onboarding');
  const etag = first.headers.get('etag') ?? '';
  report.expect('The ETag is the revision in quotes', etag === `"${first.json?.revision}"`);
  const second = await client.browser(token, 'GET', '/onboarding');
  report.expect('The revision stays while nothing changes', second.json?.revision === first.json?.revision);
  const same = await client.browser(token, 'GET', '/onboarding', { headers: { 'if-none-match': etag } });
  report.expect('A known revision is answered with 304', same.status === 304, `${same.status}`);
  const other = await client.browser(token, 'GET', '/onboarding', { headers: { 'if-none-match': '"4000000000"' } });
  report.expect('Another revision is answered with the snapshot', other.status === 200, `${other.status}`);
  const wrong = await client.browser(token, 'GET', '/onboarding?after=x&waitSeconds=1');
  report.expect('A wrong query is refused with 400', wrong.status === 400, `${wrong.status}`);
}

/** @param {Client} client */
async function waiting(client) {
  const { report } = client;
  const { token } = await client.newCustomer();
  const { revision, drafts } = await client.snapshot(token);
  const news = await client.browser(token, 'GET', `/onboarding?after=${revision - 1}&waitSeconds=2`);
  report.expect('A held request is answered at once if there is news already', news.json?.revision === revision);
  if (drafts === undefined) return; // nothing else here changes a snapshot without the provider
  const held = client.browser(token, 'GET', `/onboarding?after=${revision}&waitSeconds=5`);
  await client.browser(token, 'PUT', '/onboarding/drafts/profile', { body: { firstName: 'Corinne' } });
  const [changed, asked] = [await held, await client.snapshot(token)];
  report.expect('A change gives the snapshot a higher revision', asked.revision > revision);
  // One that does not hold may have answered before the change.
  const isHeld = changed.json?.revision === asked.revision || changed.json?.revision === revision || changed.status === 304;
  report.expect('A held request brings the snapshot of the change', isHeld, `${changed.status}`);
}

/** @param {Client} client */
async function customersApart(client) {
  const { report } = client;
  const [one, two] = [await client.newCustomer(), await client.newCustomer()];
  const [first, second] = [await client.snapshot(one.token), await client.snapshot(two.token)];
  report.expect('Two customers have different channels', first.channel === undefined || first.channel !== second.channel);
}

/** @param {Client} client */
async function problems(client) {
  const { report } = client;
  const { token } = await client.newCustomer();
  const secret = exampleProfile().email;
  const answers = [
    await client.browser(token, 'GET', '/onboarding/nothing'),
    await client.browser(token, 'PUT', '/onboarding/steps/nothing', { headers: { 'idempotency-key': 'a' }, body: {} }),
    await client.browser(token, 'PUT', '/onboarding/steps/profile', { headers: { 'idempotency-key': 'b' }, body: `{"email":"${secret}"` }),
    await client.call('GET', '/onboarding'),
  ];
  for (const { status, headers, json, text, path } of answers) {
    const type = headers.get('content-type') ?? '';
    report.expect('A failure is a problem document', type.startsWith('application/problem+json'), `${path}: ${type}`);
    report.expect('A problem document repeats the status', json?.status === status, path);
    report.expect("A problem document has the request's reference", typeof json?.requestId === 'string' && json.requestId !== '', path);
    report.expect('A problem document repeats nothing that was sent', !text.includes(secret), path);
  }
  const references = answers.map(({ json }) => json?.requestId);
  report.expect("Every request has its own reference", new Set(references).size === references.length);
  report.expect('An unknown path is answered with 404', answers[0]?.status === 404, `${answers[0]?.status}`);
  report.expect('An unknown step is answered with 404', answers[1]?.status === 404, `${answers[1]?.status}`);
  const method = await client.browser(token, 'PATCH', '/onboarding');
  report.expect('A method that a path does not have is answered with 405', method.status === 405, `${method.status}`);
}
