// @ts-check
// The customer's answers and the activation code are only where they may be. Every answer is a word that occurs nowhere
// by chance. After a journey to the opened account, everything is searched for every word.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { Phone } from '../support/phone.mjs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The answers in the first form. */
const DETAILS = {
  firstName: 'Zuvaprenom',
  lastName: 'Zuvanom',
  birthName: 'Zuvanaissance',
  birthDate: '1971-08-27',
  birthCity: 'Zuvaville',
  email: 'zuvamail@example.fr',
  phoneNumber: '+33698473625',
  street: '7 rue Zuvarue',
  supplementIn: 'Zuvaetage',
  supplementOut: 'Zuvabatiment',
  city: 'Zuvabourg',
};
/** Numbers do not begin with a zero, so it occurs nowhere by chance. */
const POSTCODE = '01999';
const TAXES = { tin: 'ZUVATIN8503' };
const DOCUMENT = { content: 'Zuvacontenu', justification: 'Zuvaraison' };
/** The file name is shown beside the field and never sent. */
const FILE = { fileName: 'Zuvadossier.pdf' };
const CANARIES = { ...DETAILS, ...TAXES, ...DOCUMENT, ...FILE };
const { street, supplementIn, supplementOut, city, ...OF_THE_PERSON } = DETAILS;
// Towns and postcodes that no table knows, so that both sides accept them.
const CUSTOMER = newCustomer({ ...OF_THE_PERSON, birthZipCode: '92199' });
CUSTOMER.address = { ...CUSTOMER.address, street, supplementIn, supplementOut, zipCode: POSTCODE, city };
/** The calls that each kind of answer is in. */
const PLACES = {
  details: [
    'PUT /onboarding-api/onboarding/drafts/profile, request body',
    'GET /onboarding-api/onboarding/drafts/profile, answer body',
    'PUT /onboarding-api/onboarding/steps/profile, request body',
  ],
  taxes: [
    'PUT /onboarding-api/onboarding/drafts/tax, request body',
    'PUT /onboarding-api/onboarding/steps/tax, request body',
  ],
  document: ['POST /onboarding-api/onboarding/documents, request body'],
  // The postcode for which towns are suggested while typing.
  // The answer is empty, because the table has no town at this postcode.
  postcode: ['GET /onboarding-api/places, address'],
  code: ['POST /onboarding-api/onboarding/activation, answer body'],
};

/**
 * One thing the desktop's browser sent or received.
 * @typedef {object} Exchange
 * @property {string} call method and path: `PUT /onboarding-api/onboarding/steps/profile`
 * @property {string} part `address`, `request headers`, `request body`, `answer headers`, `answer body`
 * @property {string} text
 */

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

