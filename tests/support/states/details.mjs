// @ts-check
// The first form, and the details on record.

import { example, problem } from '../played-backend.mjs';
import { details, first, press, refusedDetail, seen, sendDetails } from './actions.mjs';
import { again, allFields, at, CHECKING, CHECKS, MISMATCHES, SERVER_FAILS, slug, START } from './snapshots.mjs';

/** The sheets after the first, each with what is known when it opens. */
const KNOWN = {
  birth: { civility: 'mr', firstName: 'Corinne', lastName: 'Berthier', birthName: 'Berthier' },
  contact: { birthDate: '1965-12-06', birthCountry: 'FR', birthZipCode: '75001', birthCity: 'Paris', nationality: 'FR' },
  address: { email: 'corinne@example.fr', phoneNumber: '+33 6 12 34 56 78' },
};

/**
 * A customer who comes back and has typed everything until this sheet.
 * @param {string} sheet
 */
function until(sheet) {
  const sheets = Object.entries(KNOWN);
  const known = sheets.slice(0, sheets.findIndex(([name]) => name === sheet) + 1).map(([, values]) => values);
  return {
    snapshot: { ...START, drafts: ['profile'] },
    answers: { 'GET /onboarding/drafts/profile': { json: Object.assign({}, ...known) } },
  };
}

/** @type {import('./state.mjs').State[]} */
export const DETAILS_STATES = [
  { name: 'loading', heading: 'loading.heading', answers: { 'GET /onboarding': 'none' } },
  { name: 'load-failed', heading: 'problem.heading', answers: { 'GET /onboarding': problem(500, 'internal') } },
  { name: 'session-ended', heading: 'problem.session', answers: { 'GET /onboarding': problem(401, 'session_expired') } },

  // Details, sheet by sheet
  { name: 'details', heading: 'group.identity' },
  ...Object.keys(KNOWN).map((sheet) => ({ name: `details-${sheet}`, heading: `group.${sheet}`, ...until(sheet) })),
  { name: 'details-errors', heading: 'group.identity', act: first(details.send, seen('.error')) },
  ...Object.keys(KNOWN).map((sheet) => ({
    name: `details-${sheet}-errors`,
    heading: `group.${sheet}`,
    ...until(sheet),
    act: first(details.send, seen('.error:visible')),
  })),
  {
    name: 'details-towns-offered',
    before: 'group.identity',
    heading: 'group.address',
    act: first(details.fill, (desktop) => desktop.fill('address.zipCode', '01090')),
  },
  // Details to be checked
  { name: 'details-filled', before: 'group.identity', heading: 'profile.heading', act: details.fill },
  { name: 'details-offline', before: 'group.identity', heading: 'profile.heading', act: first(details.fill, (desktop) => desktop.loseNetwork(true)) },
  {
    name: 'details-sending',
    before: 'group.identity',
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
    before: 'group.identity',
    heading: 'profile.heading',
    answers: { 'PUT /onboarding/steps/profile': answer },
    act: first(sendDetails, seen('.notice:visible')),
  })),
  refusedDetail('contact', 'email', 'already_used'),
  refusedDetail('contact', 'phoneNumber', 'not_allowed'),
  refusedDetail('address', 'address.city', 'town_mismatch'),
  refusedDetail('birth', 'birthDate', 'under_age'),

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
