// @ts-check
// Every text of every answer and of the integrator is markup, script or worse. It is shown as text, or not
// at all. It creates no element, nothing runs, and no address that could run code is offered.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { REQUEST_ID, example, playBackend, problem } from '../support/played-backend.mjs';
import { STATES } from '../support/states.mjs';
import { until } from '../support/until.mjs';

const RUN = 'globalThis.isHacked=1';
/** Texts that a markup parser would turn into elements or scripts. */
const CARRIERS = [
  ['<img src=x onerror="', '">'],
  ["<img src=x onerror='", "'>"],
  ['<svg onload="', '">'],
  ['<svg><script>', '</script></svg>'],
  ['<script>', '</script>'],
  ['</title></textarea></style></script><script>', '</script>'],
  ['<iframe srcdoc="<script>', '</script>"></iframe>'],
  ['<iframe src="javascript:', '"></iframe>'],
  ['<a href="javascript:', '">go</a>'],
  ['<math><mtext><mglyph><style><img src=x onerror="', '"></style></mglyph></mtext></math>'],
  ['<details open ontoggle="', '"><summary>x</summary></details>'],
  ['<input autofocus onfocus="', '">'],
  ['<form action="javascript:', '"><button>go</button></form>'],
  ['<object data="javascript:', '"></object>'],
  ['<style>@import "javascript:', '";</style>'],
  ['<template><script>', '</script></template>'],
  ['<noscript><p title="</noscript><img src=x onerror=', '>"></p>'],
  ['"><img src=x onerror="', '"><"'],
  ["' onmouseover='", "' x='"],
  ['javascript:', '//'],
  ['jAvAsCrIpT:', ''],
  ['data:text/html,<script>', '</script>'],
  ['vbscript:', ''],
  ['{{constructor.constructor("', '")()}}'],
  ['${', '}'],
  ['{reference} <b onclick="', '">{name}</b>'],
  ['\u202e<img src=x onerror="', '">\u202c'],
  ['<x-\u2028 onclick="', '">'],
  ['&lt;script&gt;', '&lt;/script&gt;'],
  ['%3Cscript%3E', '%3C/script%3E'],
];
const SCRIPTS = [RUN, `${RUN};//`, `(()=>{${RUN}})()`, `eval('${RUN}')`, `this['isHacked']=1`, `Function('${RUN}')()`];
const FRAMES = [(/** @type {string} */ text) => text, (/** @type {string} */ text) => `Jean ${text} Dupont`];
const PAYLOADS = CARRIERS.flatMap(([begin, end]) =>
  SCRIPTS.flatMap((script) => FRAMES.map((frame) => frame(`${begin}${script}${end}`))),
);

/** Members of the contract that decide which screen is shown. */
const WORDS = /(^|\.)(id|state|kind|onboarding|step|code|field|type|country|civility|nationality|birthCountry|birthDate|reasons\.\d+|requires\.\d+|drafts\.\d+|locked\.\d+|now|\w+At|expectedBy)$/;

/** @type {(name: string) => import('../support/states.mjs').State} */
const stateNamed = (name) => {
  const found = STATES.find((state) => state.name === name);
  if (!found) throw new Error(`there is no state ${name}`);
  return found;
};

/** A press reports the code, and the answer is a snapshot. */
const REPORTED = {
  ...stateNamed('not-me'),
  heading: 'report.told_heading',
  answers: { 'POST /onboarding/activation/report': { json: stateNamed('not-me-told').snapshot } },
  act: async (/** @type {import('../support/desktop.mjs').Desktop} */ host) => {
    await host.press(host.text('footer.not_me'));
    await host.heading(host.text('report.heading')).waitFor();
    await host.press(host.text('report.confirm'));
  },
};
const TYPED = ['firstName', 'lastName', 'birthName'];
/** A draft is restored. */
const DRAFTED = {
  ...stateNamed('details'),
  snapshot: { ...example('snapshot.start'), drafts: ['profile'] },
  answers: { 'GET /onboarding/drafts/profile': { json: Object.fromEntries(TYPED.map((field) => [field, 'typed'])) } },
};
/**
 * A screen, and the texts of its answers that it shows.
 * @typedef {object} Scene
 * @property {import('../support/states.mjs').State} state
 * @property {RegExp} shown by the path of the text
 */
