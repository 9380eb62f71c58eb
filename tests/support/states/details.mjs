// @ts-check
// The first form, and the details on record.

import { example, problem } from '../played-backend.mjs';
import { details, first, press, refusedDetail, seen, sendDetails } from './actions.mjs';
import { again, allFields, at, CHECKING, CHECKS, MISMATCHES, SERVER_FAILS, slug } from './snapshots.mjs';

/** @type {import('./state.mjs').State[]} */
export const DETAILS_STATES = [
  { name: 'loading', heading: 'loading.heading', answers: { 'GET /onboarding': 'none' } },
  { name: 'load-failed', heading: 'problem.heading', answers: { 'GET /onboarding': problem(500, 'internal') } },
  { name: 'session-ended', heading: 'problem.session', answers: { 'GET /onboarding': problem(401, 'session_expired') } },

  // Details
  { name: 'details', heading: 'profile.heading' },
  { name: 'details-filled', heading: 'profile.heading', act: details.fill },
  { name: 'details-errors', heading: 'profile.heading', act: first(details.send, seen('.error')) },
  {
    name: 'details-towns-offered',
    heading: 'profile.heading',
    act: first(details.fill, (desktop) => desktop.fill('address.zipCode', '01090')),
  },
  { name: 'details-offline', heading: 'profile.heading', act: first(details.fill, (desktop) => desktop.loseNetwork(true)) },
  {
    name: 'details-sending',
    heading: 'profile.heading',
    answers: { 'PUT /onboarding/steps/profile': 'none' },
    act: first(sendDetails, seen('[aria-disabled="true"]')),
  },
  ...Object.entries({
    'server-fails': SERVER_FAILS,
    'not-accepted': problem(502, 'provider_refused'),
    'too-many-calls': problem(429, 'rate_limited'),
    'still-working': problem(409, 'in_progress'),
    lost: /** @type {const} */ ('lost'),
  }).map(([name, answer]) => ({
    name: `details-${name}`,
    heading: 'profile.heading',
    answers: { 'PUT /onboarding/steps/profile': answer },
    act: first(sendDetails, seen('.notice:visible')),
  })),
  refusedDetail('email', 'already_used'),
  refusedDetail('phoneNumber', 'not_allowed'),
  refusedDetail('address.city', 'town_mismatch'),
  refusedDetail('birthDate', 'under_age'),

  // The record
  {
    name: 'record',
    before: 'waiting.heading',
    heading: 'step.profile',
    snapshot: at(CHECKING, { corrections: 1, diligences: CHECKS }),
    act: press('record.corrected'),
  },
  {
    name: 'record-locked',
    before: 'waiting.heading',
    heading: 'step.profile',
    snapshot: at(CHECKING, { diligences: CHECKS }),
    answers: {
      'GET /onboarding/profile': {
        json: { ...example('profile.response'), locked: allFields(), corrections: [] },
      },
    },
    act: press('record.see'),
  },
  {
    name: 'record-unread',
    before: 'waiting.heading',
    heading: 'record.unread',
    snapshot: at(CHECKING, { diligences: CHECKS }),
    answers: { 'GET /onboarding/profile': SERVER_FAILS },
    act: press('record.see'),
  },
  ...MISMATCHES.map((reason) => ({
    name: `correction-${slug(reason)}`,
    heading: 'record.correct',
    snapshot: at({ ...CHECKING, profile: again(reason) }, { diligences: CHECKS }),
    answers: { 'GET /onboarding/profile': { json: { ...example('profile.response'), locked: [], corrections: [] } } },
  })),
];
