// @ts-check
// Rules about the provider's callbacks: accepted in every form, counted once, and the same result in any order. They need the credentials of the
// callbacks, and a customer about whom the provider knows nothing: the checker plays the provider.

import { randomBytes } from 'node:crypto';

/**
 * @typedef {import('../client.mjs').Client} Client
 * @typedef {{ reference: string, token: string, id: string }} Customer
 */

const TAKEN = [200, 202, 204];
const MOST_REVEALS = 60;

/** @param {Client} client */
export async function callbacks(client) {
  if (!client.credentials.callbacks) return;
  await authentication(client);
  await forms(client);
  await repetition(client);
  await order(client);
  await waking(client);
  await activation(client);
  await unreadable(client);
}

/**
 * A customer with the id that the backend uses at the provider.
 * @param {Client} client
 * @returns {Promise<Customer>}
 */
async function customer(client) {
  const { reference, token } = await client.newCustomer();
  const { json } = await client.partner('GET', `/customers/${reference}`);
  return { reference, token, id: json?.appUserId };
}

/**
 * @param {Customer} customer
 * @param {string} userRecordStatus
 */
const record = ({ id }, userRecordStatus) => ({ type: '34', appUserId: id, userRecordStatus });

/**
 * The date header of a callback.
 * @param {number} seconds after the beginning of the hour
 */
const dated = (seconds) => {
  const [year, month, day] = new Date().toISOString().slice(0, 10).split('-');
  const [minute, second] = [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0'));
  return { 'webhook-processdate': `${day}/${month}/${year} 00:${minute}:${second} +00:00` };
};

/**
 * The snapshot, once what was acknowledged counts. It must: it was stored before it was acknowledged.
 * @param {Client} client
 * @param {Customer} customer
 */
const now = (client, { token }) => client.snapshot(token);

/** @param {Client} client */
async function authentication(client) {
  const { report } = client;
  const someone = await customer(client);
  const { user, password } = /** @type {{ user: string, password: string }} */ (client.credentials.callbacks);
  for (const [who, login] of Object.entries({
    nobody: undefined,
    'a wrong password': `${user}:${password.slice(0, -1)}`,
    'a wrong user': `x${user}:${password}`,
    'an empty password': `${user}:`,
  })) {
    const headers = login ? { authorization: `Basic ${Buffer.from(login).toString('base64')}` } : {};
    const { status } = await client.call('POST', '/callbacks/xpollens', { headers: /** @type {any} */ (headers), body: record(someone, 'Refused') });
    report.expect('A callback without the right credentials is refused with 401', status === 401, `${who}: ${status}`);
  }
  const { onboarding } = await now(client, someone);
  report.expect('A callback that was refused changes nothing', onboarding === 'not_started', onboarding);
}

/** @param {Client} client */
async function forms(client) {
  const { report } = client;
  const content = (/** @type {Customer} */ { id }) => ({ type: '34', appUserId: id, userRecordStatus: 'InProgress' });
  /** @type {Record<string, (someone: Customer) => { body: unknown, path?: string }>} */
  const all = {
    'as it is': (it) => ({ body: content(it) }),
    'in Payload': (it) => ({ body: { Payload: content(it) } }),
    'in payload': (it) => ({ body: { payload: content(it) } }),
    'with AppUserId': (it) => ({ body: { Type: '34', AppUserId: it.id, UserRecordStatus: 'InProgress' } }),
    'with appUserid': (it) => ({ body: { type: '34', appUserid: it.id, userRecordStatus: 'InProgress' } }),
    'with a number': (it) => ({ body: { type: '34', appUserId: it.id, userRecordStatus: 2 } }),
    'with other letters': (it) => ({ body: { type: '34', appUserId: it.id, userRecordStatus: 'IN_PROGRESS' } }),
    'behind a byte order mark': (it) => ({ body: `\uFEFF${JSON.stringify(content(it))}` }),
    'with its type in the path': (it) => ({ body: { appUserId: it.id, userRecordStatus: 'InProgress' }, path: '/callbacks/xpollens/34' }),
    'with a slash at the end': (it) => ({ body: content(it), path: '/callbacks/xpollens/' }),
    'with members that nobody knows': (it) => ({ body: { ...content(it), version: 9, more: { deep: [1] } } }),
  };
  for (const [form, made] of Object.entries(all)) {
    const someone = await customer(client);
    const { body, path } = made(someone);
    const { status } = await client.callback(body, { path });
    report.expect('A callback is acknowledged in every form', TAKEN.includes(status), `${form}: ${status}`);
    const { onboarding } = await now(client, someone);
    report.expect('A callback counts in every form', onboarding === 'in_progress', `${form}: ${onboarding}`);
  }
}

/** @param {Client} client */
async function repetition(client) {
  const { report } = client;
  const someone = await customer(client);
  const body = { type: '35', AppUserId: someone.id, ActivationCode: code() };
  const headers = { 'webhook-id': crypto.randomUUID(), ...dated(10) };
  await client.callback(body, { headers });
  const first = await now(client, someone);
  const again = await client.callback(body, { headers });
  report.expect('A callback that is repeated is acknowledged again', TAKEN.includes(again.status), `${again.status}`);
  const second = await now(client, someone);
  report.expect('A callback that is repeated counts once', first.revision === second.revision && second.activation?.issue === 1);
}

/** @param {Client} client */
async function order(client) {
  const { report } = client;
  const statuses = ['Initialized', 'InProgress', 'Validated'];
  const states = [];
  for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) {
    const someone = await customer(client);
    for (const index of order) await client.callback(record(someone, /** @type {string} */ (statuses[index])), { headers: dated(10 * (index + 1)) });
    states.push(await now(client, someone));
    await client.callback(record(someone, 'Refused'), { headers: dated(60) });
    const { onboarding, pollAfterMs } = await now(client, someone);
    report.expect('The first final status stays', onboarding === 'validated', onboarding);
    report.expect('At the end the page is told not to ask again: pollAfterMs is 0', pollAfterMs === 0, `${pollAfterMs}`);
  }
  const seen = states.map(({ onboarding, steps }) => JSON.stringify([onboarding, steps]));
  report.expect('Callbacks lead to the same state in any order', new Set(seen).size === 1, states.map(({ onboarding }) => onboarding).join());
  const early = await customer(client);
  await client.callback(record(early, 'InProgress'), { headers: dated(20) });
  await client.callback(record(early, 'Initialized'), { headers: dated(10) });
  const { onboarding } = await now(client, early);
  report.expect('A status that comes late moves nothing back', onboarding === 'in_progress', onboarding);
}