/** @type {Scene[]} */
const SCENES = [
  { state: stateNamed('load-failed'), shown: /requestId$/ },
  { state: stateNamed('details-server-fails'), shown: /requestId$/ },
  { state: stateNamed('correction-first-name-mismatch'), shown: /profile\.firstName$/ },
  { state: { ...stateNamed('record'), answers: { 'GET /onboarding/profile': { json: example('profile.response') } } }, shown: /(originalValue|newValue|profile\.(\w+Name|birthCity|address\.[sz]\w+))$/ },
  { state: stateNamed('transfer'), shown: /transfer\.(iban|bic|beneficiary|reference)$/ },
  { state: stateNamed('transfer-paid-from-bank'), shown: /transfer\.(iban|bic|beneficiary|reference)$/ },
  { state: stateNamed('terms'), shown: /^nothing$/ },
  { state: stateNamed('waiting-reviews'), shown: /^nothing$/ },
  { state: stateNamed('options-unknown-third'), shown: /^nothing$/ },
  { state: stateNamed('document-refused-and-others'), shown: /^nothing$/ },
  { state: stateNamed('confirm-tax'), shown: /^nothing$/ },
  { state: stateNamed('opened-with-certificate'), shown: /^nothing$/ },
  { state: stateNamed('not-me-not-sent'), shown: /requestId$/ },
  { state: REPORTED, shown: /^nothing$/ },
  { state: DRAFTED, shown: /^\w+Name$/ },
];

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

let next = 0;
const payload = () => PAYLOADS[next++ % PAYLOADS.length];

/**
 * The same value with other texts.
 * @param {any} value
 * @param {(text: string, path: string) => string} change
 * @param {string} [path]
 * @returns {any}
 */
function reworded(value, change, path = '') {
  const below = (/** @type {string | number} */ name) => (path ? `${path}.${name}` : `${name}`);
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((item, index) => reworded(item, change, below(index)));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, reworded(item, change, below(name))]));
}

/**
 * Shows a state with changed texts in its answers. The previous module is removed.
 * @param {HostPage} host
 * @param {import('../support/states.mjs').State} state
 * @param {(text: string, path: string) => string} change
 * @param {Record<string, unknown>} [options]
 */
async function show(host, { snapshot = example('snapshot.start'), answers = {}, act, before: first, heading }, change, options) {
  await host.page.evaluate(() => document.getElementById('one')?.replaceChildren());
  const changed = Object.entries(answers).map(([call, answer]) => [
    call,
    typeof answer === 'object' && 'json' in answer ? { ...answer, json: reworded(answer.json, change) } : answer,
  ]);
  await playBackend(host.page, reworded(snapshot, change), Object.fromEntries(changed));
  await host.mount('one', { token: 'played', ...options });
  if (act) {
    await headed(host, first ?? heading);
    await act(host);
  }
}

/** @param {HostPage} host @param {string} key */
async function headed(host, key) {
  const [words] = host.text(key).split('{');
  await host.page.getByRole('heading', { name: words }).first().waitFor();
}

/** The elements and texts of the screen. @param {HostPage} host */
function inspect(host) {
  return host.module().evaluate((element) => {
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    const all = [...root.querySelectorAll('*')];
    const values = all.map((node) => (node instanceof HTMLInputElement ? node.value : ''));
    return {
      tags: [...new Set(all.map((node) => node.localName))],
      references: [...root.querySelectorAll('bdi')].map(({ textContent }) => textContent),
      handlers: all.flatMap((node) => node.getAttributeNames().filter((name) => /^on|^style$|^srcdoc$/.test(name))),
      addresses: all.flatMap((node) => ['href', 'src', 'action', 'data'].flatMap((name) => node.getAttribute(name) ?? [])),
      text: [root.textContent, ...values].join('\n'),
      isHacked: 'isHacked' in globalThis,
      outside: document.querySelectorAll('*').length,
    };
  });
}

/**
 * @param {Awaited<ReturnType<typeof inspect>>} found
 * @param {string[]} tags that the screen has with the contract's own texts
 * @param {string} what
 */