test('on the way to the opened account, answers and code are only where they must be', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  const { exchanges, settle } = record(desktop.page);
  /** @type {string[]} */
  const said = [];
  desktop.page.on('console', (message) => said.push(message.text()));
  await desktop.page.addInitScript(hearEvents);
  await desktop.visit(funnel.urls.page);
  const saved = desktop.waitForDraft('profile', CUSTOMER.address.city);
  await desktop.fillDetails(CUSTOMER);
  await saved;
  // The page is loaded again in the middle, and the draft is restored.
  await desktop.page.reload();
  await desktop.seeAnswer('email', CUSTOMER.email);
  await desktop.sendDetails();
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.seeCode();
  const code = await desktop.readCode();
  assert.deepEqual(wordsIn(await desktop.readAll(), code), ['code'], 'the search finds a code that is shown');

  await desktop.hidePage(true);
  await desktop.page.getByRole('button', { name: desktop.text('handoff.show') }).waitFor();
  assert.deepEqual(wordsIn(await desktop.readAll(), code), [], 'on the page once the code is hidden');
  await desktop.hidePage(false);

  const phone = await Phone.open(funnel.urls.phone);
  t.after(phone.close);
  await phone.paste(code);
  await phone.chooseSecret();
  await phone.proveIdentity();
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.press(`Continue: ${desktop.text('step.declarative')}`);
  await desktop.giveSituation();
  await giveTaxesElsewhere(desktop);
  await phone.validate('Déclaratifs Fiscaux');
  await funnel.sandbox.advance(5 * SECOND);
  await sendDocument(desktop);
  await desktop.acceptTerms();
  await phone.validate('Acceptation des CGU');
  await funnel.sandbox.advance(15 * MINUTE);
  await desktop.seeOpenedAccount();
  await settle();

  const where = exchanges.flatMap(({ call, part, text }) =>
    wordsIn(text, code).map((word) => `${word}: ${call}, ${part}`),
  );
  const allowed = [
    ...placesOf(Object.keys(DETAILS), PLACES.details),
    ...placesOf(Object.keys(TAXES), PLACES.taxes),
    ...placesOf(Object.keys(DOCUMENT), PLACES.document),
    ...placesOf(['postcode'], [...PLACES.details, ...PLACES.postcode]),
    ...placesOf(['code'], PLACES.code),
  ];
  assert.deepEqual([...new Set(where)].sort(), allowed.sort());
  for (const { call, part, text } of exchanges)
    if (call.includes('/drafts/') && part === 'answer headers') assert.match(text, /^cache-control: .*\bno-store\b/m);
  const answer = exchanges.find(({ call, part }) => call.endsWith('/activation') && part === 'answer headers');
  assert.match(answer?.text ?? '', /^cache-control: .*\bno-store\b/m);

  assert.deepEqual(wordsIn(await desktop.readAll(), code), [], 'on the page at the end');
  assert.deepEqual(wordsIn(said.join('\n'), code), [], 'in the console');
  const { kept, ...rest } = await readTraces(desktop.page);
  assert.ok(rest.told.some((told) => told.includes('onboarding-step')), 'the traces include the events');
  assert.deepEqual(wordsIn(JSON.stringify(rest), code), [], 'in events, titles, history, address, timings');
  assert.deepEqual(kept, { local: [], session: [], databases: [], caches: [], cookie: '', workers: 0 });
  const cookies = await desktop.context.cookies();
  assert.deepEqual(wordsIn(JSON.stringify(cookies), code), []);
  assert.ok(cookies.every(({ httpOnly }) => httpOnly), 'no script reads a cookie');
  for (const [server, log] of Object.entries(funnel.logs())) {
    assert.ok(log.length > 0, `${server} has a log`);
    assert.deepEqual(wordsIn(log, code), [], `in the log of ${server}`);
    const secrets = Object.entries(funnel.secrets).filter(([name, value]) => !/_ID$|_USER$/.test(name) && log.includes(value));
    assert.deepEqual(secrets, [], `in the log of ${server}`);
  }
  assert.deepEqual(desktop.complaints, []);
});

/** Declares taxes in a country with tax numbers in which the customer does not live. @param {Desktop} desktop */
async function giveTaxesElsewhere(desktop) {
  await desktop.heading(desktop.text('tax.heading')).waitFor();
  const saved = desktop.waitForDraft('tax', TAXES.tin);
  await desktop.page.getByRole('radio', { name: 'No', exact: true }).check();
  await desktop.page.getByRole('combobox', { name: desktop.text('field.residence.country'), exact: true }).selectOption('BE');
  await desktop.page.locator('[name="residences.0.tin"]').fill(TAXES.tin);
  await saved;
  await desktop.press(desktop.text('tax.submit'));
  await desktop.seeConfirmationAwaited();
}

