// @ts-check
// Stories about a transfer instead of the video of the face, and about documents of the tax declaration.
// The table in sandbox/README.md has the settings of each story.

import assert from 'node:assert/strict';
import { stepOf } from '../../support/customer.mjs';
import {
  CHECKED,
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  begin,
  beginWithPictures,
  checkOf,
  confirm,
  expectConfirmation,
  expectOpened,
  giveRest,
} from '../../support/course.mjs';

/** @typedef {import('../../support/course.mjs').Story} Story */
/** @typedef {import('../../support/customer.mjs').Customer} Customer */

/** The requested transfer: instant, within the limits, from the customer's own account. */
const OWN = { amountCents: 1000, instant: true };
/** Longer than an instant transfer and its review. */
const PAID = 30 * SECOND;
const US_AND_FRANCE = { isUsPerson: true, residences: [{ country: 'FR' }, { country: 'US', tin: '123456789' }] };

/** @type {Record<string, Story>} */
export const stories = {
  'scan-refused': [
    'a customer who refuses the face scan pays by an instant transfer from their own account and gets the account',
    async (customer) => {
      await beginWithoutScan(customer);
      await customer.pay(OWN);
      await customer.advance(12 * SECOND);
      assert.equal((await customer.step(await payingStep(customer))).state, 'review');
      await expectPaid(customer, PAID);
    },
  ],
  'transfer-ordinary': [
    'a customer who pays by an ordinary transfer leaves, comes back after two working days and has the account',
    async (customer) => {
      await beginWithoutScan(customer);
      await customer.pay({ ...OWN, instant: false });
      await customer.advance(HOUR);
      await expectAsked(customer);
      await expectPaid(customer, 5 * DAY);
    },
  ],
  'transfer-other-payer': [
    'a customer whose partner paid gets the money back, pays from their own account and gets the account',
    async (customer) => {
      await beginWithoutScan(customer);
      await customer.pay({ ...OWN, payerFullName: 'Camille Durand' });
      await customer.advance(PAID);
      const returned = await customer.snapshot();
      const { state, reasons } = stepOf(returned, await payingStep(customer));
      assert.deepEqual([state, reasons], ['action_required', ['other_payer', 'money_returned']]);
      assert.deepEqual(checkOf(returned, 'transfer'), { kind: 'transfer', state: 'refused', reason: 'other_payer' });
      await expectAccountShown(customer);
      await customer.pay(OWN);
      await expectPaid(customer, PAID);
    },
  ],
  'transfer-above-limit': [
    'a customer who paid too much gets the money back, pays less and gets the account',
    async (customer) => {
      const { maxCents } = await beginWithoutScan(customer);
      await customer.pay({ ...OWN, amountCents: maxCents + 50_000 });
      await customer.advance(PAID);
      const { state, reasons } = await customer.step(await payingStep(customer));
      assert.deepEqual([state, reasons], ['action_required', ['money_returned']]);
      await expectAccountShown(customer);
      await customer.pay({ ...OWN, amountCents: maxCents });
      await expectPaid(customer, PAID);
    },
  ],
  'transfer-reviewed': [
    'a customer whose transfer needs a manual review waits a day and gets the account',
    async (customer) => {
      await beginWithoutScan(customer);
      await customer.pay(OWN);
      await customer.advance(12 * HOUR);
      assert.equal((await customer.step(await payingStep(customer))).state, 'review');
      await expectPaid(customer, 13 * HOUR);
    },
  ],

  'tax-w9': [
    'a customer who pays taxes in the United States too sends form W-9 and gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await giveTaxesThatNeed(customer, 'w9', US_AND_FRANCE);
      await sendAccepted(customer, 'w9');
      await finishAfterDocuments(customer);
    },
  ],
  'tax-w8ben': [
    'a customer who was born in the United States sends form W-8BEN and gets the account',
    async (customer) => {
      await begin(customer, { birthCity: 'Boston', birthZipCode: '', birthCountry: 'US' });
      await customer.takePictures();
      await giveTaxesThatNeed(customer, 'w8_ben', { isUsPerson: false, residences: [{ country: 'FR' }] });
      await sendAccepted(customer, 'w8_ben');
      await finishAfterDocuments(customer);
    },
  ],
  'tax-other': [
    'a customer who lives in France and pays taxes in Belgium sends a document that explains it and gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      const inBelgium = { isUsPerson: false, residences: [{ country: 'BE', tin: '85073003328' }] };
      await giveTaxesThatNeed(customer, 'other', inBelgium);
      await sendAccepted(customer, 'other', 'I work in Tournai, and live in Lille.');
      const { taxDocuments } = await customer.prospect();
      const names = taxDocuments[0].files.map((/** @type {any} */ file) => file.name ?? file);
      assert.deepEqual(names, ['document.pdf', 'justification.pdf']);
      await finishAfterDocuments(customer);
    },
  ],
  'tax-document-refused': [
    'a customer whose form W-9 is refused sends it again and gets the account',
    async (customer) => {
      await beginWithPictures(customer);
      await giveTaxesThatNeed(customer, 'w9', US_AND_FRANCE);
      await sendReceived(customer, 'w9');
      await customer.advance(12 * MINUTE);
      const { state, reasons, documents } = await customer.step('tax');
      assert.deepEqual([state, reasons], ['action_required', ['document_refused']]);
      assert.deepEqual(documents, [{ kind: 'w9', state: 'refused' }]);
      await sendAccepted(customer, 'w9');
      await finishAfterDocuments(customer);
    },
  ],
};

