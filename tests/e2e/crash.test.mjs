// @ts-check
// A panic anywhere in the module: the customer sees a message and can continue, the host gets one event, the page
// around is not affected, the crashed instance is never entered again, and the next mount has a new one. The panic is a
// trap that only the wasm of these tests has (fused-wasm.mjs), at several depths of the work.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enterFused, fusedWasm, readFuse, serveFused, setFuse, setFuseAtClick } from '../support/fused-wasm.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { example, playBackend } from '../support/played-backend.mjs';
import { until } from '../support/until.mjs';

/** More calls than any entry makes. */
const NEVER = 1_000_000_000;
/** Longer than the module waits for an answer, in milliseconds. */
const PAST_TIMEOUT_MS = 16_000;
/** How far ahead of the current time a clock is paused, in milliseconds. */
const MINUTE = 60_000;
const CANARY = 'Zuvaprenom';
const SNAPSHOT = '**/onboarding-api/onboarding';
const FAILED = { name: 'error', code: 'internal', retryable: true };
/** The message and the button. */
const SENTENCE = {
  en: ['This form is not working at the moment. What you have sent is kept.', 'Try again'],
  fr: ['Ce formulaire ne fonctionne pas pour le moment. Ce que vous avez envoyé est conservé.', 'Réessayer'],
};

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
/** @type {Buffer} */
let wasm;
before(async () => {
  wasm = fusedWasm();
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * A partner's page that will load the wasm with the fuse. The backend is fake.
 * @param {import('node:test').TestContext} t
 * @returns {Promise<Host>}
 */
async function openHost(t) {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await playBackend(host.page, example('snapshot.start'));
  await serveFused(host.page, wasm);
  return Object.assign(host, { taken: await host.census() });
}

/** @typedef {HostPage & { taken: import('../support/host-page.mjs').Census }} Host */

/** @param {HostPage} host @param {'one' | 'two'} [container] */
const alert = (host, container = 'one') => host.page.locator(`#${container}`).getByRole('alert');

/**
 * Console messages other than the module's own about its failure. The text of the trap is the browser's.
 * @param {HostPage} host
 */
const otherComplaints = (host) =>
  host.complaintsButFailedRequests().filter((complaint) => !complaint.startsWith('OnboardingError: The module crashed.'));

/**
 * Pauses the page's clock, because the module checks it every two seconds and would enter the wasm.
 * @param {HostPage} host
 */
async function holdClock(host) {
  await host.page.clock.install();
  await host.page.clock.pauseAt(Date.now() + MINUTE);
}

/**
 * Mounts the module and waits for its form.
 * @param {HostPage} host
 */
async function mountForm(host) {
  await host.mount('one');
  await host.form('one').waitFor();
}

/**
 * @typedef {object} Entry
 * @property {(host: Host) => Promise<unknown>} arrange the preparation
 * @property {(host: Host, calls: number) => Promise<number>} enter enters with a fuse of this many calls, and returns how many
 *   of them remain
 */

/**
 * The entries into the module. Each entry is measured first, then interrupted.
 * @type {Record<string, Entry>}
 */
const ENTRIES = {
  'while it starts': {
    arrange: async (host) => {
      await host.page.evaluate(readFuseAfterStart);
      // The page's own listeners are among them.
      host.taken = await host.census();
    },
    enter: async (host, calls) => {
      await host.page.evaluate((calls) => Object.assign(globalThis, { fuseOnLoad: calls }), calls);
      await host.mount('one');
      return host.page.evaluate(() => /** @type {any} */ (globalThis).left);
    },
  },
  'in a listener of a click': {
    arrange: async (host) => {
      await mountForm(host);
      await host.firstNames('one').fill(CANARY);
    },
    enter: async (host, calls) => {
      await setFuseAtClick(host.page, calls);
      await host.press(host.text('form.next'));
      return readFuse(host.page);
    },
  },
  'in a listener of the window': {
    arrange: mountForm,
    enter: (host, calls) => enterFused(host.page, calls, () => dispatchEvent(new Event('offline'))),
  },
  'in a timer': {
    arrange: async (host) => {
      await holdClock(host);
      // The fake clock has its own timer.
      host.taken = await host.census();
      await host.page.route(SNAPSHOT, () => {});
      const asked = host.page.waitForRequest(SNAPSHOT);
      await host.mount('one');
      await asked;
    },
    enter: async (host, calls) => {
      await setFuse(host.page, calls);
      await host.page.clock.fastForward(PAST_TIMEOUT_MS);
      return readFuse(host.page);
    },
  },
  'while an answer is applied': {
    arrange: async (host) => {
      await host.page.evaluate(holdSnapshot);
      const answered = host.page.waitForResponse(SNAPSHOT);
      await host.mount('one');
      await (await answered).finished();
    },
    enter: async (host, calls) => {
      await enterFused(host.page, calls, () => /** @type {any} */ (globalThis).handOver());
      await alert(host).or(host.form('one')).first().waitFor();
      return readFuse(host.page);
    },
  },
  'while it changes its language': {
    arrange: async (host) => {
      await mountForm(host);
      // The other language is loaded in advance.
      for (const language of /** @type {const} */ (['fr', 'en'])) await host.speak(language);
    },
    enter: (host, calls) =>
      enterFused(host.page, calls, () => /** @type {any} */ (globalThis).mounted.at(-1).speak('fr')),
  },
};

/** Runs in the page: returns the remaining fuse once the first element has started or failed. The next one has no fuse. */
function readFuseAfterStart() {
  const page = /** @type {any} */ (globalThis);
  page.left = new Promise((resolve) => {
    const read = () => {
      page.fuseOnLoad = 0;
      resolve(page.instances.at(-1).fuse.value);
    };
    for (const name of ['ready', 'error']) document.addEventListener(`onboarding-${name}`, read);
  });
}

/** Runs in the page: holds the first answers until the test releases them. */
function holdSnapshot() {
  const { fetch } = globalThis;
  const isHandedOver = new Promise((resolve) => Object.assign(globalThis, { handOver: resolve }));
  globalThis.fetch = async (...request) => {
    const answer = await fetch(...request);
    if (answer.url.endsWith('/onboarding-api/onboarding')) await isHandedOver;
    return answer;
  };
}

for (const [when, { arrange, enter }] of Object.entries(ENTRIES)) {
  test(`a panic ${when} is reported to customer and host, and a press starts it again`, async (t) => {
    const measured = await openHost(t);
    await arrange(measured);
    const calls = NEVER - (await enter(measured, NEVER));
    assert.ok(calls > 20, `only ${calls} calls: does anything enter?`);
    assert.deepEqual(measured.complaints, []);

    for (const depth of [1, Math.ceil(calls / 3), Math.ceil((2 * calls) / 3)]) {
      const host = await openHost(t);
      await arrange(host);
      await enter(host, depth);
      await alert(host).waitFor();
      assert.equal(await readFuse(host.page), 0, 'the fuse caused the crash');
      const language = when.includes('language') ? 'fr' : 'en';
      await seeFailure(host, language);
      await seeNothingLeft(host);
      await host.press(SENTENCE[language][1]);
      await host.page.locator('#one').getByRole('heading', { level: 2 }).first().waitFor();
      assert.equal(await alert(host).count(), 0);
      assert.equal(await host.page.evaluate(() => /** @type {any} */ (globalThis).instances.length), 2);
      assert.deepEqual(otherComplaints(host), []);
    }
  });
}

/**
 * @param {HostPage} host
 * @param {'en' | 'fr'} language
 */
async function seeFailure(host, language) {
  const [sentence, again] = SENTENCE[language];
  assert.equal(await alert(host).innerText(), sentence);
  assert.equal(await alert(host).getAttribute('tabindex'), '-1');
  assert.deepEqual(await host.page.locator('#one').getByRole('button').allInnerTexts(), [again]);
  const failures = (await host.events()).filter(({ name }) => name === 'error');
  assert.equal(failures.length, 1, 'the crash is reported to the host once');
  const [{ name, code, retryable }] = failures;
  assert.deepEqual({ name, code, retryable }, FAILED);
}

/**
 * The resources of the crashed instance are released. Whatever the page does now, nothing enters the instance, and its
 * memory is empty.
 * @param {Host} host
 */
async function seeNothingLeft(host) {
  await host.quiet();
  const { listeners, timers } = await host.census();
  // The test's own, three for each container, and the button's.
  const containers = await host.page.locator('[data-is-heard]').count();
  assert.deepEqual({ listeners, timers }, { listeners: host.taken.listeners + 3 * containers + 1, timers: host.taken.timers });
  await setFuse(host.page, NEVER, -1);
  const bytes = await host.page.evaluate(() => {
    for (const name of ['offline', 'online', 'pagehide']) dispatchEvent(new Event(name));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    document.dispatchEvent(new Event('visibilitychange'));
    const exports = Object.values(/** @type {any} */ (globalThis).instances.at(-1));
    const [memory] = exports.filter((value) => value instanceof WebAssembly.Memory);
    return new Uint8Array(memory.buffer).filter(Boolean).length;
  });
  assert.equal(bytes, 0, 'bytes of the crashed instance that are not wiped');
  assert.equal(await readFuse(host.page, -1), NEVER, 'nothing entered');
}

test('a panic in one element ends only that one: the other keeps its typed text, and a press starts the first again', async (t) => {
  const host = await openHost(t);
  await host.mount('one');
  await host.mount('two');
  await host.form('two').waitFor();
  await host.firstNames('one').fill('Jean');
  await host.firstNames('two').focus();
  await enterFused(host.page, 10, () => dispatchEvent(new Event('offline')));
  await alert(host, 'two').waitFor();
  const isFocused = (/** @type {Element} */ text) => /** @type {ShadowRoot} */ (text.getRootNode()).activeElement === text;
  assert.equal(await alert(host, 'two').evaluate(isFocused), true, 'a customer in the form is led to what happened');
  assert.deepEqual(
    (await host.events()).filter(({ name }) => name === 'error').map(({ code }) => code),
    ['internal'],
  );
  assert.equal(await alert(host, 'one').count(), 0);
  assert.equal(await host.firstNames('one').inputValue(), 'Jean');

  await host.page.locator('#two').getByRole('button', { name: 'Try again' }).click();
  await host.form('two').waitFor();
  assert.equal(await host.page.locator('#two h2').evaluate(isFocused), true, 'the focus moves to the form');
  assert.equal(await host.firstNames('one').inputValue(), 'Jean');
  assert.equal(await host.page.evaluate(() => /** @type {any} */ (globalThis).instances.length), 3, 'one instance for each element, and a new one');
  assert.deepEqual(otherComplaints(host), []);
});

test('a panic during an unmount leaves an empty page, and the next mount works', async (t) => {
  const host = await openHost(t);
  const before = await host.census();
  await mountForm(host);
  const left = await enterFused(host.page, 5, () => /** @type {any} */ (globalThis).mounted[0].unmount());
  assert.equal(left, 0);
  await host.quiet();
  assert.equal((await host.census()).nodes, before.nodes);
  await host.mount('one');
  await host.form('one').waitFor();
  assert.deepEqual((await host.events()).filter(({ name }) => name === 'error'), []);
  assert.deepEqual(host.complaints, []);
});

test('an element that crashes at every start tries again only at a press, and others start meanwhile', async (t) => {
  const host = await openHost(t);
  const failures = async () => (await host.events()).filter(({ name }) => name === 'error').length;
  const setFuseOnLoad = (/** @type {number} */ calls) =>
    host.page.evaluate((calls) => Object.assign(globalThis, { fuseOnLoad: calls }), calls);
  for (let tries = 1; tries <= 3; tries++) {
    await setFuseOnLoad(50);
    await (tries === 1 ? host.mount('one') : host.page.locator('#one').getByRole('button', { name: 'Try again' }).click());
    await until(`failure ${tries} is reported`, async () => (await failures()) === tries);
    await alert(host, 'one').waitFor();
    await setFuseOnLoad(0);
    await host.mount('two');
    await host.form('two').waitFor();
    assert.equal(await alert(host, 'one').count(), 1);
    assert.equal(await host.page.evaluate(() => /** @type {any} */ (globalThis).instances.length), 2 * tries);
    await host.page.evaluate(() => document.getElementById('two')?.replaceChildren());
  }
  assert.equal(await failures(), 3, 'each failure is reported once');
  assert.deepEqual(otherComplaints(host), []);
});

test('two elements that crash while they start show it and can continue', async (t) => {
  const host = await openHost(t);
  await host.page.evaluate(() => Object.assign(globalThis, { fuseOnLoad: 200 }));
  await Promise.all([host.mount('one'), host.mount('two')]);
  for (const container of /** @type {const} */ (['one', 'two'])) await alert(host, container).waitFor();
  assert.equal((await host.events()).filter(({ name }) => name === 'error').length, 2);
  await host.page.evaluate(() => Object.assign(globalThis, { fuseOnLoad: 0 }));
  for (const container of /** @type {const} */ (['one', 'two'])) {
    await host.page.locator(`#${container}`).getByRole('button', { name: 'Try again' }).click();
    await host.form(container).waitFor();
  }
  assert.deepEqual(otherComplaints(host), []);
});

test('no typed text is in the console, the event or the page after a panic', async (t) => {
  const host = await openHost(t);
  /** @type {string[]} */
  const said = [];
  host.page.on('console', (message) => said.push(message.text()));
  await host.mount('one');
  await host.firstNames('one').fill(CANARY);
  await setFuseAtClick(host.page, 40);
  await host.press(host.text('form.next'));
  await alert(host).waitFor();
  const told = await host.page.evaluate(() =>
    JSON.stringify(/** @type {any} */ (globalThis).heard) + document.documentElement.outerHTML,
  );
  assert.ok(said.some((text) => text.includes('The module crashed')), 'an integrator sees it');
  for (const text of [told, ...said]) assert.equal(text.includes(CANARY), false, text);
});
