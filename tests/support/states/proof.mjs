// @ts-check
// The ways to prove one's identity, and the documents.

import { example } from '../played-backend.mjs';
import { choose, chooseTransfer, first, letCopy, press, pressAndFail, seen, sendDocument } from './actions.mjs';
import { ALL_GIVEN, asked, at, CHECKING, CHECKS, HEIC, OPTIONS, OTHER_ASKED, PDF, pick, SERVER_FAILS, TRANSFER, TRANSFER_AWAITED, W9_ASKED } from './snapshots.mjs';

/** @typedef {import('../desktop.mjs').Desktop} Desktop */

/** @type {import('./state.mjs').State[]} */
export const PROOF_STATES = [
  // Ways to prove one's identity
  ...[
    { name: 'options', more: { options: OPTIONS } },
    { name: 'options-confirm', more: { options: OPTIONS }, answers: {} },
    { name: 'options-unknown-third', more: { options: [...OPTIONS, { kind: 'palm_scan', state: 'available' }] } },
    { name: 'options-not-changed', more: { options: OPTIONS }, answers: { 'POST /onboarding/identity/alternative': SERVER_FAILS } },
    { name: 'options-changing', more: { options: OPTIONS }, answers: { 'POST /onboarding/identity/alternative': /** @type {const} */ ('none') } },
  ].map(({ name, more, answers }) => ({
    name,
    before: 'waiting.phone_heading',
    heading: 'option.heading',
    snapshot: at(ALL_GIVEN, more),
    answers,
    act: first(
      press('option.ask'),
      (desktop) => desktop.heading(desktop.text('option.heading')).waitFor(),
      ...(answers ? [chooseTransfer] : []),
      ...(Object.keys(answers ?? {}).length > 0 ? [press('option.take'), seen('.notice:visible, [aria-disabled="true"]')] : []),
    ),
  })),
  { name: 'transfer', heading: 'transfer.heading', snapshot: TRANSFER_AWAITED },
  {
    name: 'transfer-paid-from-bank',
    heading: 'transfer.heading',
    snapshot: { ...TRANSFER_AWAITED, transfer: TRANSFER },
  },
  ...[true, false].map((isAllowed) => ({
    name: isAllowed ? 'transfer-copied' : 'transfer-not-copied',
    heading: 'transfer.heading',
    snapshot: TRANSFER_AWAITED,
    act: first(
      letCopy(isAllowed),
      (/** @type {Desktop} */ desktop) => desktop.press(`${desktop.text('transfer.copy')} ${desktop.text('transfer.iban')}`),
      seen('.account > .text:not(:empty)'),
    ),
  })),
  {
    name: 'transfer-returned',
    heading: 'transfer.heading',
    snapshot: { ...TRANSFER_AWAITED, ...pick(example('snapshot.transfer'), ['steps', 'diligences']) },
  },
  {
    name: 'transfer-made',
    before: 'transfer.heading',
    heading: 'waiting.transfer_heading',
    snapshot: TRANSFER_AWAITED,
    act: press('transfer.made'),
  },

  // Documents
  { name: 'document-w9', heading: 'send.w9', snapshot: W9_ASKED },
  { name: 'document-w8ben', heading: 'send.w8_ben', snapshot: asked([{ kind: 'w8_ben', state: 'expected' }]) },
  { name: 'document-other', heading: 'send.other', snapshot: OTHER_ASKED },
  { name: 'document-errors', heading: 'send.other', snapshot: OTHER_ASKED, act: first(sendDocument, seen('.error:visible')) },
  { name: 'document-chosen', heading: 'send.w9', snapshot: W9_ASKED, act: first(choose(PDF), seen('.file-name:not(:empty)')) },
  {
    name: 'document-wrong-type',
    heading: 'send.w9',
    snapshot: W9_ASKED,
    act: first(choose(HEIC), seen('.error:visible')),
  },
  {
    name: 'document-too-large',
    heading: 'send.w9',
    snapshot: W9_ASKED,
    act: first(choose({ ...PDF, buffer: Buffer.alloc(5_000_001) }), seen('.error:visible')),
  },
  {
    name: 'document-sending',
    heading: 'send.w9',
    snapshot: W9_ASKED,
    answers: { 'POST /onboarding/documents': 'none' },
    act: first(choose(PDF), sendDocument, seen('.sending:visible')),
  },
  {
    name: 'document-not-sent',
    heading: 'send.w9',
    snapshot: W9_ASKED,
    answers: { 'POST /onboarding/documents': SERVER_FAILS },
    act: first(choose(PDF), pressAndFail('documents.send')),
  },
  {
    name: 'document-refused-and-others',
    heading: 'send.w9',
    snapshot: asked(
      [
        { kind: 'w9', state: 'refused' },
        { kind: 'other', state: 'expected' },
        { kind: 'w8_ben', state: 'review' },
      ],
      { reasons: ['document_refused'] },
    ),
  },
  { name: 'document-cannot-be-sent-here', heading: 'waiting.heading', snapshot: { ...W9_ASKED, uploadMaxBytes: 0 } },
  {
    name: 'document-reviewed',
    heading: 'waiting.heading',
    snapshot: at(
      { ...CHECKING, tax: { state: 'review', documents: [{ kind: 'w9', state: 'review' }] } },
      { uploadMaxBytes: 5_000_000, diligences: CHECKS },
    ),
  },
];
