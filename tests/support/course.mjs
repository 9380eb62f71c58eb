// @ts-check
// The parts of the stories in this folder: how a customer begins, what is left to do, and how it ends.

import assert from 'node:assert/strict';
import { statesOf, stepOf } from './customer.mjs';

/** @typedef {import('./customer.mjs').Customer} Customer */
/**
 * A story: its title, and the actions of the customer.
 * @typedef {[title: string, go: (customer: Customer, generation: 'legacy' | 'current') => Promise<void>]} Story
 */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Longest duration of an identification and of the opening after it. */
export const CHECKED = 10 * MINUTE;

/**
 * Signs up and binds a phone.
 * @param {Customer} customer
 * @param {object} [details]
 */
export async function begin(customer, details) {
  await customer.giveDetails(details);
  const snapshot = await customer.snapshot();
  assert.equal(stepOf(snapshot, 'profile').state, 'done');
  assert.deepEqual(snapshot.activation, { state: 'ready', issue: 1 });
  assert.ok(Date.parse(snapshot.prospectExpiresAt) > Date.parse(snapshot.now), 'the snapshot says how long the application is kept');
  await customer.bindPhone();
}

/**
 * As {@link begin}, then takes the pictures, which are now being checked.
 * @param {Customer} customer
 */
export async function beginWithPictures(customer) {
  await begin(customer);
  await customer.takePictures();
  const snapshot = await customer.snapshot();
  assert.equal(snapshot.activation.state, 'bound');
  assert.equal(stepOf(snapshot, 'device').state, 'done');
  const identity = stepOf(snapshot, 'identity');
  assert.equal(identity.state, 'submitted');
  assert.ok(identity.expectedBy, 'the snapshot says when the result is expected');
}

/**
 * Completes all remaining forms, and confirms on the phone.
 * @param {Customer} customer
 */
export async function giveRest(customer) {
  const left = statesOf(await customer.snapshot());
  if (left.declarative === 'todo') await customer.giveSituation();
  if (left.tax === 'todo') {
    await customer.giveTaxes();
    await confirm(customer, 'tax');
  }
  if (left.terms === 'todo') {
    await customer.acceptTerms();
    await confirm(customer, 'terms');
  }
}

/**
 * Confirms the last submission on the phone.
 * @param {Customer} customer
 * @param {string} step
 */
export async function confirm(customer, step) {
  await expectConfirmation(customer, step);
  await customer.decide('validate');
  assert.equal((await customer.step(step)).state, 'done');
}

/**
 * @param {Customer} customer
 * @param {string} step
 */
export async function expectConfirmation(customer, step) {
  const snapshot = await customer.snapshot();
  assert.equal(stepOf(snapshot, step).state, 'confirm_on_phone');
  assert.equal(snapshot.confirmation.step, step);
  const left = Date.parse(snapshot.confirmation.expiresAt) - Date.parse(snapshot.now);
  assert.ok(left > 0 && left <= 5 * MINUTE, 'the countdown lasts at most five minutes');
}

/**
 * Does the remaining steps and gets the account.
 * @param {Customer} customer
 */
export async function finish(customer) {
  await giveRest(customer);
  await customer.advance(CHECKED);
  await expectOpened(customer);
}

/**
 * The account is open: there is nothing left to do or to wait for.
 * @param {Customer} customer
 */
export async function expectOpened(customer) {
  const snapshot = await customer.snapshot();
  assert.equal(snapshot.onboarding, 'validated', JSON.stringify(snapshot));
  assert.ok(snapshot.steps.every((/** @type {any} */ step) => step.state === 'done' && !step.reasons));
  assert.equal(snapshot.activation.state, 'bound');
  assert.equal(snapshot.hasSelfCertification, true);
  assert.equal(snapshot.pollAfterMs, 0);
  expectNothingAsked(snapshot);
  assert.equal((await customer.prospect()).accountStatus, 'Activated');
  const certificate = await customer.call('GET', '/self-certification');
  assert.deepEqual([certificate.status, certificate.headers.get('content-type')], [200, 'application/pdf']);
}

/**
 * The customer is refused. The status is final and gives no reason.
 * @param {Customer} customer
 */
export async function expectRefused(customer) {
  const snapshot = await customer.snapshot();
  assert.equal(snapshot.onboarding, 'refused', JSON.stringify(snapshot));
  assert.deepEqual(snapshot.diligences, []);
  assert.ok(snapshot.steps.every((/** @type {any} */ { reasons }) => !reasons));
  assert.ok(snapshot.steps.every((/** @type {any} */ { state }) => state === 'done' || state === 'not_needed'));
  assert.equal(snapshot.pollAfterMs, 0);
  assert.equal(snapshot.canRestart, undefined);
  expectNothingAsked(snapshot);
  for (const [method, path] of /** @type {const} */ ([
    ['PUT', '/steps/declarative'],
    ['POST', '/activation'],
    ['POST', '/restart'],
  ])) {
    const answer = await customer.call(method, path, { body: { income: 3, asset: 2, economicActivity: 38 } });
    assert.equal(answer.status, 409, path);
  }
}

/** @param {any} snapshot */
function expectNothingAsked(snapshot) {
  for (const member of ['options', 'transfer', 'confirmation', 'uploadMaxBytes', 'prospectExpiresAt'])
    assert.equal(snapshot[member], undefined, member);
}

/**
 * @param {any} snapshot
 * @param {string} kind
 */
export const checkOf = (snapshot, kind) =>
  snapshot.diligences.find((/** @type {any} */ diligence) => diligence.kind === kind);
