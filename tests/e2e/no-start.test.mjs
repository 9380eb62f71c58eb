// @ts-check
// Everything that can keep the module from starting. The place is never blank: the customer sees the reason and can try
// again if that may help. The host gets a separate code for each cause. Once the cause is gone, the next press works.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';
import { SECURITY_HEADERS } from '../../www/demo/server/routes.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { example, playBackend } from '../support/played-backend.mjs';

const FILES = '**/xpollens-onboarding/';
const WASM = readFileSync(inRepository('www', 'wasm', 'module_bg.wasm'));
const TEXTS = readFileSync(inRepository('www', 'texts', 'en.js'));
const SCRIPT_TYPE = 'text/javascript';
const WASM_TYPE = 'application/wasm';
/** A section without name and content, which every engine skips. */
const EMPTY_SECTION = Buffer.from([0, 1, 0]);
const PAGE_OF_A_PROXY = { contentType: 'text/html', body: '<!doctype html><title>Please wait</title>' };

/**
 * The wasm with one changed bit, as a faulty transfer may leave it. In most places the result would run.
 * @param {number} place where, from 0 to 1
 */
function flipped(place) {
  const wasm = Buffer.from(WASM);
  wasm[Math.floor(place * (wasm.length - 1))] ^= 1;
  return wasm;
}

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** @param {import('node:test').TestContext} t */
async function openHost(t) {
  const host = await HostPage.forTest(t, funnel.urls.page);
  /** @type {string[]} */
  const thrown = [];
  // This includes unhandled rejections.
  host.page.on('pageerror', (error) => thrown.push(String(error)));
  await playBackend(host.page, example('snapshot.start'));
  // The module as JavaScript, which would start: tests/engines/javascript.test.mjs.
  await host.page.route(`${FILES}wasm/engine.js`, (route) => route.abort());
  return { host, thrown };
}

/**
 * The message on the screen, and the last event.
 * @param {HostPage} host
 */
async function readFailure(host) {
  const text = await host.page.getByRole('alert').innerText();
  const buttons = await host.page.locator('#one').getByRole('button').allInnerTexts();
  const told = (await host.events()).at(-1);
  return { text, buttons, told };
}

/** @typedef {Parameters<import('playwright-core').Route['fulfill']>[0] | 'lost'} Served */

/** Faults of a file: description, file, how it is served, code, message. @type {[string, string, Served, string, RegExp][]} */
const FAULTS = [
  ['the wasm does not exist', 'wasm/module_bg.wasm', { status: 404 }, 'load_failed', /\/module_bg\.wasm could not be loaded/],
  ['the wasm does not arrive', 'wasm/module_bg.wasm', 'lost', 'load_failed', /\/module_bg\.wasm could not be loaded/],
  ['a proxy answers with a page instead of the wasm', 'wasm/module_bg.wasm', PAGE_OF_A_PROXY, 'wasm_invalid', /not what was published/],
  [
    'the wasm is truncated',
    'wasm/module_bg.wasm',
    { contentType: WASM_TYPE, body: WASM.subarray(0, 50_000) },
    'wasm_invalid',
    /not what was published/,
  ],
  ...[0, 0.2, 0.5, 0.8, 0.9, 1].map((place) => /** @type {[string, string, Served, string, RegExp]} */ ([
    `the wasm has a wrong bit at ${100 * place} % of it`,
    'wasm/module_bg.wasm',
    { contentType: WASM_TYPE, body: flipped(place) },
    'wasm_invalid',
    /not what was published/,
  ])),
  [
    'the wasm is another valid one',
    'wasm/module_bg.wasm',
    { contentType: WASM_TYPE, body: Buffer.concat([WASM, EMPTY_SECTION]) },
    'wasm_invalid',
    /not what was published/,
  ],
  ['the texts do not exist', 'texts/en.js', { status: 503 }, 'load_failed', /^The texts of "en" could not be loaded/],
  ['a proxy answers with a page instead of the texts', 'texts/en.js', PAGE_OF_A_PROXY, 'load_failed', /^The texts of "en" could not be loaded/],
];
for (const [what, file, served, code, message] of FAULTS) {
  test(`${what}: it is shown, reported as ${code}, and a press continues once it is repaired`, async (t) => {
    const { host, thrown } = await openHost(t);
    // A wrong file is requested twice in each of the two tries.
    const times = message.source.includes('not what was published') ? 4 : 2;
    await host.page.route(FILES + file, (route) => (served === 'lost' ? route.abort() : route.fulfill(served)), { times });
    await host.mount();
    const { text, buttons, told } = await readFailure(host);
    assert.match(text, /^This form is not working at the moment\./);
    assert.deepEqual(buttons, ['Try again']);
    assert.deepEqual({ ...told, message: '' }, { name: 'error', code, retryable: true, requestId: '', message: '' });
    assert.match(told?.message ?? '', message);

    // The same fault is shown and reported again.
    const toldAgain = host.page.waitForEvent('console', (said) => message.test(said.text().replace(/^\w+: /, '')));
    await host.press('Try again');
    await toldAgain;
    await host.page.getByRole('alert').waitFor();
    await host.press('Try again');
    await host.form('one').waitFor();
    assert.equal(await host.page.getByRole('alert').count(), 0);
    assert.equal((await host.events()).filter(({ name }) => name === 'error').length, 2);
    assert.deepEqual(thrown, []);
  });
}

