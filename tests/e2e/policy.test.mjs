// @ts-check
// Every other file in this folder asserts that the page has no errors. This file proves that a violation would be noticed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SECURITY_HEADERS } from '../../www/demo/server/routes.mjs';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** Actions that the policy forbids, by its directive. @type {[string, () => unknown][]} */
const BREACHES = [
  ['style-src-attr', () => document.body.setAttribute('style', 'color: red')],
  ['style-src-elem', () => document.head.append(document.createElement('style'))],
  ['require-trusted-types-for', () => (document.body.innerHTML = '<p></p>')],
  ['connect-src', () => fetch('https://elsewhere.example').catch(() => {})],
  ['img-src', () => document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.example/pixel.png' }))],
];

test('the page runs under the strict policy, and violations are noticed', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  const answer = await desktop.page.goto(`${funnel.urls.page}?lang=en`);
  await desktop.heading('Your name').waitFor();
  const policy = answer?.headers()['content-security-policy'];
  assert.equal(policy, new Map(SECURITY_HEADERS).get('Content-Security-Policy'));
  assert.deepEqual(desktop.complaints, []);

  for (const [directive, breach] of BREACHES) {
    const heard = desktop.page.waitForEvent('console', (message) =>
      message.text().startsWith(`Refused by the policy of the page: ${directive}`),
    );
    await desktop.page.evaluate(breach).catch(() => {});
    await heard;
    assert.ok(desktop.complaints.length > 0, directive);
  }
});
