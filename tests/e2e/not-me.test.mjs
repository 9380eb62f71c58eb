// @ts-check
// Somebody else used the code: the customer reports it, the backend blocks it, the partner gets one notice, and another

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { Phone } from '../support/phone.mjs';

/** The notices at the partner's server. @type {{ headers: import('node:http').IncomingHttpHeaders, body: any }[]} */
const told = [];
const partner = createServer((request, response) => {
  /** @type {Buffer[]} */
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    told.push({ headers: request.headers, body: JSON.parse(Buffer.concat(parts).toString()) });
    partner.emit('told');
    response.writeHead(204).end();
  });
});

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  await new Promise((resolve) => partner.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (partner.address());
  funnel = await startHarness({ settings: `[notices]\nwebhook_url = "http://127.0.0.1:${port}/notices"` });
});
after(async () => {
  await funnel?.stop();
  partner.close();
});

test('a code used by somebody else is blocked for every page, and another one lets the customer continue', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  const customer = newCustomer();
  await funnel.apply(customer, desktop.context);
  await desktop.visit(funnel.urls.page, { heading: 'handoff.heading' });
  await desktop.seeCode();
  const code = await desktop.readCode();
  const notMe = desktop.page.getByRole('button', { name: desktop.text('footer.not_me') });
  await notMe.waitFor();

  const stranger = await Phone.open(funnel.urls.phone);
  t.after(stranger.close);
  await stranger.paste(code);
  await stranger.chooseSecret();
  await stranger.proveIdentity();
  await funnel.sandbox.advance(5000);
  await desktop.heading(desktop.text('handoff.heading')).waitFor({ state: 'detached' });

  // After a reload, because the server decides.
  await desktop.page.reload();
  await notMe.click();
  await desktop.heading(desktop.text('report.heading')).waitFor();
  await desktop.press(desktop.text('report.keep'));
  await desktop.heading(desktop.text('report.heading')).waitFor({ state: 'detached' });
  assert.deepEqual(told, [], 'going back reports nothing');

  const isTold = new Promise((resolve) => partner.once('told', resolve));
  const event = desktop.page.evaluate(
    () => new Promise((resolve) => addEventListener('onboarding-reported', (event) => resolve(/** @type {CustomEvent} */ (event).detail), { once: true })),
  );
  await notMe.click();
  await desktop.press(desktop.text('report.confirm'));
  await desktop.heading(desktop.text('report.told_heading')).waitFor();
  assert.deepEqual(await event, {}, 'the host receives the event, without the code');
  assert.equal(await notMe.isVisible(), false);
  await isTold;
  assert.equal(told.length, 1);
  const [{ body }] = /** @type {[{ body: any }]} */ (/** @type {unknown} */ (told));
  assert.deepEqual(Object.keys(body).sort(), ['at', 'customerReference', 'id', 'kind', 'requestId']);
  assert.equal(body.kind, 'activation_reported');
  assert.doesNotMatch(JSON.stringify(body), new RegExp(`${code}|${customer.email}|${customer.lastName}`, 'i'));

  await desktop.page.reload();
  await desktop.heading(desktop.text('report.told_heading')).waitFor();
  assert.equal((await desktop.readAll()).replaceAll(/<[^>]*>|\s/g, '').includes(code), false);

  // The partner had another code sent.
  const other = '0123456789abcdeffedcba9876543210';
  const prospects = await funnel.sandbox.prospects();
  const id = prospects.find(({ email }) => email === customer.email)?.appUserId;
  await sendCode(id ?? '', other);
  await desktop.seeCode();
  assert.equal(await desktop.readCode(), other);
  assert.equal(told.length, 1);
  assert.deepEqual(desktop.complaints, []);
});

/**
 * Callback 35, as the provider sends it.
 * @param {string} appUserId
 * @param {string} code
 */
async function sendCode(appUserId, code) {
  const { ONBOARDING_CALLBACK_USER, ONBOARDING_CALLBACK_PASSWORD } = funnel.secrets;
  const credentials = Buffer.from(`${ONBOARDING_CALLBACK_USER}:${ONBOARDING_CALLBACK_PASSWORD}`).toString('base64');
  // Later than any date of the sandbox's clock so far.
  const answer = await fetch(`${funnel.urls.backend}/callbacks/xpollens`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'webhook-id': 'another-code', 'webhook-processdate': '01/01/2099 00:00:00 +00:00' },
    body: JSON.stringify({ type: '35', AppUserId: appUserId, ActivationCode: code }),
  });
  assert.equal(answer.status, 202);
}
