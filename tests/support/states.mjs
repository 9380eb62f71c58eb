// @ts-check
// The states that are checked in the browser: every screen in each of its appearances, with the backend's answers, the
// customer's actions and the heading. The backend is fake, so that each state is reached at once. The journeys show
// that the states can be reached. docs/states.md lists all states of the rules, including those that look alike.

import { Desktop, newCustomer } from './desktop.mjs';
import { example, playBackend, problem } from './played-backend.mjs';

/**
 * @typedef {object} State
 * @property {string} name
 * @property {string} heading key of the screen's heading
 * @property {object} [snapshot] by default the contract's first one
 * @property {import('./played-backend.mjs').Answers} [answers]
 * @property {string} [before] key of the heading before `act`, if it differs
 * @property {(desktop: Desktop) => Promise<unknown>} [act] the customer's actions until the state appears
 */

const START = example('snapshot.start');
/** The steps that each step requires, as in the reference backend. */
const REQUIRES = { device: ['profile'], identity: ['device'], proof: ['identity'], declarative: ['profile'], tax: ['profile', 'device'], terms: ['profile', 'device'] };
const NOW = '2026-11-23T09:12:00Z';
const SERVER_FAILS = problem(503, 'provider_unavailable');
const PDF = { name: 'fw9.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') };

/**
 * A snapshot in the middle of the onboarding.
 * @param {Record<string, string | object>} steps the states that are not `todo`; `proof` and `screening` only if named
 * @param {object} [more] other members
 */
