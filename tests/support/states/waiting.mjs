// @ts-check
// The waiting screen.

import { first, press, pressAndFail } from './actions.mjs';
import { again, ALL_GIVEN, at, BY_TRANSFER, CHECKING, CHECKS, HANDOFF, ON_PHONE_AGAIN, OPTIONS, SERVER_FAILS, slug } from './snapshots.mjs';

/** @type {import('./state.mjs').State[]} */
export const WAITING_STATES = [
  // The waiting screen
  {
    name: 'phone-connected',
    before: 'declarative.heading',
    heading: 'waiting.phone_heading',
    snapshot: at({ profile: 'done', device: 'done' }, { options: OPTIONS }),
    act: (desktop) => desktop.press(new RegExp(desktop.text('step.identity'))),
  },
  {
    name: 'phone-next',
    before: 'handoff.heading',
    heading: 'waiting.device_heading',
    snapshot: HANDOFF,
    act: first((desktop) => desktop.press(new RegExp(`${desktop.text('step.declarative')}$`)), press('form.back')),
  },
  { name: 'phone-connected-transfer', heading: 'waiting.phone_heading', snapshot: at({ profile: 'done', device: 'done', proof: 'todo', declarative: 'done', tax: 'done', terms: 'done' }, { options: BY_TRANSFER }) },
  { name: 'waiting', heading: 'waiting.heading', snapshot: at(CHECKING, { diligences: CHECKS }) },
  {
    name: 'waiting-one-minute',
    heading: 'waiting.heading',
    snapshot: at({ ...CHECKING, identity: { state: 'submitted', expectedBy: '2026-11-23T09:12:50Z' } }, { diligences: CHECKS }),
  },
  {
    name: 'waiting-longer',
    heading: 'waiting.heading',
    snapshot: at({ ...CHECKING, identity: { state: 'submitted', expectedBy: '2026-11-23T09:10:00Z' } }, { diligences: CHECKS }),
  },
  {
    name: 'waiting-something-to-do',
    before: 'declarative.heading',
    heading: 'waiting.heading',
    snapshot: at({ profile: 'done', device: 'done', identity: CHECKING.identity }, { diligences: CHECKS, corrections: 2 }),
    act: (desktop) => desktop.press(new RegExp(desktop.text('step.identity'))),
  },
  {
    name: 'waiting-reviews',
    heading: 'waiting.heading',
    snapshot: at(
      { ...ALL_GIVEN, identity: 'review', proof: 'submitted', screening: 'review', palm_scan: 'review' },
      {
        options: BY_TRANSFER,
        diligences: [
          { kind: 'identity_document', state: 'review' },
          { kind: 'transfer', state: 'review' },
          { kind: 'signature', state: 'validated' },
          { kind: 'palm_scan', state: 'levitating' },
        ],
      },
    ),
  },
  {
    name: 'waiting-last-checks',
    heading: 'waiting.answers_heading',
    snapshot: at({ ...ALL_GIVEN, identity: 'done', screening: 'submitted' }, { diligences: [CHECKS[0], { kind: 'selfie', state: 'validated' }] }),
  },
  {
    name: 'waiting-step-failed',
    heading: 'waiting.failed_heading',
    snapshot: at({ ...ALL_GIVEN, identity: { state: 'failed', reasons: ['other'] } }),
  },
  ...ON_PHONE_AGAIN.map((reason) => ({
    name: `on-phone-again-${slug(reason)}`,
    heading: 'waiting.again_heading',
    snapshot: at(
      { ...ALL_GIVEN, identity: again(reason) },
      {
        diligences: [
          { kind: 'identity_document', state: reason === 'selfie_quality' ? 'validated' : 'refused', reason: reason === 'selfie_quality' ? undefined : reason },
          reason === 'selfie_quality' ? { kind: 'selfie', state: 'refused', reason } : { kind: 'selfie', state: 'received' },
        ],
      },
    ),
  })),
  ...[
    { name: 'check-closed' },
    { name: 'check-closed-not-begun', answers: { 'PUT /onboarding/steps/identity': SERVER_FAILS } },
  ].map(({ name, answers }) => ({
    name,
    heading: 'waiting.closed_heading',
    snapshot: at({ ...ALL_GIVEN, identity: { ...again('expired'), canRestart: true } }),
    answers,
    act: answers && pressAndFail('waiting.new_check'),
  })),
];