test('if only a cache has another wasm, the request bypasses the cache, and the module starts', async (t) => {
  const { host, thrown } = await openHost(t);
  const name = 'wasm/module_bg.wasm';
  await host.page.route(FILES + name, (route) => route.fulfill({ body: WASM.subarray(0, 1000) }), { times: 1 });
  await host.page.evaluate((name) => {
    const page = /** @type {any} */ (globalThis);
    page.cacheModes = [];
    const { fetch } = globalThis;
    globalThis.fetch = (address, options) => {
      if (String(address).endsWith(name)) page.cacheModes.push(options?.cache);
      return fetch(address, options);
    };
  }, name);
  await host.mount();
  await host.form('one').waitFor();
  assert.deepEqual(await host.page.evaluate(() => /** @type {any} */ (globalThis).cacheModes), ['default', 'reload']);
  assert.deepEqual((await host.events()).filter(({ name }) => name === 'error'), []);
  assert.deepEqual(thrown, []);
  assert.deepEqual(host.complaints, []);
});

/** Faults of texts that the browser keeps until the page is left, so that a press would not help. @type {[string, string | Buffer, RegExp][]} */
const KEPT = [
  ['are truncated', TEXTS.subarray(0, 5_000), /^The texts of "en" could not be loaded/],
  ['have a wrong word', TEXTS.toString().replace('phone', 'house'), /^The texts of "en" are not what was published/],
];
for (const [what, body, message] of KEPT) {
  test(`the texts ${what}: it is shown and reported`, async (t) => {
    const { host, thrown } = await openHost(t);
    await host.page.route(`${FILES}texts/en.js`, (route) => route.fulfill({ contentType: SCRIPT_TYPE, body }));
    await host.mount();
    const { text, buttons, told } = await readFailure(host);
    assert.match(text, /^This form is not working at the moment\./);
    assert.deepEqual(buttons, []);
    assert.equal(told?.code, 'load_failed');
    assert.match(told?.message ?? '', message);
    assert.deepEqual(thrown, []);
  });
}