/** Sends the document that this requires. The page continues with the terms. @param {Desktop} desktop */
async function sendDocument(desktop) {
  const { content, justification } = DOCUMENT;
  await desktop.page.getByLabel(desktop.text('documents.justification')).fill(justification);
  const buffer = Buffer.from(`%PDF-1.4 ${content}`);
  await desktop.page.locator('#file').setInputFiles({ name: FILE.fileName, mimeType: 'application/pdf', buffer });
  await desktop.page.getByText(FILE.fileName).waitFor();
  // The driver shows the body of a form with a file only if it intercepts the call.
  await desktop.page.route('**/onboarding/documents', (route) => route.continue());
  await desktop.press(desktop.text('documents.send'));
}

/** @param {string[]} words @param {string[]} places */
const placesOf = (words, places) => words.flatMap((word) => places.map((place) => `${word}: ${place}`));

/**
 * The names of the words that occur in a text, even split by lines, groups or tags, quoted or escaped.
 * @param {string} text
 * @param {string} code
 */
function wordsIn(text, code) {
  const bare = (/** @type {string} */ some) => some.toLowerCase().replaceAll(/[^a-z0-9@.]/g, '');
  const written = [text, text.replaceAll(/<[^>]*>/g, ''), unescaped(text)].map(bare);
  const words = { ...CANARIES, phoneNumber: CANARIES.phoneNumber.slice(3), code };
  const found = Object.entries(words)
    .filter(([, word]) => written.some((some) => some.includes(bare(word))))
    .map(([name]) => name);
  const isPostcode = new RegExp(`(?<![0-9a-z])${POSTCODE}(?![0-9a-z])`, 'i');
  return [text, unescaped(text)].some((some) => isPostcode.test(some)) ? [...found, 'postcode'] : found;
}

/** @param {string} text as an address may hold it */
function unescaped(text) {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))).replaceAll('+', ' ');
}

/** @param {import('playwright-core').Page} page */
function record(page) {
  /** @type {Exchange[]} */
  const exchanges = [];
  /** @type {Promise<void>[]} */
  const reading = [];
  const lines = (/** @type {Record<string, string>} */ headers) =>
    Object.entries(headers)
      .map((header) => header.join(': '))
      .join('\n');
  // Requests that are running when the page is left, such as its last draft, are never reported as answered.
  let leave = () => {};
  /** @type {Promise<void>} */
  let left;
  const begin = () => (left = new Promise((resolve) => (leave = resolve)));
  begin();
  page.on('framenavigated', () => {
    leave();
    begin();
  });
  page.on('request', (request) => {
    const call = `${request.method()} ${new URL(request.url()).pathname}`;
    const add = (/** @type {string} */ part, /** @type {string} */ text) => exchanges.push({ call, part, text });
    add('address', request.url());
    add('request body', request.postData() ?? '');
    const read = async () => {
      add('request headers', lines(await request.allHeaders()));
      const response = await request.response();
      if (!response) return;
      add('answer headers', lines(await response.allHeaders()));
      // It is binary and the same for everybody.
      if (!call.endsWith('.wasm')) add('answer body', await response.text());
    };
    // An aborted call has no answer.
    reading.push(Promise.race([read().catch(() => {}), left]));
  });
  return { exchanges, settle: () => Promise.all(reading) };
}

/** Runs in the page before the module: records the events and the titles of the page. */
function hearEvents() {
  /** @type {string[]} */
  const told = [];
  for (const name of ['ready', 'step', 'status', 'error', 'end'])
    addEventListener(`onboarding-${name}`, (event) => {
      told.push(JSON.stringify([event.type, /** @type {CustomEvent} */ (event).detail, document.title]));
    });
  Object.assign(globalThis, { told });
}

/** The data that the page leaves in its browser. @param {import('playwright-core').Page} page */
function readTraces(page) {
  return page.evaluate(async () => ({
    title: document.title,
    told: /** @type {string[]} */ (/** @type {any} */ (globalThis).told),
    address: location.href,
    state: history.state,
    window: window.name,
    timings: performance.getEntries().map((entry) => JSON.stringify(entry)),
    kept: {
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      cookie: document.cookie,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    },
  }));
}
