// @ts-check
// A hostile or careless page: additions to the prototype of all objects, names of its elements, and posted messages. The
// module's calls and screens stay the same byte for byte.
// A script of the page that replaces `fetch` or reads the shadow root cannot be stopped; see docs/SECURITY.md.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { example, playBackend } from '../support/played-backend.mjs';
import { STATES } from '../support/states.mjs';
import { until } from '../support/until.mjs';

/** Members that the browser, the module or its tools read from objects passed to them, by reader. */
const MEMBERS = {
  RequestInit:
    'method headers body referrer referrerPolicy mode credentials cache redirect integrity keepalive signal window duplex priority targetAddressSpace browsingTopics attributionReporting privateToken adAuctionHeaders sharedStorageWritable retryOptions fetchPriority timeout',
  ResponseInit: 'status statusText ok url redirected bodyUsed',
  listeners: 'capture once passive handleEvent wantsUntrusted',
  events: 'bubbles cancelable composed detail view relatedTarget data origin lastEventId source ports persisted',
  elements: 'is delegatesFocus slotAssignment clonable serializable customElementRegistry referenceTarget shadowRoot',
  focus: 'preventScroll focusVisible behavior block inline left top',
  sheets: 'baseURL media disabled',
  files: 'type endings lastModified filename kind justification file',
  streams: 'fatal ignoreBOM stream start pull cancel highWaterMark size preventClose',
  WebAssembly: 'builtins importedStringConstants module instance exports initial maximum shared address element memory',
  Intl: 'localeMatcher calendar numberingSystem hourCycle hour12 timeZone formatMatcher weekday era year month day dayPeriod hour minute second fractionalSecondDigits timeZoneName dateStyle timeStyle style currency currencyDisplay currencySign unit unitDisplay minimumIntegerDigits minimumFractionDigits maximumFractionDigits minimumSignificantDigits maximumSignificantDigits roundingIncrement roundingMode roundingPriority trailingZeroDisplay notation compactDisplay useGrouping signDisplay usage sensitivity ignorePunctuation numeric caseFirst collation fallback languageDisplay',
  errors: 'message code cause retryable requestId number description fileName lineNumber columnNumber',
  JSON: 'toJSON rawJSON reviver replacer',
  options:
    'endpoint token getToken language texts codeTemplate appStoreUrl playStoreUrl helpUrl doneUrl privacyUrl colour',
  contract:
    'revision now onboarding steps state requires reasons documents expiresAt expectedBy canRestart diligences reason options activation issue transfer iban bic beneficiary minCents maxCents reference paymentUrl confirmation step terms version accountUrl cardUrl partnerUrl pollAfterMs sessionExpiresAt prospectExpiresAt corrections uploadMaxBytes hasSelfCertification activationCode profile locked field originalValue newValue places city zipCode errors title instance',
  promises: 'then catch finally done next return',
};
const KEYS = [...new Set(Object.values(MEMBERS).join(' ').split(' '))];

