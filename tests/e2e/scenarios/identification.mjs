// @ts-check
// Stories about pictures: refused and taken again, details that differ from the document, decisions of people.
// The table in sandbox/README.md has the settings of each story.

import assert from 'node:assert/strict';
import { stepOf } from '../../support/customer.mjs';
import {
  CHECKED,
  MINUTE,
  SECOND,
  beginWithPictures,
  checkOf,
  confirm,
  expectOpened,
  expectRefused,
  finish,
  giveRest,
} from '../../support/course.mjs';

/** @typedef {import('../../support/course.mjs').Story} Story */
/** @typedef {import('../../support/customer.mjs').Customer} Customer */

/** @type {Record<string, Story>} */
export const stories = {
  accepted: [
    'a customer without any problem gets the account without further questions',
    async (customer) => {
      await beginWithPictures(customer);
      await giveRest(customer);
      await customer.advance(CHECKED);
      await expectOpened(customer);
    },
  ],
  'document-blurred': refused(
    'a customer whose document is blurred takes another picture and gets the account',
    { identity_document: 'document_quality' },
  ),
  'document-expired': refused(
    'a customer whose card is out of date shows the passport and gets the account',
    { identity_document: 'document_expired' },
    { documentType: 'PASSPORT' },
  ),
  'document-incomplete': refused(
    'a customer who forgot the back of the card takes both sides and gets the account',
    { identity_document: 'document_quality' },
  ),
  'document-cut-off': refused(
    'a customer whose card is cut off in the picture takes another one and gets the account',
    { identity_document: 'document_quality' },
  ),
  'document-receipt': refused(
    'a customer who showed a receipt shows the document and gets the account',
    { identity_document: 'document_unsupported' },
  ),
  'document-not-accepted': refused(
    'a customer whose document is of a kind that is not accepted shows another one and gets the account',
    { identity_document: 'document_unsupported' },
    { documentType: 'RES_CARD' },
  ),
  'document-undefined': refused(
    'a customer whose document nobody recognises shows it again and gets the account',
    { identity_document: 'document_unsupported' },
  ),
  'selfie-dark': refused(
    'a customer whose video is too dark takes another one and gets the account',
    { selfie: 'selfie_quality' },
  ),
  'document-and-selfie-bad': refused(
    'a customer whose card and face cannot be recognised takes both pictures again and gets the account',
    { identity_document: 'document_quality', selfie: 'selfie_quality' },
  ),
  'demand-expired': [
    'a customer whose identification expired starts another one and gets the account',
    async (customer, generation) => {
      await beginWithPictures(customer);
      await customer.advance(CHECKED);
      const lapsed = await customer.snapshot();
      if (generation === 'legacy') {
        await expectNewCode(customer, lapsed);
        await customer.bindPhone();
      } else {
        const { state, reasons, canRestart } = stepOf(lapsed, 'identity');
        assert.deepEqual([state, reasons, canRestart], ['action_required', ['expired'], true]);
        await demandAgain(customer);
      }
      await retakePictures(customer);
      await finish(customer);
    },
  ],
  fraud: [
    'a customer whose document is a forgery is refused without a reason',
    async (customer) => {
      await beginWithPictures(customer);
      await customer.advance(CHECKED);
      await expectRefused(customer);
    },
  ],

  mismatch: corrected(
    'a customer whose details differ from the document corrects them and gets the account',
    ['data_mismatch'],
    { lastName: 'Bertier' },
    ['civility', 'firstName', 'lastName', 'birthName', 'birthDate', 'nationality'],
  ),
  'mismatch-first-name': corrected(
    'a customer whose first names are incomplete adds the others and gets the account',
    ['first_name_mismatch'],
    { firstName: 'Corinne Marie' },
    ['firstName'],
  ),
  'mismatch-last-name': corrected(
    'a customer whose last name is misspelt corrects it and gets the account',
    ['last_name_mismatch'],
    { lastName: 'Bertier' },
    ['lastName'],
  ),
  'mismatch-birth-name': corrected(
    'a customer who gave the married name as name at birth corrects it and gets the account',
    ['birth_name_mismatch'],
    { birthName: 'Durand' },
    ['birthName'],
  ),
  'mismatch-birth-date': corrected(
    'a customer whose date of birth is wrong corrects it and gets the account',
    ['birth_date_mismatch'],
    { birthDate: '1965-12-05' },
    ['birthDate'],
  ),
  'mismatch-full-name': corrected(
    'a customer whose names are all wrong corrects them and gets the account',
    ['full_name_mismatch'],
    { firstName: 'Corine', lastName: 'Bertier', birthName: 'Bertier' },
    ['firstName', 'lastName', 'birthName'],
  ),
  'mismatch-civility': corrected(
    'a customer whose civility is wrong corrects it and gets the account',
    ['civility_mismatch'],
    { civility: 'mrs' },
    ['civility'],
  ),
  'mismatch-nationality': corrected(
    'a customer whose nationality is wrong corrects it and gets the account',
    ['nationality_mismatch'],
    { nationality: 'BE' },
    ['nationality'],
  ),
  'inversion-birth-name': corrected(
    'a customer whose name at birth and last name are the wrong way round corrects them and gets the account',
    ['birth_name_swapped'],
    { lastName: 'Durand', birthName: 'Berthier' },
    ['lastName', 'birthName'],
  ),
  'inversion-first-name': corrected(
    'a customer whose first and last name are the wrong way round corrects them and gets the account',
    ['names_swapped'],
    { firstName: 'Berthier', lastName: 'Corinne' },
    ['firstName', 'lastName'],
  ),

  'review-accepted': [
    'a customer whose document needs a manual review waits, and gets the account',
    async (customer, generation) => {
      await beginWithPictures(customer);
      await customer.advance(CHECKED);
      await expectReview(customer, generation);
      await giveRest(customer);
      await customer.advance(2 * CHECKED);
      await expectOpened(customer);
    },
  ],
  'review-refused': [
    'a customer whose document the reviewer cannot read takes another picture and gets the account',
    async (customer, generation) => {
      await beginWithPictures(customer);
      await customer.advance(7 * MINUTE);
      await expectReview(customer, generation);
      await customer.advance(CHECKED);
      await expectRefusedPictures(customer, generation, { identity_document: 'document_quality' });
      if (generation === 'legacy') await customer.bindPhone();
      await retakePictures(customer);
      await finish(customer);
    },
  ],
  'exposed-accepted': [
    'a customer who holds a public office waits for the screening and gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await giveRest(customer);
      await customer.advance(7 * MINUTE);
      const waiting = await customer.snapshot();
      assert.equal(stepOf(waiting, 'screening').state, 'review');
      assert.equal(waiting.onboarding, 'in_progress');
      await customer.advance(CHECKED);
      await expectOpened(customer);
    },
  ],
  'exposed-refused': [
    'a customer who holds a public office and is refused sees no reason',
    async (customer) => {
      await beginWithPictures(customer);
      await giveRest(customer);
      await customer.advance(2 * CHECKED);
      await expectRefused(customer);
    },
  ],
  sanction: [
    'a customer on a list of sanctions is refused without a reason',
    async (customer) => {
      await beginWithPictures(customer);
      await giveRest(customer);
      await customer.advance(2 * CHECKED);
      await expectRefused(customer);
    },
  ],
};