test('the error about a wasm that the bundler did not publish names both ways out', async (t) => {
  const { host } = await openHost(t);
  for (const [served, says] of /** @type {[Served, RegExp][]} */ ([
    [{ status: 404 }, /could not be loaded: HTTP status 404/],
    [PAGE_OF_A_PROXY, /is not what was published/],
  ])) {
    await host.page.route(`${FILES}wasm/module_bg.wasm`, (route) => route.fulfill(/** @type {any} */ (served)));
    await host.mount();
    const { told } = await readFailure(host);
    assert.match(told?.message ?? '', says);
    for (const way of ['option "wasmUrl"', 'import "xpollens-onboarding/inline"']) assert.ok(told?.message?.includes(way), way);
    await host.page.unroute(`${FILES}wasm/module_bg.wasm`);
    await host.unmount(0);
    await host.page.evaluate(() => /** @type {any} */ (globalThis).mounted.shift());
  }
});

test('the option wasmUrl sets another address, and no message contains its query', async (t) => {
  const { host } = await openHost(t);
  const asked = /** @type {string[]} */ ([]);
  host.page.on('request', (request) => request.url().includes('.wasm') && asked.push(new URL(request.url()).pathname));
  await host.page.route('**/assets/one.wasm?*', (route) => route.fulfill({ contentType: WASM_TYPE, body: WASM }));
  await host.page.route('**/assets/none.wasm?*', (route) => route.fulfill({ status: 403 }));
  await host.mount('one', { wasmUrl: '/assets/none.wasm?signature=4711' });
  const { told } = await readFailure(host);
  assert.match(told?.message ?? '', /\/assets\/none\.wasm could not be loaded: HTTP status 403/);
  assert.doesNotMatch(told?.message ?? '', /4711/);
  await host.mount('two', { wasmUrl: '/assets/one.wasm?signature=4711' });
  await host.form('two').waitFor();
  assert.deepEqual(asked, ['/assets/none.wasm', '/assets/one.wasm']);
});

test('without https, where no digest can be computed, it starts nevertheless', async (t) => {
  const { host, thrown } = await openHost(t);
  await host.page.evaluate(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await host.mount();
  await host.form('one').waitFor();
  assert.deepEqual(thrown, []);
});

test('a wasm with another media type starts nevertheless', async (t) => {
  const { host, thrown } = await openHost(t);
  await host.page.route(`${FILES}wasm/module_bg.wasm`, (route) =>
    route.fulfill({ contentType: 'application/octet-stream', body: WASM }),
  );
  await host.mount();
  await host.form('one').waitFor();
  assert.deepEqual(thrown, []);
  assert.deepEqual(host.complaints, []);
});

test('a policy without wasm-unsafe-eval is reported as wasm_refused if the module as JavaScript cannot be loaded either', async (t) => {
  const { host, thrown } = await openHost(t);
  const address = host.page.url();
  const policy = new Map(SECURITY_HEADERS).get('Content-Security-Policy')?.replace(" 'wasm-unsafe-eval'", '');
  await host.serve(address, { 'Content-Security-Policy': String(policy) });
  await host.page.goto(address);
  await host.mount('one', { language: 'fr' });
  const { text, buttons, told } = await readFailure(host);
  assert.match(text, /^Ce formulaire ne fonctionne pas pour le moment\./);
  assert.deepEqual(buttons, ['Réessayer'], 'the module as JavaScript may arrive next time');
  assert.equal(told?.code, 'wasm_refused');
  assert.match(told?.message ?? '', /'wasm-unsafe-eval'/);
  assert.deepEqual(thrown, []);
});

test('a browser without WebAssembly is reported as wasm_unavailable, and starts once the module as JavaScript arrives', async (t) => {
  const { host, thrown } = await openHost(t);
  await host.page.evaluate(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await host.mount();
  const { buttons, told } = await readFailure(host);
  assert.deepEqual(buttons, ['Try again']);
  assert.equal(told?.code, 'wasm_unavailable');
  assert.equal(told?.retryable, true);
  assert.match(told?.message ?? '', /\/engine\.js could not be loaded/);
  await host.page.unroute(`${FILES}wasm/engine.js`);
  await host.press('Try again');
  await host.form('one').waitFor();
  assert.deepEqual(thrown, []);
});
