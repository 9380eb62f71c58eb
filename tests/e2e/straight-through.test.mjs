// @ts-check
// The journey without detours on the demo page, with a SQLite file and on PostgreSQL, and what it costs the customer.
// engines/journey.test.mjs runs it in every engine under the strictest policy.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPostgres } from '../../scripts/private-postgres.mjs';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { countEffort, readEffort } from '../support/effort.mjs';
import { startHarness } from '../support/harness.mjs';
import { openAccount } from '../support/straight-journey.mjs';

/** What the whole journey may cost the example customer, who has an address in three lines. */
const MOST = { characters: 130, taps: 22 };

/**
 * @param {import('node:test').TestContext} t
 * @param {string} [postgres]
 */
async function customerOpensAccount(t, postgres) {
  const funnel = await startHarness({ postgres });
  t.after(funnel.stop);
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  await countEffort(desktop);
  await desktop.visit(funnel.urls.page);
  await openAccount(t, funnel, desktop);
  assert.deepEqual(desktop.complaints, []);
  const { characters, taps, typedWithAutofill, tapsWithAutofill } = await readEffort(desktop);
  console.log(`by hand: ${characters} characters and ${taps} taps; with autofill: ${typedWithAutofill} and ${tapsWithAutofill}`);
  assert.ok(characters > 50 && characters <= MOST.characters, `${characters} characters`);
  assert.ok(taps > 10 && taps <= MOST.taps, `${taps} taps`);
}

test('a customer fills the form, scans the code and opens an account', (t) => customerOpensAccount(t));

test('a customer whom the partner knows gives what is missing, checks the rest and sees the code', async (t) => {
  const funnel = await startHarness();
  t.after(funnel.stop);
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  await countEffort(desktop);
  await desktop.visit(funnel.urls.page, { query: '&customer=known', heading: 'group.contact' });
  const { email, phoneNumber } = newCustomer();
  await desktop.fill('email', email);
  await desktop.fill('phoneNumber', phoneNumber);
  await desktop.press(desktop.text('form.next'));
  await desktop.heading(desktop.text('profile.heading')).waitFor();
  assert.equal(await desktop.page.getByRole('button', { name: /^Change/ }).count(), 4);
  await desktop.sendDetails();
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  const { characters, taps } = await readEffort(desktop);
  console.log(`a known customer, to the code: ${characters} characters and ${taps} taps`);
  assert.equal(characters, email.length + phoneNumber.length);
  assert.equal(taps, 2);
  assert.deepEqual(desktop.complaints, []);
});

test('a customer opens an account on PostgreSQL', async (t) => {
  const server = await startPostgres();
  try {
    await t.test('the journey', (journey) => customerOpensAccount(journey, server.url));
  } finally {
    await server.stop();
  }
});