function at(steps, more) {
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
const again = (...reasons) => ({ state: 'action_required', reasons });
const OPTIONS = [
  { kind: 'facial_scan', state: 'chosen' },
  { kind: 'transfer', state: 'available' },
];
const BY_TRANSFER = [
  { kind: 'facial_scan', state: 'closed' },
  { kind: 'transfer', state: 'chosen' },
];
const TRANSFER = example('snapshot.transfer').transfer;
const HANDOFF = at({ profile: 'done' }, { activation: { state: 'ready', issue: 1 } });
const REVEALED = at({ profile: 'done' }, { activation: { state: 'ready', issue: 1, canReport: true } });
const REPORTED = at({ profile: 'done', device: again() }, { activation: { state: 'reported', issue: 1 } });
const ALL_GIVEN = { profile: 'done', device: 'done', declarative: 'done', tax: 'done', terms: 'done' };
const CHECKING = { ...ALL_GIVEN, identity: { state: 'submitted', expectedBy: '2026-11-23T09:16:00Z' } };
const CHECKS = [
  { kind: 'identity_document', state: 'validated' },
  { kind: 'selfie', state: 'received' },
];
const TRANSFER_AWAITED = at(
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
const asked = (documents, step) =>
  at(
    { ...CHECKING, tax: { ...again(), documents, ...step } },
    { uploadMaxBytes: 5_000_000, diligences: CHECKS },
  );
const W9_ASKED = asked([{ kind: 'w9', state: 'expected' }]);
const OTHER_ASKED = asked([{ kind: 'other', state: 'expected' }]);

/** @type {(key: string) => (desktop: Desktop) => Promise<void>} */
const press = (key) => (desktop) => desktop.press(desktop.text(key));
/** @type {(key: string) => (desktop: Desktop) => Promise<void>} */
const pressAndFail = (key) => async (desktop) => {
  await desktop.press(desktop.text(key));
  await desktop.page.locator('.notice:visible').waitFor();
};
/** @type {(selector: string) => (desktop: Desktop) => Promise<void>} */
const seen = (selector) => (desktop) => desktop.page.locator(selector).first().waitFor();
/** @type {(...acts: ((desktop: Desktop) => Promise<unknown>)[]) => (desktop: Desktop) => Promise<void>} */
const first = (...acts) => async (desktop) => {
  for (const act of acts) await act(desktop);
};
const details = {
  fill: (/** @type {Desktop} */ desktop) => desktop.fillDetails(newCustomer()),
  send: press('profile.submit'),
};
const sendDetails = first(details.fill, details.send);
/** @type {(field: string, code: string) => State} */
const refusedDetail = (field, code) => ({
  name: `details-${field.replace('address.', '')}-${code}`.replaceAll(/[^a-z-]/gi, '-').toLowerCase(),
  heading: 'profile.heading',
  answers: { 'PUT /onboarding/steps/profile': problem(422, 'validation_failed', { errors: [{ field, code }] }) },
  act: first(sendDetails, (desktop) => desktop.seeError(field)),
});
const choose = (/** @type {object} */ file) => (/** @type {Desktop} */ desktop) =>
  desktop.page.locator('#file').setInputFiles(/** @type {any} */ (file));
const sendDocument = press('documents.send');
/** @type {(isAllowed: boolean) => (desktop: Desktop) => Promise<void>} */
const letCopy = (isAllowed) => (desktop) =>
  desktop.page.evaluate((isAllowed) => {
    const writeText = () => (isAllowed ? Promise.resolve() : Promise.reject(new Error('no')));
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
  }, isAllowed);
/** @type {(label: string, ...options: string[]) => (desktop: Desktop) => Promise<unknown>} */
const select = (label, ...options) => async (desktop) => {
  const lists = await desktop.page.getByRole('combobox', { name: desktop.text(label) }).all();
  for (const [index, option] of options.entries()) await lists[index]?.selectOption(option);
};

const MISMATCHES = [
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
const ON_PHONE_AGAIN = ['document_quality', 'document_expired', 'document_unsupported', 'selfie_quality', 'minor', 'terms_refused', 'expired', 'other'];
const LAPSES = ['confirmation_refused', 'confirmation_timed_out', 'device_not_ready'];
const slug = (/** @type {string} */ word) => word.replaceAll('_', '-');

/** @type {State[]} */
export const STATES = [
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
    act: first(sendDetails, seen('.notice')),
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

  // Hand-over
  {
    name: 'code-awaited',
    heading: 'handoff.heading',
    snapshot: at({ profile: 'done' }, { activation: { state: 'waiting_code', issue: 0 } }),
  },
  { name: 'code', heading: 'handoff.heading', snapshot: HANDOFF, act: (desktop) => desktop.seeCode() },
  {
    name: 'code-scan-can-be-refused',
    heading: 'handoff.heading',
    snapshot: { ...HANDOFF, options: OPTIONS },
    act: (desktop) => desktop.seeCode(),
  },
  {
    name: 'code-other-ways',
    heading: 'handoff.heading',
    snapshot: HANDOFF,
    act: first((desktop) => desktop.seeCode(), (desktop) => desktop.page.getByText(desktop.text('handoff.cannot_scan')).click()),
  },
  ...[true, false].map((isAllowed) => ({
    name: isAllowed ? 'code-copied' : 'code-not-copied',
    heading: 'handoff.heading',
    snapshot: HANDOFF,
    act: first(letCopy(isAllowed), press('handoff.copy'), seen('.code > .text')),
  })),
  {
    name: 'code-hidden',
    heading: 'handoff.heading',
    snapshot: HANDOFF,
    act: first((desktop) => desktop.seeCode(), (desktop) => desktop.hidePage(true), (desktop) => desktop.hidePage(false)),
  },
  {
    name: 'code-not-made',
    heading: 'handoff.heading',
    snapshot: at({ profile: 'done' }, { activation: { state: 'error', issue: 0 } }),
  },
  {
    name: 'code-not-fetched',
    heading: 'handoff.heading',
    snapshot: HANDOFF,
    answers: { 'POST /onboarding/activation': SERVER_FAILS },
    act: seen('.notice'),
  },

  // Used by somebody else
  {
    name: 'code-revealed',
    heading: 'handoff.heading',
    snapshot: REVEALED,
    act: first(press('handoff.show'), (desktop) => desktop.seeCode()),
  },
  { name: 'code-seen-before', heading: 'handoff.heading', snapshot: REVEALED, act: seen('.code-rest') },
  ...[
    { name: 'not-me' },
    { name: 'not-me-sending', answers: { 'POST /onboarding/activation/report': /** @type {const} */ ('none') } },
    { name: 'not-me-not-sent', answers: { 'POST /onboarding/activation/report': SERVER_FAILS } },
  ].map(({ name, answers }) => ({
    name,
    before: 'handoff.heading',
    heading: 'report.heading',
    snapshot: REVEALED,
    answers,
    act: first(
      press('footer.not_me'),
      (desktop) => desktop.heading(desktop.text('report.heading')).waitFor(),
      ...(answers ? [press('report.confirm'), seen('.notice:visible, [aria-disabled="true"]')] : []),
    ),
  })),
  { name: 'not-me-told', heading: 'report.told_heading', snapshot: REPORTED },

  // Ways to prove one's identity
  ...[
    { name: 'options', more: { options: OPTIONS } },
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
      ...(answers ? [press('option.take'), seen('.notice:visible, [aria-disabled="true"]')] : []),
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
  { name: 'document-w9', heading: 'documents.heading', snapshot: W9_ASKED },
  { name: 'document-w8ben', heading: 'documents.heading', snapshot: asked([{ kind: 'w8_ben', state: 'expected' }]) },
  { name: 'document-other', heading: 'documents.heading', snapshot: OTHER_ASKED },
  { name: 'document-errors', heading: 'documents.heading', snapshot: OTHER_ASKED, act: first(sendDocument, seen('.error:visible')) },
  { name: 'document-chosen', heading: 'documents.heading', snapshot: W9_ASKED, act: first(choose(PDF), seen('.file-name:not(:empty)')) },
  {
    name: 'document-wrong-type',
    heading: 'documents.heading',
    snapshot: W9_ASKED,
    act: first(choose({ name: 'w9.heic', mimeType: 'image/heic', buffer: Buffer.from('x') }), seen('.error:visible')),
  },
  {
    name: 'document-too-large',
    heading: 'documents.heading',
    snapshot: W9_ASKED,
    act: first(choose({ ...PDF, buffer: Buffer.alloc(5_000_001) }), seen('.error:visible')),
  },
  {
    name: 'document-sending',
    heading: 'documents.heading',
    snapshot: W9_ASKED,
    answers: { 'POST /onboarding/documents': 'none' },
    act: first(choose(PDF), sendDocument, seen('.sending:visible')),
  },
  {
    name: 'document-not-sent',
    heading: 'documents.heading',
    snapshot: W9_ASKED,
    answers: { 'POST /onboarding/documents': SERVER_FAILS },
    act: first(choose(PDF), pressAndFail('documents.send')),
  },
  {
    name: 'document-refused-and-others',
    heading: 'documents.heading',
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
    heading: 'waiting.heading',
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

  // Situation, taxes, terms
  { name: 'situation', heading: 'declarative.heading', snapshot: at({ profile: 'done', device: 'done', identity: 'done' }) },
  ...[
    { name: 'situation-searched', typed: 'driver' },
    { name: 'situation-nothing-found', typed: 'astronaut' },
  ].map(({ name, typed }) => ({
    name,
    heading: 'declarative.heading',
    snapshot: at({ profile: 'done', device: 'done', identity: 'done' }),
    act: (/** @type {Desktop} */ desktop) =>
      desktop.page.getByRole('searchbox', { name: desktop.text('search.label') }).fill(typed),
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

/**
 * Puts a page into a state.
 * @param {Desktop} desktop
 * @param {string} url of the demo's page
 * @param {State} state
 * @param {'en' | 'fr'} [language]
 */
export async function enter(desktop, url, { heading, before = heading, snapshot = START, answers, act }, language) {
  await playBackend(desktop.page, snapshot, answers);
  await desktop.loseNetwork(false);
  await desktop.visit(url, { heading: before, language });
  await act?.(desktop);
  const [words] = desktop.text(heading).split('{');
  await desktop.page.getByRole('heading', { name: words }).first().waitFor();
}

function allFields() {
  const { address, ...others } = example('profile');
  return [...Object.keys(others), ...Object.keys(address).map((field) => `address.${field}`)];
}

/**
 * @param {Record<string, unknown>} object
 * @param {string[]} names
 */
function pick(object, names) {
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}