/**
 * Stories of customers who sign the terms on the page of the identification provider.
 * @type {Record<string, Story>}
 */
export const signedStories = {
  'signature-refused': [
    'a customer who did not sign the terms is asked again by a new demand, signs, and gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      assert.equal(await customer.step('terms'), undefined, 'they are signed elsewhere');
      await customer.advance(CHECKED);
      const unsigned = await customer.snapshot();
      const { state, reasons, canRestart } = stepOf(unsigned, 'identity');
      assert.deepEqual([state, reasons, canRestart], ['action_required', ['terms_refused'], true]);
      const signature = { kind: 'signature', state: 'refused', reason: 'terms_refused' };
      assert.deepEqual(checkOf(unsigned, 'signature'), signature);
      await demandAgain(customer);
      await retakePictures(customer);
      await finish(customer);
    },
  ],
};

/**
 * A story about unusable pictures.
 * @param {string} title
 * @param {Record<string, string>} reasons by the check that is refused
 * @param {{ documentType?: string }} [better] usable pictures
 * @returns {Story}
 */
function refused(title, reasons, better) {
  return [
    title,
    async (customer, generation) => {
      await beginWithPictures(customer);
      await customer.advance(CHECKED);
      await expectRefusedPictures(customer, generation, reasons);
      if (generation === 'legacy') await customer.bindPhone();
      await retakePictures(customer, better);
      await finish(customer);
    },
  ];
}

/**
 * A story about details that differ from the document.
 * @param {string} title
 * @param {string[]} reasons
 * @param {object} correction
 * @param {string[]} fields that can be corrected
 * @returns {Story}
 */
