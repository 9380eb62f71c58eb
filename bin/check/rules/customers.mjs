// @ts-check
// Rules about the calls of the partner's server: where a customer stands, what is stored, and the erasure.

/** @typedef {import('../client.mjs').Client} Client */

/** @param {Client} client */
export async function customers(client) {
  const { report } = client;
  const { reference, token } = await client.newCustomer();
  const path = `/customers/${reference}`;
  await refusals(client, path);
  const shown = await client.snapshot(token);
  const { json = {} } = await client.partner('GET', path);
  report.expect('GET /customers/{reference} names the reference', json.customerReference === reference);
  report.expect('GET /customers/{reference} has the revision of the snapshot', json.revision === shown.revision);
  report.expect('GET /customers/{reference} has the status of the snapshot', json.onboarding === shown.onboarding);
  const [told, offered] = [json.steps, shown.steps].map((steps) => (steps ?? []).map((/** @type {any} */ step) => `${step.id} ${step.state}`).join());
  report.expect('GET /customers/{reference} has the steps of the snapshot', told === offered);
  await erasure(client, { reference, token });
}

/**
 * @param {Client} client
 * @param {string} path
 */
async function refusals(client, path) {
  const { report } = client;
  const { token } = await client.newCustomer();
  for (const [method, below] of [['GET', ''], ['GET', '/export'], ['DELETE', '']]) {
    const call = /** @type {string} */ (method);
    const answers = [
      await client.call(call, path + below),
      await client.call(call, path + below, { headers: { authorization: `Bearer ${token}`, 'x-onboarding-client': '1' } }),
    ];
    for (const { status } of answers)
      report.expect("Only the partner's key opens /customers", status === 403, `${call} …${below}: ${status}`);
    const unknown = await client.partner(call, `/customers/check-nobody${below}`);
    report.expect('An unknown customer is answered with 404', unknown.status === 404, `${call} …${below}: ${unknown.status}`);
  }
}

/**
 * @param {Client} client
 * @param {{ reference: string, token: string }} customer
 */
async function erasure(client, { reference, token }) {
  const { report } = client;
  const path = `/customers/${reference}`;
  const typed = 'Erased-Canary';
  const saved = await client.browser(token, 'PUT', '/onboarding/drafts/profile', { body: { firstName: typed } });
  const before = await client.partner('GET', `${path}/export`);
  if (saved.status === 204) report.expect('The export has what the customer typed', before.text.includes(typed));
  report.expect('The export has no token of a session', !before.text.includes(token));
  const erased = await client.partner('DELETE', path);
  report.expect('A customer is erased with 204', erased.status === 204, `${erased.status}`);
  const again = await client.partner('DELETE', path);
  report.expect('An erasure can be repeated', again.status === 204, `${again.status}`);
  const after = await client.browser(token, 'GET', '/onboarding');
  report.expect('The sessions of an erased customer have ended', after.status === 401, `${after.status}`);
  const left = await client.partner('GET', `${path}/export`);
  report.expect('The export of an erased customer has nothing that was typed', !left.text.includes(typed));
}