function seeNothingRan(found, tags, what) {
  assert.deepEqual(found.tags.filter((tag) => !tags.includes(tag)), [], `elements made of a text: ${what}`);
  assert.deepEqual(found.handlers, [], what);
  assert.deepEqual(found.addresses.filter((address) => !/^(https:\/\/|blob:|#)/.test(address)), [], what);
  assert.equal(found.isHacked, false, what);
}

/** A text without the spaces between its groups. @param {string} text */
const bare = (text) => text.replaceAll(/\s/g, '');

test('every text of every answer is shown as text or not at all', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  let texts = 0;
  /** @type {Record<string, string[]>} */
  const missing = {};
  for (const { state, shown } of SCENES) {
    await show(host, state, (text) => text);
    await headed(host, state.heading);
    const { tags } = await inspect(host);
    for (let round = 0; round < 5; round++) {
      /** @type {string[]} */
      const expected = [];
      await show(host, state, (text, path) => {
        if (WORDS.test(path)) return text;
        const hostile = payload();
        texts += 1;
        if (shown.test(path)) expected.push(hostile);
        return hostile;
      });
      await headed(host, state.heading);
      // Texts from a separate call appear after the heading, and may be split into groups.
      await until(`${state.name}: a text of its answers`, async () =>
        bare((await inspect(host)).text).includes(bare(expected[0] ?? '')),
      );
      const found = await inspect(host);
      seeNothingRan(found, tags, state.name);
      const absent = expected.filter((hostile) => !bare(found.text).includes(bare(hostile)));
      if (absent.length > 0 || (expected.length === 0 && shown.source !== '^nothing$'))
        missing[state.name] = absent.length > 0 ? absent : ['nothing was to be shown'];
    }
  }
  assert.deepEqual(missing, {});
  assert.ok(texts >= PAYLOADS.length, `each kind at least once: ${texts} texts of ${PAYLOADS.length} kinds`);
  assert.deepEqual(host.complaintsButFailedRequests(), []);
  console.log(`hostile answers: ${texts} texts of ${PAYLOADS.length} kinds: no element, no script`);
});

test('any value of the members that choose the screen shows a screen, and nothing runs', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  let words = 0;
  const seen = new Set();
  for (const { state } of SCENES) {
    if (!state.snapshot || seen.has(state.snapshot)) continue;
    seen.add(state.snapshot);
    /** @type {string[]} */
    const paths = [];
    reworded(state.snapshot, (text, path) => {
      if (WORDS.test(path)) paths.push(path);
      return text;
    });
    for (const path of paths) {
      const hostile = payload();
      await show(host, { ...state, act: undefined }, (text, at) => (at === path ? hostile : text));
      await host.module().locator('h2').first().waitFor();
      const found = await inspect(host);
      assert.equal(found.isHacked, false, path);
      assert.deepEqual(found.handlers, [], path);
      // Not `details`, because the hand-over has its own.
      assert.deepEqual(found.tags.filter((tag) => /^(script|iframe|object|embed|img|style|math|template)$/.test(tag)), [], path);
      assert.equal(found.text.includes(hostile), false, `${path}: a word of the contract is shown to a customer`);
      words += 1;
    }
  }
  assert.deepEqual(host.complaintsButFailedRequests(), []);
  console.log(`hostile words: ${words}, one at a time`);
});

test('any towns, problem documents and codes are handled', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  const towns = stateNamed('details-towns-offered');
  await show(host, towns, (text) => text);
  const { tags } = await inspect(host);
  const hostile = PAYLOADS.slice(0, 30);
  await host.page.route('**/places?*', (route) =>
    route.fulfill({ json: { places: hostile.map((city) => ({ city, zipCode: '01090' })) } }),
  );
  await show(host, { ...towns, act: undefined }, (text) => text);
  await headed(host, String(towns.before));
  await host.page.route('**/places?*', (route) =>
    route.fulfill({ json: { places: hostile.map((city) => ({ city, zipCode: '01090' })) } }),
  );
  const answered = host.page.waitForResponse('**/places?*');
  await host.fillDetails();
  await host.fill('address.zipCode', '01090');
  await answered;
  seeNothingRan(await inspect(host), tags, 'towns');

  const code = stateNamed('code');
  for (const activationCode of hostile) {
    await show(host, { ...code, answers: { 'POST /onboarding/activation': { json: { activationCode } } }, act: undefined }, (text) => text);
    await headed(host, code.heading);
    const found = await inspect(host);
    assert.equal(found.isHacked, false);
    assert.deepEqual(found.handlers, []);
  }

  const sent = stateNamed('details-server-fails');
  const noReference = '';
  await show(host, sent, (text) => text);
  tags.push(...(await inspect(host)).tags);
  for (const [shown, answer] of /** @type {const} */ ([
    [REQUEST_ID, problem(422, 'validation_failed', { errors: hostile.map((text) => ({ field: text, code: text })) })],
    // An error beside its field has no reference.
    [noReference, problem(422, 'validation_failed', { errors: hostile.map((text) => ({ field: 'email', code: text })) })],
    [hostile[4], problem(400, hostile[0], { title: hostile[1], detail: hostile[2], type: hostile[3], requestId: hostile[4] })],
    [noReference, { status: 500, body: hostile.join(''), contentType: 'text/html' }],
    [noReference, { status: 503, body: JSON.stringify(hostile), contentType: 'application/json' }],
  ])) {
    await show(host, { ...sent, answers: { 'PUT /onboarding/steps/profile': answer }, act: undefined }, (text) => text);
    await headed(host, String(sent.before));
    await host.fillDetails();
    await host.sendDetails();
    await host.module().locator('.notice:visible, .error:visible').first().waitFor();
    const found = await inspect(host);
    assert.equal(found.isHacked, false);
    assert.deepEqual(found.handlers, []);
    // The reference for support is isolated from the direction of the sentence around it.
    assert.equal(found.references.join('|'), shown);
    assert.deepEqual(found.tags.filter((tag) => ![...tags, shown ? 'bdi' : ''].includes(tag)), []);
  }
  assert.deepEqual(host.complaintsButFailedRequests(), []);
});