/** Screens with a call of each kind: with a form, a list, a file, an answer that is a document. */
const SCENES = STATES.filter(({ name }) =>
  [
    'details-not-accepted',
    'details-towns-offered',
    'record',
    'code',
    'not-me-not-sent',
    'options-not-changed',
    'transfer',
    'document-not-sent',
    'waiting-reviews',
    'situation',
    'terms',
    'confirm-not-resent',
    'opened-certificate-not-fetched',
    'expired-not-restarted',
  ].includes(name),
);
const [TAXES] = STATES.filter(({ name }) => name === 'taxes');
/** The only call with a list in its body. */
const TAXES_SENT = {
  ...TAXES,
  name: 'taxes-sent',
  act: async (/** @type {HostPage} */ host) => {
    await host.page.getByRole('radio', { name: 'No', exact: true }).check();
    await host.page.getByRole('combobox', { name: 'Country', exact: true }).selectOption('FR');
    await host.press(host.text('tax.submit'));
    await host.page.locator('.notice:visible').waitFor();
  },
};
const START = example('snapshot.start');
/** The customer's answers, the same in every scene. */
const DETAILS = newCustomer();
const [DETAILS_STATE] = STATES.filter(({ name }) => name === 'details');
const DETAILS_SENT = {
  ...DETAILS_STATE,
  name: 'details-sent',
  before: 'group.identity',
  heading: 'profile.heading',
  act: async (/** @type {HostPage} */ host) => {
    await host.fillDetails(DETAILS);
    await host.sendDetails();
    await host.page.locator('.notice:visible').waitFor();
  },
};
/** An earlier draft is restored, and new text is saved when the page is left. */
const DRAFT = {
  ...DETAILS_STATE,
  name: 'details-drafted',
  snapshot: { ...START, drafts: ['profile'] },
  answers: { 'GET /onboarding/drafts/profile': { json: { lastName: 'Berthier', 'address.street': '104, rue des Fleurs' } } },
  act: async (/** @type {HostPage} */ host) => {
    const lastName = host.page.locator('[name="lastName"]');
    await until('the draft is restored', async () => (await lastName.inputValue()) === 'Berthier');
    const saved = host.waitForDraft('profile', DETAILS.firstName);
    await host.fill('firstName', DETAILS.firstName);
    await host.page.evaluate(() => void dispatchEvent(new Event('pagehide')));
    await saved;
  },
};
const ALL = [...SCENES.filter(({ name }) => name !== 'details-not-accepted'), TAXES_SENT, DETAILS_SENT, DRAFT];
/** Beginnings of calls that must be among the compared ones. */
const CALLS = [
  'GET',
  'PUT',
  'POST',
  'GET /onboarding-api/onboarding/drafts/profile',
  'PUT /onboarding-api/onboarding/drafts/profile?',
  'POST /onboarding-api/onboarding/activation/report',
];

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * One call of the module, as it left the browser.
 * @typedef {object} Sent
 * @property {string} call method and address
 * @property {Record<string, string>} headers
 * @property {string} body
 *
 * @typedef {object} Course the result of a scene
 * @property {Sent[]} sent
 * @property {string} screen its markup
 */

/** Number of scenes in parallel, because each mostly waits for its page. */
const PAGES = 3;
/** The results on a page that does nothing, computed once. @type {Promise<Record<string, Course>> | undefined} */
let clean;

/** @param {import('node:test').TestContext} t */
const playClean = (t) => (clean ??= play(t, async () => {}));

/**
 * Plays the scenes on some pages.
 * @param {import('node:test').TestContext} t
 * @param {(host: HostPage) => Promise<unknown>} spoil the actions of the page before it mounts the module
 * @returns {Promise<Record<string, Course>>}
 */
async function play(t, spoil) {
  /** @type {Map<string, Course>} */
  const courses = new Map();
  const waiting = [...ALL];
  const playOnPage = async () => {
    const host = await HostPage.forTest(t, funnel.urls.page);
    const address = host.page.url();
    for (let state = waiting.shift(); state; state = waiting.shift())
      courses.set(state.name, await playScene(host, address, state, spoil));
    assert.deepEqual(host.complaintsButFailedRequests(), []);
  };
  await Promise.all(Array.from({ length: PAGES }, playOnPage));
  return Object.fromEntries(ALL.map(({ name }) => [name, /** @type {Course} */ (courses.get(name))]));
}

/**
 * @param {HostPage} host
 * @param {string} address of the page
 * @param {typeof ALL[number]} state
 * @param {(host: HostPage) => Promise<unknown>} spoil
 * @returns {Promise<Course>}
 */
async function playScene(host, address, state, spoil) {
  const { page } = host;
  await playBackend(page, state.snapshot ?? START, state.answers);
  await host.serve(address);
  await page.goto(address);
  // Values that always differ: idempotency keys and countdowns.
  await page.evaluate(() => {
    crypto.getRandomValues = (/** @type {any} */ bytes) => bytes.fill(7);
    const [now, today] = [performance.now(), Date.now()];
    Performance.prototype.now = () => now;
    Date.now = () => today;
  });
  /** @type {Promise<Sent>[]} */
  const sent = [];
  const record = (/** @type {import('playwright-core').Request} */ request) => {
    if (request.url().includes('/onboarding-api/')) sent.push(readRequest(request));
  };
  page.on('request', record);
  await spoil(host);
  await host.mount('one', { token: 'played' });
  await headed(host, state.before ?? state.heading);
  await state.act?.(host);
  await headed(host, state.heading);
  // The towns of a postcode may arrive at any time.
  if (state.name === 'details-towns-offered') await host.module().locator('option[value="Francheleins"]').waitFor({ state: 'attached' });
  const screen = await stillScreen(host);
  page.off('request', record);
  return { sent: await Promise.all(sent), screen };
}