/**
 * Stories of customers who are asked to sign on the page of the identification provider.
 * @type {Record<string, Story>}
 */
export const signedStories = {
  'scan-refused': [
    'a customer who refuses the face scan signs nothing, accepts the terms, pays and gets the account',
    async (customer) => {
      await begin(customer);
      assert.equal(await customer.step('terms'), undefined, 'they are to be signed');
      const changed = await customer.refuseScan();
      assert.equal(stepOf(changed, 'terms').state, 'todo', 'there is no signature without the scan');
      await customer.advance(5 * SECOND);
      // The demand was changed, and the phone received the change.
      const page = await customer.askPhone('GET', `/webview/${await customer.openPage()}`);
      assert.equal(page.proof, 'transfer');
      await sendDocumentAlone(customer);
      await customer.pay(OWN);
      await expectPaid(customer, PAID);
    },
  ],
};

/**
 * Refuses the scan on the page and on the phone, and does everything except the transfer, because transfers take days.
 * Returns the account.
 * @param {Customer} customer
 */
async function beginWithoutScan(customer) {
  await begin(customer);
  const changed = await customer.refuseScan();
  assert.deepEqual(changed.options, [
    { kind: 'facial_scan', state: 'closed' },
    { kind: 'transfer', state: 'chosen' },
  ]);
  assert.equal(changed.transfer, undefined, 'the account for the transfer is shown only once the document is accepted');
  await customer.refuseScanOnPhone();
  return sendDocumentAlone(customer);
}

/** @param {Customer} customer */
async function sendDocumentAlone(customer) {
  await customer.takePictures({ selfieSeconds: 0 });
  assert.equal((await customer.snapshot()).transfer, undefined);
  await giveRest(customer);
  await customer.advance(CHECKED);
  await expectAsked(customer);
  return expectAccountShown(customer);
}

/**
 * The step of the transfer: its own step, or that of the identity.
 * @param {Customer} customer
 */
const payingStep = async (customer) => ((await customer.step('proof')) ? 'proof' : 'identity');

/** @param {Customer} customer */
async function expectAsked(customer) {
  const step = await payingStep(customer);
  const snapshot = await customer.snapshot();
  assert.equal(stepOf(snapshot, step).state, 'todo');
  if (step === 'proof') assert.equal(stepOf(snapshot, 'identity').state, 'done');
  assert.deepEqual(checkOf(snapshot, 'identity_document'), { kind: 'identity_document', state: 'validated' });
  assert.equal(checkOf(snapshot, 'selfie'), undefined);
}

/** @param {Customer} customer */
async function expectAccountShown(customer) {
  const { transfer } = await customer.news((snapshot) => snapshot.transfer !== undefined);
  const { iban } = await customer.prospect();
  assert.deepEqual(
    [transfer.iban, transfer.beneficiary, transfer.minCents, transfer.maxCents],
    [iban, 'Corinne Berthier', 100, 100_000],
  );
  assert.match(transfer.reference, /^XO-[0-9A-Z]{6}$/);
  return transfer;
}

/**
 * The money has arrived and was reviewed, so the account is open.
 * @param {Customer} customer
 * @param {number} millis
 */
async function expectPaid(customer, millis) {
  await customer.advance(millis);
  const snapshot = await customer.snapshot();
  assert.deepEqual(checkOf(snapshot, 'transfer'), { kind: 'transfer', state: 'validated' });
  await customer.advance(CHECKED);
  await expectOpened(customer);
}

/**
 * @param {Customer} customer
 * @param {string} kind
 * @param {{ isUsPerson: boolean, residences: { country: string, tin?: string }[] }} taxes
 */
async function giveTaxesThatNeed(customer, kind, taxes) {
  await customer.giveTaxes(taxes);
  await expectConfirmation(customer, 'tax');
  await customer.decide('validate');
  const asked = await customer.snapshot();
  const { state, reasons, documents } = stepOf(asked, 'tax');
  assert.deepEqual([state, reasons, documents], ['action_required', undefined, [{ kind, state: 'expected' }]]);
  assert.equal(asked.uploadMaxBytes, 5_000_000);
  assert.equal(asked.hasSelfCertification, undefined);
  assert.equal((await customer.call('GET', '/self-certification')).status, 404);
}

/**
 * @param {Customer} customer
 * @param {string} kind
 * @param {string} [justification]
 */
async function sendReceived(customer, kind, justification) {
  const sent = await customer.sendDocument(kind, justification);
  const { state, documents } = stepOf(sent, 'tax');
  assert.deepEqual([state, documents], ['review', [{ kind, state: 'received' }]]);
  assert.equal(sent.uploadMaxBytes, undefined, 'no other document is requested');
  await customer.advance(2 * MINUTE);
  assert.deepEqual((await customer.step('tax')).documents, [{ kind, state: 'review' }]);
}

/**
 * @param {Customer} customer
 * @param {string} kind
 * @param {string} [justification]
 */
async function sendAccepted(customer, kind, justification) {
  await sendReceived(customer, kind, justification);
  await customer.advance(10 * MINUTE);
  const { state, documents } = await customer.step('tax');
  assert.deepEqual([state, documents], ['done', [{ kind, state: 'validated' }]]);
}

/** @param {Customer} customer */
async function finishAfterDocuments(customer) {
  await customer.giveSituation();
  await customer.acceptTerms();
  await confirm(customer, 'terms');
  await customer.advance(CHECKED);
  await expectOpened(customer);
}