/** @param {Client} client */
async function waking(client) {
  const { report } = client;
  const [someone, other] = [await customer(client), await customer(client)];
  const before = await now(client, someone);
  const unrelated = await now(client, other);
  const held = client.browser(someone.token, 'GET', `/onboarding?after=${before.revision}&waitSeconds=5`);
  await client.callback(record(someone, 'Initialized'));
  await held;
  const after = await now(client, someone);
  report.expect('A callback gives the snapshot a higher revision', after.revision > before.revision);
  const still = await now(client, other);
  report.expect('A callback changes no other customer', still.revision === unrelated.revision && still.onboarding === unrelated.onboarding);
}

const code = () => randomBytes(16).toString('hex');

/** @param {Client} client */
async function activation(client) {
  const { report } = client;
  const [someone, other] = [await customer(client), await customer(client)];
  const own = code();
  await client.callback(record(someone, 'Initialized'), { headers: dated(5) });
  await client.callback({ type: '35', AppUserId: someone.id, ActivationCode: ` 0x${own.toUpperCase()} ` }, { headers: dated(10) });
  const ready = await client.browser(someone.token, 'GET', '/onboarding');
  report.expect('Callback 35 makes the activation ready', ready.json?.activation?.state === 'ready' && ready.json.activation.issue === 1);
  const { json: told, text } = await client.partner('GET', `/customers/${someone.reference}`);
  report.expect('The activation code is in no snapshot and no status', ![ready.text, text].some((it) => it.toLowerCase().includes(own)) && told);
  const shown = await client.browser(someone.token, 'POST', '/onboarding/activation');
  report.expect('The code is revealed as 32 hexadecimal digits, without 0x and spaces', shown.json?.activationCode === own, `${shown.status}`);
  const cached = shown.headers.get('cache-control') ?? '';
  report.expect('The code may not be kept by a cache', /no-store/i.test(cached), cached);
  const stranger = await client.browser(other.token, 'POST', '/onboarding/activation');
  report.expect('Another customer gets no code', stranger.status === 409, `${stranger.status}`);
  await newCode(client, someone);
  await limit(client, someone);
}

/**
 * @param {Client} client
 * @param {Customer} someone
 */
async function newCode(client, someone) {
  const { report } = client;
  const next = code();
  for (const seconds of [20, 30])
    await client.callback({ type: '35', AppUserId: someone.id, ActivationCode: next }, { headers: dated(seconds) });
  const { activation: state } = await now(client, someone);
  report.expect('`issue` grows by one with each different code', state?.issue === 2, `${state?.issue}`);
  const shown = await client.browser(someone.token, 'POST', '/onboarding/activation');
  report.expect('The newest code is revealed', shown.json?.activationCode === next, `${shown.status}`);
}

/**
 * @param {Client} client
 * @param {Customer} someone
 */
async function limit(client, someone) {
  const { report } = client;
  let last = await client.browser(someone.token, 'POST', '/onboarding/activation');
  for (let count = 0; count < MOST_REVEALS && last.status === 200; count++)
    last = await client.browser(someone.token, 'POST', '/onboarding/activation');
  report.expect('Reveals of the code are limited: 429', last.status === 429, `${last.status}`);
  await client.browser(someone.token, 'POST', '/onboarding/activation/report');
  const { activation: state } = await now(client, someone);
  report.expect('A code that the customer reports is reported', state?.state === 'reported', state?.state);
  const shown = await client.browser(await client.session(someone.reference), 'POST', '/onboarding/activation');
  report.expect('A code that was reported is never revealed again', shown.status !== 200, `${shown.status}`);
}

/** @param {Client} client */
async function unreadable(client) {
  const { report } = client;
  const { id } = await customer(client);
  for (const [what, body] of Object.entries({
    'no JSON': 'appUserId=',
    'an unknown type': { type: '99', appUserId: id },
    'no type': { appUserId: id },
    'an unknown customer': { type: '34', appUserId: 'nobody-knows', userRecordStatus: 'Validated' },
    'a word that nobody knows': { type: '34', appUserId: id, userRecordStatus: 'Sleeping' },
  })) {
    const { status } = await client.callback(body);
    report.expect('A callback that says nothing new is acknowledged, or the provider repeats it', TAKEN.includes(status), `${what}: ${status}`);
  }
}
