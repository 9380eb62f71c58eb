// @ts-check
// Rules about sessions: who opens one, what it gives access to, and how it ends.

/** @typedef {import('../client.mjs').Client} Client */

/** A token of 128 random bits has this many characters in base64. */
const LEAST_TOKEN = 22;
/** More than any message of the contract, and little enough to be sent before the answer comes. */
const LARGE = 'x'.repeat(64 * 1024);

/** @param {Client} client */
export async function sessions(client) {
  await opening(client);
  await refusedOpening(client);
  await access(client);
  await cookie(client);
  await ending(client);
}

/** @param {Client} client */
async function opening(client) {
  const { report } = client;
  const { reference, token } = await client.newCustomer();
  const again = await client.session(reference);
  report.expect('A session token is long enough not to be guessed', token.length >= LEAST_TOKEN);
  report.expect('Every session has its own token', token !== again);
  const [first, second] = [await client.snapshot(token), await client.snapshot(again)];
  report.expect('A second session of a customer continues the same onboarding', first.channel === second.channel);
  report.expect('A session ends in the future', Date.parse(first.sessionExpiresAt) > Date.parse(first.now));
}

/** @param {Client} client */
async function refusedOpening(client) {
  const { report } = client;
  const body = { customerReference: 'check-refused' };
  for (const [who, headers] of Object.entries({
    'without a key': {},
    'with a wrong key': { authorization: `Bearer ${'0'.repeat(32)}` },
    "with the beginning of the partner's key": { authorization: `Bearer ${client.credentials.partnerKey.slice(0, -1)}` },
  })) {
    const answer = await client.call('POST', '/sessions', { headers: /** @type {any} */ (headers), body });
    report.expect('A session is opened only with the right key of the partner', answer.status === 403, `${who}: ${answer.status}`);
  }
  const refused = (/** @type {unknown} */ sent) => client.partner('POST', '/sessions', sent);
  for (const [what, sent] of Object.entries({
    'no JSON': 'customer',
    'no reference': {},
    'an empty reference': { customerReference: '' },
    'a reference with a space': { customerReference: 'a b' },
    'a reference of 65 characters': { customerReference: 'x'.repeat(65) },
    'an unknown member': { customerReference: 'check-refused', customerrole: 1 },
  })) {
    const { status } = await refused(sent);
    report.expect('A wrong request for a session is refused with 400', status === 400, `${what}: ${status}`);
  }
  const { status } = await refused({ customerReference: LARGE });
  report.expect('A body that is too large is refused with 413', status === 413, `${status}`);
}

/** @param {Client} client */
async function access(client) {
  const { report } = client;
  const { token } = await client.newCustomer();
  const own = { 'x-onboarding-client': '1' };
  for (const [who, headers] of Object.entries({
    'without a token': own,
    'with an unknown token': { ...own, authorization: `Bearer ${'A'.repeat(token.length)}` },
    'with the beginning of a token': { ...own, authorization: `Bearer ${token.slice(0, -1)}` },
    "with the partner's key": { ...own, authorization: `Bearer ${client.credentials.partnerKey}` },
  })) {
    const answer = await client.call('GET', '/onboarding', { headers });
    const isRefused = answer.status === 401 && answer.json?.code === 'session_expired';
    report.expect('Without a session a call is refused with 401 session_expired', isRefused, `${who}: ${answer.status}`);
  }
  const forged = await client.call('GET', '/onboarding', { headers: { authorization: `Bearer ${token}` } });
  report.expect('A call without X-Onboarding-Client is refused with 403', forged.status === 403, `${forged.status}`);
}

/** @param {Client} client */
async function cookie(client) {
  const { report } = client;
  const { token } = await client.newCustomer();
  const headers = { cookie: `other=1; __Host-onboarding=${token}`, 'x-onboarding-client': '1' };
  const { status } = await client.call('GET', '/onboarding', { headers });
  if (status === 401) return; // this backend takes no cookie
  report.expect('The cookie __Host-onboarding opens the session', status === 200, `${status}`);
  for (const site of ['cross-site', 'same-site']) {
    const other = await client.call('GET', '/onboarding', { headers: { ...headers, 'sec-fetch-site': site } });
    report.expect('The cookie does not count for a page of another origin', other.status === 403, `${site}: ${other.status}`);
  }
  const { 'x-onboarding-client': _, ...without } = headers;
  const forged = await client.call('GET', '/onboarding', { headers: without });
  report.expect('The cookie does not count without X-Onboarding-Client', forged.status === 403, `${forged.status}`);
}

/** @param {Client} client */
async function ending(client) {
  const { report } = client;
  const { reference, token } = await client.newCustomer();
  const other = await client.session(reference);
  const { revision } = await client.snapshot(token);
  const held = client.browser(token, 'GET', `/onboarding?after=${revision}&waitSeconds=2`);
  const { status } = await client.browser(token, 'DELETE', '/onboarding/session');
  report.expect('A session is ended with 204', status === 204, `${status}`);
  const after = await client.browser(token, 'GET', '/onboarding');
  report.expect('A session that was ended is refused with 401', after.status === 401, `${after.status}`);
  const still = await client.browser(other, 'GET', '/onboarding');
  report.expect('The end of a session leaves the other sessions of the customer', still.status === 200, `${still.status}`);
  // A backend that does not hold requests answered before the end.
  const waited = await held;
  report.expect('A held request of a session that ends brings no later snapshot', [200, 304, 401].includes(waited.status) && !(waited.json?.revision > revision));
}
