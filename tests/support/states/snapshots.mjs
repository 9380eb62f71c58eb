// @ts-check
// The snapshots of the states, and parts of them.

import { example, problem } from '../played-backend.mjs';

export const START = example('snapshot.start');
/** The steps that each step requires, as in the reference backend. */
export const REQUIRES = { device: ['profile'], identity: ['device'], proof: ['identity'], declarative: ['profile'], tax: ['profile', 'device'], terms: ['profile', 'device'] };
export const NOW = '2026-11-23T09:12:00Z';
export const SERVER_FAILS = problem(503, 'provider_unavailable');
/** The first box of a phone's photo (ISO/IEC 23008-12): its size, `ftyp`, the brand, a version, the compatible brands. */
export const HEIC = {
  name: 'w9.heic',
  mimeType: 'image/heic',
  buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
};
export const PDF = { name: 'fw9.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') };

/**
 * A snapshot in the middle of the onboarding.
 * @param {Record<string, string | object>} steps the states that are not `todo`; `proof` and `screening` only if named
 * @param {object} [more] other members
 */
export function at(steps, more) {
  const names = ['profile', 'device', 'identity', 'proof', 'declarative', 'tax', 'terms', 'screening', 'palm_scan'];
  return {
    ...START,
    now: NOW,
    revision: 9,
    onboarding: 'in_progress',
    steps: names
      .filter((id) => steps[id] || START.steps.some((/** @type {{ id: string }} */ step) => step.id === id))
      .map((id) => {
        const step = steps[id] ?? 'todo';
        const requires = /** @type {Record<string, string[]>} */ (REQUIRES)[id];
        return { id, ...(requires && { requires }), ...(typeof step === 'string' ? { state: step } : step) };
      }),
    activation: { state: 'bound', issue: 1 },
    prospectExpiresAt: '2027-02-21T09:00:00Z',
    ...more,
  };
}

/** @param {string[]} reasons */
export const again = (...reasons) => ({ state: 'action_required', reasons });
export const OPTIONS = [
  { kind: 'facial_scan', state: 'chosen' },
  { kind: 'transfer', state: 'available' },
];
export const BY_TRANSFER = [
  { kind: 'facial_scan', state: 'closed' },
  { kind: 'transfer', state: 'chosen' },
];
export const TRANSFER = example('snapshot.transfer').transfer;
export const HANDOFF = at({ profile: 'done' }, { activation: { state: 'ready', issue: 1 } });
export const REVEALED = at({ profile: 'done' }, { activation: { state: 'ready', issue: 1, canReport: true } });
export const REPORTED = at({ profile: 'done', device: again() }, { activation: { state: 'reported', issue: 1 } });
export const ALL_GIVEN = { profile: 'done', device: 'done', declarative: 'done', tax: 'done', terms: 'done' };
export const CHECKING = { ...ALL_GIVEN, identity: { state: 'submitted', expectedBy: '2026-11-23T09:16:00Z' } };
export const CHECKS = [
  { kind: 'identity_document', state: 'validated' },
  { kind: 'selfie', state: 'received' },
];
export const TRANSFER_AWAITED = at(
  { ...ALL_GIVEN, identity: 'done', proof: 'todo' },
  {
    options: BY_TRANSFER,
    transfer: { ...TRANSFER, paymentUrl: undefined },
    diligences: [CHECKS[0], { kind: 'transfer', state: 'expected' }],
  },
);

/**
 * Requested documents.
 * @param {object[]} documents
 * @param {object} [step]
 */
export const asked = (documents, step) =>
  at(
    { ...CHECKING, tax: { ...again(), documents, ...step } },
    { uploadMaxBytes: 5_000_000, diligences: CHECKS },
  );
export const W9_ASKED = asked([{ kind: 'w9', state: 'expected' }]);
export const OTHER_ASKED = asked([{ kind: 'other', state: 'expected' }]);

/** The paths of all details. */
export function allFields() {
  const { address, ...others } = example('profile');
  return [...Object.keys(others), ...Object.keys(address).map((field) => `address.${field}`)];
}

/**
 * @param {Record<string, unknown>} object
 * @param {string[]} names
 */
export function pick(object, names) {
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}

export const MISMATCHES = [
  'names_swapped',
  'birth_name_swapped',
  'first_name_mismatch',
  'last_name_mismatch',
  'birth_name_mismatch',
  'full_name_mismatch',
  'birth_date_mismatch',
  'civility_mismatch',
  'nationality_mismatch',
  'data_mismatch',
];

export const ON_PHONE_AGAIN = ['document_quality', 'document_expired', 'document_unsupported', 'selfie_quality', 'minor', 'terms_refused', 'expired', 'other'];

export const LAPSES = ['confirmation_refused', 'confirmation_timed_out', 'device_not_ready'];

export const slug = (/** @type {string} */ word) => word.replaceAll('_', '-');
