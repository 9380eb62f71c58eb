// @ts-check
// The forms after the phone, their confirmations, and the end.

import { example } from '../played-backend.mjs';
import { first, press, pressAndFail, seen, select, typeOccupation } from './actions.mjs';
import { again, ALL_GIVEN, at, CHECKING, CHECKS, LAPSES, SERVER_FAILS, slug } from './snapshots.mjs';

/** @typedef {import('../desktop.mjs').Desktop} Desktop */

/** @type {import('./state.mjs').State[]} */
export const LAST_FORMS_STATES = [
  // Situation, taxes, terms
  { name: 'situation', heading: 'declarative.heading', snapshot: at({ profile: 'done', device: 'done', identity: 'done' }) },
  ...[
    { name: 'situation-searched', typed: 'driver' },
    { name: 'situation-nothing-found', typed: 'astronaut' },
  ].map(({ name, typed }) => ({
    name,
    heading: 'declarative.heading',
    snapshot: at({ profile: 'done', device: 'done', identity: 'done' }),
    act: (/** @type {Desktop} */ desktop) => typeOccupation(desktop, typed),
  })),
  {
    name: 'situation-errors',
    heading: 'declarative.heading',
    snapshot: at({ profile: 'done', device: 'done', identity: 'done' }),
    act: first(press('declarative.submit'), seen('.error:visible')),
  },
  { name: 'taxes', heading: 'tax.heading', snapshot: at({ ...ALL_GIVEN, identity: 'done', tax: 'todo' }) },
  {
    name: 'taxes-three-countries',
    heading: 'tax.heading',
    snapshot: at({ ...ALL_GIVEN, identity: 'done', tax: 'todo' }),
    act: first(press('tax.add'), press('tax.add'), select('field.residence.country', 'FR', 'BE', 'US')),
  },
  {
    name: 'taxes-errors',
    heading: 'tax.heading',
    snapshot: at({ ...ALL_GIVEN, identity: 'done', tax: 'todo' }),
    act: first(press('tax.add'), select('field.residence.country', 'BE', 'BE'), press('tax.submit'), seen('.error:visible')),
  },
  { name: 'terms', heading: 'terms.heading', snapshot: at({ ...ALL_GIVEN, identity: 'done', terms: 'todo' }) },
  {
    name: 'terms-errors',
    heading: 'terms.heading',
    snapshot: at({ ...ALL_GIVEN, identity: 'done', terms: 'todo' }),
    act: first(press('terms.submit'), seen('.error:visible')),
  },

  // Confirmation on the phone
  ...['tax', 'terms'].map((step) => ({
    name: `confirm-${step}`,
    heading: 'confirm.heading',
    snapshot: at(
      { ...CHECKING, ...(step === 'tax' && { terms: 'todo' }), [step]: 'confirm_on_phone' },
      { diligences: CHECKS, confirmation: { step, expiresAt: '2026-11-23T09:16:30Z' } },
    ),
  })),
  ...LAPSES.map((reason) => ({
    name: `confirm-again-${slug(reason)}`,
    heading: 'confirm.heading',
    snapshot: at({ ...CHECKING, tax: again(reason) }, { diligences: CHECKS }),
  })),
  ...Object.entries({ 'not-resent': SERVER_FAILS, resending: /** @type {const} */ ('none') }).map(([name, answer]) => ({
    name: `confirm-${name}`,
    heading: 'confirm.heading',
    snapshot: at({ ...CHECKING, tax: again('confirmation_timed_out') }, { diligences: CHECKS }),
    answers: { 'POST /onboarding/steps/tax/confirmation': answer },
    act: first(press('confirm.again'), seen('.notice:visible, [aria-disabled="true"]')),
  })),

  // The end
  { name: 'opened', heading: 'opened.heading', snapshot: { ...example('snapshot.opened'), hasSelfCertification: false } },
  { name: 'opened-with-certificate', heading: 'opened.heading', snapshot: example('snapshot.opened') },
  {
    name: 'opened-certificate-not-fetched',
    heading: 'opened.heading',
    snapshot: example('snapshot.opened'),
    answers: { 'GET /onboarding/self-certification': SERVER_FAILS },
    act: pressAndFail('opened.download'),
  },
  { name: 'refused', heading: 'refused.heading', snapshot: { ...example('snapshot.opened'), onboarding: 'refused', hasSelfCertification: false } },
  { name: 'expired', heading: 'expired.heading', snapshot: { ...example('snapshot.expired'), canRestart: false } },
  { name: 'expired-new-start', heading: 'expired.heading', snapshot: example('snapshot.expired') },
  {
    name: 'expired-not-restarted',
    heading: 'expired.heading',
    snapshot: example('snapshot.expired'),
    answers: { 'POST /onboarding/restart': SERVER_FAILS },
    act: pressAndFail('expired.restart'),
  },
];
