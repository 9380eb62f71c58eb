// @ts-check
// Stories about failures between phone, partner and provider, and about expiry.
// The table in sandbox/README.md has the settings of each story.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { statesOf, stepOf } from '../../support/customer.mjs';
import {
  CHECKED,
  HOUR,
  MINUTE,
  SECOND,
  begin,
  beginWithPictures,
  confirm,
  expectConfirmation,
  expectOpened,
  finish,
  giveRest,
} from '../../support/course.mjs';
import { until } from '../../support/until.mjs';

/** @typedef {import('../../support/course.mjs').Story} Story */
/** @typedef {import('../../support/customer.mjs').Customer} Customer */

/** @type {Record<string, Story>} */
export const stories = {
  'activation-fails': [
    'a customer whose first code cannot be made waits for the second and gets the account',
    async (customer) => {
      await customer.giveDetails();
      assert.deepEqual((await customer.snapshot()).activation, { state: 'error', issue: 0 });
      assert.equal((await customer.call('POST', '/activation')).status, 409);
      await customer.advance(MINUTE);
      assert.deepEqual((await customer.snapshot()).activation, { state: 'ready', issue: 1 });
      await goOn(customer);
    },
  ],
  'confirmation-refused': [
    'a customer who refused the confirmation asks for it again and gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await customer.giveTaxes();
      await expectConfirmation(customer, 'tax');
      await customer.advance(5 * SECOND);
      await confirmAfter(customer, 'confirmation_refused');
      await finish(customer);
    },
  ],
  'confirmation-unanswered': [
    'a customer whom the confirmation never reached asks for it again after five minutes and gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await customer.giveTaxes();
      await expectConfirmation(customer, 'tax');
      assert.deepEqual(await customer.notifications(), []);
      await customer.advance(5 * MINUTE + 5 * SECOND);
      await confirmAfter(customer, 'confirmation_timed_out');
      await finish(customer);
    },
  ],
  'wallet-missing': [
    'a customer whose phone is not ready to confirm asks again and gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await customer.giveTaxes();
      await confirmAfter(customer, 'device_not_ready');
      await finish(customer);
    },
  ],

  'code-late': [
    'a customer whose code comes late waits for it and gets the account',
    async (customer) => {
      await customer.giveDetails();
      assert.deepEqual((await customer.snapshot()).activation, { state: 'waiting_code', issue: 0 });
      await customer.giveSituation();
      await customer.advance(5 * MINUTE);
      assert.equal((await customer.snapshot()).activation.state, 'ready');
      await goOn(customer);
    },
  ],
  'code-lost': [
    'a customer whose code was not delivered gets it through the queue, and gets the account',
    async (customer) => {
      await customer.giveDetails();
      await customer.news(({ activation }) => activation.state === 'ready');
      await goOn(customer);
    },
  ],
  'identification-late': [
    'a customer whose pictures are announced late does the other steps meanwhile and gets the account',
    async (customer) => {
      await customer.giveDetails();
      await customer.bindPhone();
      await customer.takePictures();
      assert.equal((await customer.step('identity')).state, 'todo', 'the server does not know of the pictures yet');
      await customer.giveSituation();
      await customer.advance(CHECKED);
      assert.equal((await customer.step('identity')).state, 'submitted');
      await giveRest(customer);
      await customer.advance(2 * CHECKED);
      await expectOpened(customer);
    },
  ],
  'confirmation-lost': [
    'a customer about whose confirmations no callback is delivered gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await customer.giveSituation();
      for (const [step, submit] of /** @type {[string, () => Promise<any>][]} */ ([
        ['tax', () => customer.giveTaxes()],
        ['terms', () => customer.acceptTerms()],
      ])) {
        await submit();
        await expectConfirmation(customer, step);
        await customer.decide('validate');
        await customer.news((snapshot) => stepOf(snapshot, step).state === 'done');
      }
      await finish(customer);
    },
  ],
  'validation-lost': [
    'a customer about whose record no callback is delivered gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await giveRest(customer);
      await customer.advance(CHECKED);
      await customer.news(({ onboarding }) => onboarding === 'validated');
      await expectOpened(customer);
    },
  ],
  'validation-late': [
    'a customer about whose record every callback is an hour late gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await giveRest(customer);
      await customer.advance(CHECKED);
      const waiting = await customer.snapshot();
      assert.equal(waiting.onboarding, 'initialized');
      assert.ok(waiting.pollAfterMs > 0);
      const left = Object.entries(statesOf(waiting)).filter(([, state]) => state !== 'done');
      assert.ok(left.every(([step]) => step === 'screening'), 'the customer has no other step to do');
      await customer.advance(HOUR);
      await expectOpened(customer);
    },
  ],
  'all-lost': [
    'a customer about whom no callback is delivered gets the account through the queue',
    async (customer) => {
      await customer.giveDetails();
      await customer.news(({ activation }) => activation.state === 'ready');
      await customer.bindPhone();
      await customer.takePictures();
      await customer.news((snapshot) => stepOf(snapshot, 'identity').state === 'submitted');
      await customer.giveSituation();
      await customer.giveTaxes();
      await customer.decide('validate');
      await customer.news((snapshot) => stepOf(snapshot, 'tax').state === 'done');
      await customer.acceptTerms();
      await customer.decide('validate');
      await customer.news((snapshot) => stepOf(snapshot, 'terms').state === 'done');
      await customer.advance(CHECKED);
      await customer.news(({ onboarding }) => onboarding === 'validated');
      await expectOpened(customer);
    },
  ],
  'all-doubled': straight('a customer about whom every callback is delivered twice is asked once and gets the account'),
  reordered: straight('a customer about whom the callbacks come in the wrong order gets the account'),

  'creation-limited': limited('a customer who signs up when too many do is created a little later, once'),
  'creation-fails': failing('a customer who signs up while the provider is down is created later, once', 3),
  'calls-limited': limited('a customer about whom too many calls are made continues a little later and gets the account'),
  'calls-fail': failing('a customer whose calls fail five times continues and gets the account', 5),
  'answer-lost': [
    'a customer whose situation was accepted but whose answer was lost sends it again and gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await customer.giveSituation();
      assert.equal(customer.retries, 1);
      assert.equal((await customer.step('declarative')).state, 'done');
      await finish(customer);
    },
  ],

  'prospect-expired': [
    'a customer whose prospect expired starts again and gets the account, and no personal data was kept',
    async (customer) => {
      await begin(customer);
      await customer.ask('GET', '/profile');
      const { appUserId } = await customer.prospect();
      await customer.advance(20 * MINUTE);
      const back = await customer.call('PUT', '/steps/declarative', {
        body: { income: 3, asset: 2, economicActivity: 38 },
      });
      assert.deepEqual([back.status, back.body.code], [409, 'step_not_open']);
      const expired = await customer.snapshot();
      assert.deepEqual(
        [expired.onboarding, expired.canRestart, expired.steps, expired.pollAfterMs],
        ['expired', true, [], 0],
      );
      assert.equal((await customer.call('GET', '/profile')).status, 404);
      await forgotten(customer);

      const restarted = await customer.ask('POST', '/restart');
      assert.deepEqual([restarted.onboarding, restarted.canRestart], ['not_started', undefined]);
      assert.ok(restarted.revision > expired.revision);
      assert.ok(restarted.steps.every((/** @type {any} */ { state }) => state === 'todo'));
      await customer.sandbox.control('/scenario', 'PUT', { name: null });
      customer.takeNewPhone();
      await beginWithPictures(customer);
      assert.notEqual((await customer.prospect()).appUserId, appUserId, 'an id is never used twice');
      await finish(customer);
    },
  ],
};

