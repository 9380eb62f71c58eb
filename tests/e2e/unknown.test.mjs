// @ts-check
// A backend of a later version sends words that this module does not know. They get neutral texts, and everything known
// works as usual.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';

const START = JSON.parse(readFileSync(inRepository('contract', 'fixtures', 'snapshot.start.json'), 'utf8'));
const PROFILE = JSON.parse(readFileSync(inRepository('contract', 'fixtures', 'profile.response.json'), 'utf8'));
const SNAPSHOT = /\/onboarding-api\/onboarding(\?|$)/;
const HOSTILE = '<img src=x onerror=globalThis.isHacked=true>';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * Opens the page on a snapshot that the backend did not send.
 * @param {import('node:test').TestContext} t
 * @param {string} heading key of the heading it must lead to
 * @param {object} snapshot replaces members of the contract's first one
 */
async function openOn(t, heading, snapshot) {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  // Lower than any revision of the backend, whose snapshots replace it.
  const json = { ...START, revision: 0, ...snapshot };
  await desktop.page.route(SNAPSHOT, async (route) => {
    // Later calls are held forever, as if nothing changed.
    if (!route.request().url().includes('?')) await route.fulfill({ json });
  });
  await desktop.page.route('**/onboarding/profile', (route) => route.fulfill({ json: PROFILE }));
  await desktop.visit(funnel.urls.page, { heading });
  return desktop;
}

/** @param {Desktop} desktop */
async function readSteps(desktop) {
  const rows = desktop.page.getByRole('navigation', { name: desktop.text('rail.label') }).getByRole('listitem');
  const texts = await rows.allInnerTexts();
  return texts.map((text) => text.split('\n').filter(Boolean));
}

test('unknown steps, states and statuses are neutral rows, and the known form can be sent', async (t) => {
  const desktop = await openOn(t, 'group.identity', {
    onboarding: 'galactic',
    steps: [
      { id: 'palm_scan', state: 'todo' },
      { id: 'profile', state: 'todo', requires: ['horoscope'], reasons: ['full_moon'], colour: 'red' },
      { id: 'device', state: 'levitating', requires: ['profile'], documents: [{ kind: 'papyrus', state: 'unrolled' }] },
      { id: HOSTILE, state: HOSTILE, reasons: [HOSTILE] },
      { id: 'terms', state: 'todo', requires: ['profile', 'device'] },
    ],
    diligences: [{ kind: 'retina', state: 'glowing', reason: 'full_moon' }],
    activation: { state: 'quantum', issue: 7, colour: 'red' },
    later: { version: 2 },
  });
  const [unknown, neutral] = [desktop.text('step.unknown'), desktop.text('state.unknown')];
  assert.deepEqual(await readSteps(desktop), [
    [unknown, desktop.text('state.todo')],
    [desktop.text('step.profile'), desktop.text('state.running')],
    [desktop.text('step.device'), neutral],
    [unknown, neutral],
    [desktop.text('step.terms'), desktop.text('state.todo')],
  ]);
  assert.equal(await desktop.page.locator('.step[data-mark="neutral"]').count(), 2);
  assert.equal(await desktop.page.locator('xpollens-onboarding img').count(), 0);

  // The backend's own answer has the current version again.
  await desktop.giveDetails(newCustomer());
  assert.equal(await desktop.page.evaluate(() => 'isHacked' in globalThis), false);
  assert.deepEqual(desktop.complaints, []);
});

/** Screens that an unknown word must not break: the word, the heading, the rest of the snapshot. */
const SCREENS = /** @type {const} */ ([
  [
    'checks',
    'waiting.heading',
    {
      steps: [
        { id: 'profile', state: 'done' },
        { id: 'identity', state: 'submitted' },
        { id: 'screening', state: 'levitating' },
      ],
      diligences: [
        { kind: 'retina', state: 'glowing' },
        { kind: 'selfie', state: 'refused', reason: 'full_moon' },
      ],
      activation: { state: 'bound', issue: 1 },
    },
    ['diligence.other', 'state.unknown', 'reason.other', 'step.screening'],
  ],
  [
    'state of the activation code',
    'handoff.heading',
    {
      steps: [
        { id: 'profile', state: 'done' },
        { id: 'device', state: 'todo' },
      ],
      activation: { state: 'quantum', issue: 1 },
    },
    ['handoff.preparing'],
  ],
  [
    'step to confirm',
    'confirm.heading',
    {
      steps: [
        { id: 'profile', state: 'done' },
        { id: 'palm_scan', state: 'confirm_on_phone' },
      ],
      activation: { state: 'bound', issue: 1 },
      confirmation: { step: 'palm_scan', expiresAt: '2026-11-23T09:05:00Z' },
    },
    ['step.unknown', 'state.confirm'],
  ],
  [
    'reason to correct the details',
    'record.correct',
    { steps: [{ id: 'profile', state: 'action_required', reasons: ['full_moon'] }] },
    ['reason.other', 'state.needs_you'],
  ],
]);
for (const [word, heading, snapshot, shown] of SCREENS) {
  test(`an unknown word has a neutral text: ${word}`, async (t) => {
    const desktop = await openOn(t, heading, snapshot);
    for (const key of shown) await desktop.page.getByText(desktop.text(key), { exact: true }).first().waitFor();
    assert.deepEqual(desktop.complaints, []);
  });
}

test('an address that could run code is not offered as a link', async (t) => {
  const desktop = await openOn(t, 'terms.heading', {
    steps: [{ id: 'terms', state: 'todo' }],
    terms: {
      version: HOSTILE,
      accountUrl: 'javascript:globalThis.isHacked=true',
      cardUrl: 'data:text/html,<script>alert(1)</script>',
      partnerUrl: 'https://bank.example/terms.pdf',
    },
  });
  const links = desktop.module().getByRole('link');
  assert.deepEqual(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href'))), [
    'https://bank.example/terms.pdf',
  ]);
  assert.deepEqual(desktop.complaints, []);
});

test('a later answer with unknown words keeps the typed text', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  /** @type {() => void} */
  let send = () => {};
  const typedSoFar = new Promise((resolve) => (send = () => resolve(undefined)));
  let isSent = false;
  await desktop.page.route(SNAPSHOT, async (route) => {
    if (!route.request().url().includes('?')) return route.continue();
    await typedSoFar;
    if (isSent) return;
    isSent = true;
    const steps = [{ id: 'palm_scan', state: 'levitating' }, ...START.steps];
    await route.fulfill({ json: { ...START, revision: 1000, onboarding: 'galactic', steps } });
  });
  await desktop.visit(funnel.urls.page);
  await desktop.fillDetails(newCustomer());
  const typed = await desktop.readForm();
  send();
  await desktop.page.locator('.step[data-mark="neutral"]').waitFor();
  assert.deepEqual(await desktop.readForm(), typed);
  assert.deepEqual(desktop.complaints, []);
});