/**
 * The markup of the screen once it no longer changes, because the effect of a press may take some frames.
 * @param {HostPage} host
 */
function stillScreen(host) {
  return host.module().evaluate(async (element) => {
    // No destructuring: it would look for the `return` of an iterator, which this page may have put there.
    let held = '';
    let frames = 0;
    while (frames < 20) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      // Every other announcement ends with an extra space, and their number depends on timing.
      const now = String(element.shadowRoot?.innerHTML).split('&nbsp;').join('');
      frames = now === held ? frames + 1 : 0;
      held = now;
    }
    return held;
  });
}

/**
 * Checks that calls and screens are the same. Reports where a screen differs.
 * @param {Awaited<ReturnType<typeof play>>} courses
 * @param {Awaited<ReturnType<typeof play>>} expected
 * @param {string} how
 */
function assertSame(courses, expected, how) {
  assert.deepEqual(Object.keys(courses), Object.keys(expected));
  for (const [name, { sent, screen }] of Object.entries(courses)) {
    assert.deepEqual(sent, expected[name].sent, `${how}: ${name}`);
    const other = expected[name].screen;
    const same = [...screen].findIndex((character, index) => character !== other[index]);
    const from = Math.max(0, (same < 0 ? Math.min(screen.length, other.length) : same) - 60);
    if (screen !== other) assert.equal(screen.slice(from, from + 200), other.slice(from, from + 200), `${how}: ${name}`);
  }
}

/** @param {HostPage} host @param {string} key */
async function headed(host, key) {
  const [words] = host.text(key).split('{');
  const heading = host.page.getByRole('heading', { name: words }).first();
  await heading.waitFor().catch((error) => {
    throw new Error(`${error.message}\n${host.complaints.join('\n')}`);
  });
}

/**
 * @param {import('playwright-core').Request} request
 * @returns {Promise<Sent>}
 */
async function readRequest(request) {
  const body = request.postDataBuffer()?.toString('latin1') ?? '';
  // The driver may also report the empty referrer of a running request.
  const { referer, ...headers } = await request.allHeaders();
  assert.ok(!referer, 'no request has a referrer');
  const { pathname, search } = new URL(request.url());
  // The browser chooses a random boundary for the parts of a form.
  const lots = /(?<=----WebKitFormBoundary)\w+/g;
  return JSON.parse(
    JSON.stringify({ call: `${request.method()} ${pathname}${search}`, headers, body }).replaceAll(lots, ''),
  );
}

test('additions of the page to the prototype of all objects change no call and no screen', async (t) => {
  assert.ok(KEYS.length >= 200, `${KEYS.length} keys`);
  const clean = await playClean(t);
  const calls = Object.values(clean).flatMap(({ sent }) => sent);
  for (const call of CALLS) assert.ok(calls.some((sent) => sent.call.startsWith(call)), `a ${call} was sent`);
  assert.ok(calls.some(({ body }) => body.includes('"residences":[{')), 'a body with a list');
  assert.ok(calls.some(({ body }) => body.includes('%PDF')), 'a body with a file');

  for (const kind of /** @type {const} */ (['values', 'accessors']))
    assertSame(await play(t, (host) => pollute(host, kind)), clean, kind);
  console.log(`pollution: ${KEYS.length} keys, as values and as accessors: ${calls.length} calls the same to the byte`);
});

/**
 * @param {HostPage} host
 * @param {'values' | 'accessors'} kind
 */
async function pollute(host, kind) {
  await host.page.evaluate(
    ({ keys, kind }) => {
      for (const key of keys) {
        /** @type {unknown} */
        const value = ['toJSON', 'getToken', 'handleEvent'].includes(key) ? () => 'hostile' : 'hostile';
        Object.defineProperty(
          Object.prototype,
          key,
          Object.assign(
            Object.create(null),
            { configurable: true, enumerable: true },
            kind === 'values' ? { value, writable: false } : { get: () => value, set: () => {} },
          ),
        );
      }
    },
    { keys: KEYS, kind },
  );
}

test('elements named like methods and globals named like tools change no call and no screen', async (t) => {
  const clean = await playClean(t);
  let names = 0;
  const clobbered = await play(t, async (host) => {
    names = await host.page.evaluate(clobber);
  });
  assertSame(clobbered, clean, 'clobbered');
  assert.ok(names >= 100, `${names} names`);
  console.log(`clobbering: ${names} names: calls and screens the same`);
});