function corrected(title, reasons, correction, fields) {
  return [
    title,
    async (customer, generation) => {
      await beginWithPictures(customer);
      await customer.advance(CHECKED);
      const differing = await customer.snapshot();
      const profile = stepOf(differing, 'profile');
      assert.deepEqual([profile.state, profile.reasons], ['action_required', reasons]);
      assert.notEqual(stepOf(differing, 'identity').state, 'action_required', 'no picture is asked for');
      if (generation === 'legacy') await expectNewCode(customer, differing);
      await expectLocked(customer, fields);

      await customer.giveDetails(correction);
      const looking = await customer.snapshot();
      assert.equal(stepOf(looking, 'profile').state, 'done');
      assert.equal(stepOf(looking, 'identity').state, 'submitted');
      await customer.advance(CHECKED);
      const proven = await customer.snapshot();
      assert.equal(stepOf(proven, 'identity').state, 'done');
      if (generation === 'legacy') {
        // Once nothing is expected from the phone, no callback reports that it is bound. A confirmation does.
        assert.equal(stepOf(proven, 'device').state, 'todo');
        await customer.giveTaxes();
        const { state, reasons } = await customer.step('tax');
        assert.deepEqual([state, reasons], ['action_required', ['device_not_ready']]);
        await customer.bindPhone();
        await customer.confirmAgain('tax');
        await confirm(customer, 'tax');
        assert.equal((await customer.step('device')).state, 'done');
      }
      await finish(customer);
    },
  ];
}

/**
 * Only these fields of the identification data can be changed.
 * @param {Customer} customer
 * @param {string[]} fields
 */
async function expectLocked(customer, fields) {
  const { locked, profile } = await customer.ask('GET', '/profile');
  assert.deepEqual(
    fields.filter((field) => locked.includes(field)),
    [],
  );
  assert.ok(locked.includes('birthCity'));
  const body = { ...profile, birthCity: 'Lyon', birthZipCode: '69001' };
  const answer = await customer.call('PUT', '/steps/profile', { body });
  assert.equal(answer.status, 422);
  assert.ok(answer.body.errors.every((/** @type {any} */ { code }) => code === 'locked'), JSON.stringify(answer.body));
}

/**
 * The pictures were refused: the snapshot has the reasons, and they can be taken again.
 * @param {Customer} customer
 * @param {'legacy' | 'current'} generation
 * @param {Record<string, string>} reasons by check
 */
async function expectRefusedPictures(customer, generation, reasons) {
  const snapshot = await customer.snapshot();
  for (const [kind, reason] of Object.entries(reasons))
    assert.deepEqual(checkOf(snapshot, kind), { kind, state: 'refused', reason });
  if (generation === 'legacy') {
    await expectNewCode(customer, snapshot);
  } else {
    const { state, reasons: said } = stepOf(snapshot, 'identity');
    assert.deepEqual([state, said], ['action_required', [...new Set(Object.values(reasons))]]);
    assert.equal(snapshot.activation.state, 'bound');
  }
}

/**
 * In the legacy generation the attempt ends the wallet, and another code binds the phone again.
 * @param {Customer} customer
 * @param {any} snapshot
 */
async function expectNewCode(customer, snapshot) {
  assert.deepEqual(snapshot.activation, { state: 'ready', issue: 2, canReport: true });
  assert.equal(stepOf(snapshot, 'device').state, 'todo');
  assert.equal((await customer.prospect()).wallet, 'killed');
  customer.takeNewPhone();
}

/** @param {Customer} customer */
async function demandAgain(customer) {
  await customer.ask('PUT', '/steps/identity', { body: {} });
  await customer.advance(5 * SECOND);
  const snapshot = await customer.snapshot();
  assert.equal(stepOf(snapshot, 'identity').state, 'todo');
  assert.equal(stepOf(snapshot, 'device').state, 'done');
}

/**
 * @param {Customer} customer
 * @param {{ documentType?: string }} [pictures]
 */
async function retakePictures(customer, pictures) {
  await customer.takePictures(pictures);
  assert.equal((await customer.step('identity')).state, 'submitted');
  await customer.advance(CHECKED);
  assert.equal((await customer.step('identity')).state, 'done');
}

/**
 * @param {Customer} customer
 * @param {'legacy' | 'current'} generation whether there is a word for it
 */
async function expectReview(customer, generation) {
  const { state } = await customer.step('identity');
  assert.equal(state, generation === 'current' ? 'review' : 'submitted');
}