test('any draft is handled', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await show(host, DRAFTED, (text) => text);
  await headed(host, DRAFTED.heading);
  const { tags } = await inspect(host);
  const fields = [...TYPED, 'civility', 'birthDate', 'birthCountry', 'birthZipCode', 'birthCity', 'nationality', 'email', 'phoneCountry', 'phoneNumber', 'address.country', 'address.zipCode'];
  const hostile = payload();
  for (const json of [
    Object.fromEntries(fields.map((field) => [field, payload()])),
    Object.fromEntries(PAYLOADS.map((text) => [text, text])),
    Object.fromEntries(fields.map((field) => [field, { [hostile]: hostile }])),
    fields.map(() => hostile),
    hostile,
    null,
  ]) {
    const read = host.page.waitForResponse('**/drafts/profile');
    await show(host, { ...DRAFTED, answers: { 'GET /onboarding/drafts/profile': { json } } }, (text) => text);
    await headed(host, DRAFTED.heading);
    await (await read).finished();
    seeNothingRan(await inspect(host), tags, JSON.stringify(json).slice(0, 100));
    // The form accepts input after any answer.
    await host.fill('firstName', 'Corinne');
    assert.equal((await host.readForm()).firstName, 'Corinne');
  }
  assert.deepEqual(host.complaintsButFailedRequests(), []);
});

test('all texts of the integrator are shown as text', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  const keys = Object.keys(JSON.parse(readFileSync(inRepository('www', 'locales', 'en.json'), 'utf8')));
  const texts = Object.fromEntries(keys.map((key) => [key, payload()]));
  for (const name of ['details', 'transfer', 'terms', 'waiting-reviews']) {
    const state = stateNamed(name);
    await show(host, { ...state, act: undefined }, (text) => text);
    await headed(host, state.heading);
    const { tags } = await inspect(host);
    await show(host, { ...state, act: undefined }, (text) => text, { texts });
    const own = host.module().locator('h2').filter({ hasText: texts[state.heading] });
    await own.first().waitFor();
    seeNothingRan(await inspect(host), tags, name);
  }
  assert.deepEqual(host.complaintsButFailedRequests(), []);
});