test('elements named like the members about visibility do not keep the code on the screen', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  const [state] = STATES.filter(({ name }) => name === 'code');
  await playBackend(host.page, state.snapshot ?? START, state.answers);
  await host.page.evaluate(clobber);
  await host.mount('one', { token: 'played' });
  await host.seeCode();
  await host.hidePage(true);
  await host.page.getByRole('button', { name: host.text('handoff.show') }).waitFor();
  const words = await host.module().evaluate((element) => String(element.shadowRoot?.textContent).replace(/\s/g, ''));
  assert.equal(words.includes(example('activation').activationCode), false);
  assert.deepEqual(host.complaints, []);
});

/** Runs in the page. */
function clobber() {
  // Members that the test's own driver uses.
  const driver = ['querySelector', 'querySelectorAll', 'documentElement', 'body', 'defaultView', 'childNodes', 'nodeType', 'ownerDocument', 'getElementById', 'parentNode', 'readyState', 'location'];
  const members = [Document, Node, EventTarget].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype));
  const names = members.filter((name) => !driver.includes(name) && name !== 'constructor');
  const globals = ['fetch', 'Request', 'Response', 'Headers', 'WebAssembly', 'crypto', 'performance', 'customElements', 'URL', 'JSON', 'Intl', 'Object', 'setTimeout', 'queueMicrotask', 'start', 'launch', 'Handle', 'wasm', 'module', 'exports', 'global', 'process', 'define', 'heading'];
  const { createElement } = Document.prototype;
  for (const name of [...names, ...globals]) {
    for (const tag of ['img', 'form', 'a']) {
      const element = createElement.call(document, tag);
      element.setAttribute('name', name);
      element.id = name;
      document.body.append(element);
    }
  }
  if (typeof document.createElement === 'function') throw new Error('nothing is clobbered');
  for (const name of ['module', 'exports', 'global', 'process', 'require', 'define', 'wasm', 'status', 'name', 'self'])
    Object.defineProperty(globalThis, name, { configurable: true, value: 'hostile' });
  return names.length + globals.length;
}

test('messages posted to the window change nothing', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  const [state] = STATES.filter(({ name }) => name === 'waiting');
  await playBackend(host.page, state.snapshot ?? START, state.answers);
  await host.mount('one', { token: 'played' });
  await headed(host, state.heading);
  const before = await host.module().evaluate((element) => String(element.shadowRoot?.innerHTML));
  const events = await host.events();
  /** @type {string[]} */
  const sent = [];
  host.page.on('request', (request) => sent.push(request.url()));
  const posted = await host.page.evaluate(async () => {
    const words = ['#SUCCESS', 'success', 'onboarding-end', 'onboarding-status', 'validated', 'refused', 'step', 'done', 'close', 'redirect'];
    const shapes = [
      (/** @type {string} */ word) => word,
      (/** @type {string} */ word) => ({ type: word }),
      (/** @type {string} */ word) => ({ event: word, status: 'validated', onboarding: 'validated' }),
      (/** @type {string} */ word) => JSON.stringify({ type: word, detail: { status: 'validated' } }),
      (/** @type {string} */ word) => [word, { steps: [{ id: 'identity', state: 'done' }] }],
      (/** @type {string} */ word) => new Map([['type', word]]),
      (/** @type {string} */ word) => Object.assign(new Error(word), { type: word }),
      () => null,
    ];
    const origins = [location.origin, 'https://elsewhere.example', 'null', ''];
    let posted = 0;
    let heard = 0;
    addEventListener('message', () => (heard += 1));
    for (let round = 0; round < 1000; round++)
      for (const word of words)
        for (const shape of shapes)
          for (const origin of origins) {
            // A synthetic event, because the browser does not let a sender fake its origin.
            dispatchEvent(new MessageEvent('message', { data: shape(word), origin, source: globalThis.window }));
            posted += 1;
          }
    for (const word of words) for (const shape of shapes) globalThis.postMessage(shape(word), '*');
    posted += words.length * shapes.length;
    while (heard < posted) await new Promise((resolve) => addEventListener('message', resolve, { once: true }));
    return posted;
  });
  assert.equal(await host.module().evaluate((element) => String(element.shadowRoot?.innerHTML)), before);
  assert.deepEqual(await host.events(), events);
  assert.deepEqual(sent, []);
  assert.deepEqual(host.complaints, []);
  console.log(`messages: ${posted} posted, nothing changed`);
});