/**
 * A story that ends like any other, with one user at the provider.
 * @param {string} title
 * @param {(retries: number) => void} [expectRetries] checks how often calls of the customer were repeated
 * @returns {Story}
 */
function straight(title, expectRetries = () => {}) {
  return [
    title,
    async (customer) => {
      await beginWithPictures(customer);
      await finish(customer);
      expectRetries(customer.retries);
      assert.equal((await customer.sandbox.creations(customer.details.email)).users, 1);
    },
  ];
}

/**
 * A story with this many failing calls.
 * @param {string} title
 * @param {number} failures
 */
function failing(title, failures) {
  return straight(title, (retries) => assert.equal(retries, failures));
}

/**
 * A story with calls that the provider refuses because there are too many. The backend then makes no call at all for a
 * while, not even for itself, so that nobody can say how often the customer has to wait.
 * @param {string} title
 */
function limited(title) {
  return straight(title, (retries) => assert.ok(retries > 0));
}

/** @param {Customer} customer whose code has just arrived */
async function goOn(customer) {
  await customer.bindPhone();
  await customer.takePictures();
  await finish(customer);
}

/**
 * The taxes were not confirmed: the snapshot has the reason, and they can be confirmed again.
 * @param {Customer} customer
 * @param {string} reason
 */
async function confirmAfter(customer, reason) {
  const { state, reasons } = await customer.step('tax');
  assert.deepEqual([state, reasons], ['action_required', [reason]]);
  await customer.confirmAgain('tax');
  await confirm(customer, 'tax');
}

/**
 * Resolves once the files of the database contain nothing about the customer. The write-ahead log is truncated about a
 * second after a deletion, so that no request waits for it.
 * @param {Customer} customer
 */
async function forgotten(customer) {
  const { address, email, phoneNumber } = customer.details;
  for (const suffix of ['', '-wal']) {
    const file = customer.funnel.database + suffix;
    for (const personal of [email, phoneNumber, address.street])
      await until(`${personal} is gone from the database${suffix}`, () => !existsSync(file) || !readFileSync(file).includes(personal));
  }
}
