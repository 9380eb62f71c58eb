// @ts-check
// Mounting, moving and unmounting the module on the partner's page, as often as the page likes. Nothing remains.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHarness } from '../support/harness.mjs';
import { newCustomer } from '../support/desktop.mjs';
import { HostPage } from '../support/host-page.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';
import { example } from '../support/played-backend.mjs';
import { until } from '../support/until.mjs';

const WASM = '**/xpollens-onboarding/wasm/module_bg.wasm';
/** The same module as JavaScript, which would run in its place. */
const ENGINE = '**/xpollens-onboarding/wasm/engine.js';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** The first snapshot of a backend with all features: a channel for tabs, and drafts. */
const SNAPSHOT = { ...example('snapshot.start'), channel: '00112233445566778899aabbccddeeff', drafts: [] };

/** The browser's counters, read after a garbage collection. */
const COUNTED = ['Nodes', 'JSEventListeners', 'Documents', 'Frames'];
/** Fifty for each moment. One thing that a single mount leaves behind changes the counters, so more would show no more. */
const MOUNTS = 300;

test('three hundred mounts and unmounts at any moment leave nothing behind', TEST_PATIENCE, async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await host.page.evaluate(countInstances);
  const before = await host.census();
  await host.mount();
  await host.form('one').waitFor();
  const during = await host.census();
  assert.ok(during.listeners > before.listeners, 'the listeners of the module are counted');
  assert.ok(during.nodes > before.nodes);
  await until('the lock and the channel of the tabs are counted', async () => {
    const { locks, channels } = await shared(host);
    // Both have the name that the backend gave them. A call that the server holds has a lock of another name.
    return channels.length === 1 && locks.filter((name) => name === channels[0]).length === 1;
  });
  await host.unmount(0);
  await host.quiet();

  const devtools = await host.context.newCDPSession(host.page);
  await devtools.send('Performance.enable');
  const measure = async () => {
    for (let times = 0; times < 3; times++) await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const of = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return {
      kept: {
        ...Object.fromEntries(COUNTED.map((name) => [name, of(name)])),
        ...(await host.census()),
        instances: await host.page.evaluate(() => /** @type {any} */ (globalThis).instances()),
        open: await host.page.evaluate(() => /** @type {any} */ (globalThis).open),
        ...(await shared(host)),
      },
      heap: of('JSHeapUsedSize'),
    };
  };
  await host.page.evaluate(playNetwork, SNAPSHOT);
  const { address, birthDate, ...person } = newCustomer();
  const [year, month, day] = birthDate.split('-');
  const born = { 'birthDate-day': day, 'birthDate-month': month, 'birthDate-year': year };
  const fields = { ...person, ...born, ...Object.fromEntries(Object.entries(address).map(([name, value]) => [`address.${name}`, value])) };
  const cycle = async (/** @type {number} */ rounds) => {
    const longest = await host.page.evaluate(mountAndUnmount, { rounds, fields });
    // The browser releases a lock at its own time.
    await until('the last lock is released', async () => (await shared(host)).locks.length === 0);
    return longest;
  };
  await cycle(10); // everything that is made once exists by then
  const start = await measure();
  const longest = await cycle(MOUNTS);
  const end = await measure();
  const heap = Math.round((end.heap - start.heap) / 1024);
  const count = (/** @type {{ kept: object }} */ { kept }, /** @type {string} */ name) => Reflect.get(kept, name);
  console.log(
    `${MOUNTS} mounts: ${COUNTED.map((name) => `${name} ${count(end, name) - count(start, name)}`).join(', ')}, ` +
      `instances ${start.kept.instances} then ${end.kept.instances}, heap ${heap} KiB; longest unmount ${longest.toFixed(1)} ms`,
  );
  assert.deepEqual(end.kept, start.kept);
  assert.deepEqual(end.kept.channels, [], 'no channel is open');
  const cut = await host.page.evaluate(() => /** @type {any} */ (globalThis).cut);
  assert.ok(cut >= MOUNTS / 6, `${cut} requests of forms were interrupted`);
  assert.deepEqual(host.complaints, []);
});

/**
 * What the page shares with other tabs: the names of locks that it holds or waits for, and of channels that are open.
 * @param {HostPage} host
 * @returns {Promise<{ locks: string[], channels: string[] }>}
 */
const shared = (host) =>
  host.page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const { channels } = /** @type {any} */ (globalThis);
    return { locks: [...held, ...pending].map(({ name = '' }) => name), channels };
  });

/**
 * Runs in the page: a backend that answers at once or, if a round wants it, never. It never answers a form.
 * @param {object} snapshot
 */
function playNetwork(snapshot) {
  const host = /** @type {any} */ (globalThis);
  host.open = 0;
  host.cut = 0;
  const { fetch } = globalThis;
  globalThis.fetch = (/** @type {any} */ request, init) => {
    const { url, signal } = typeof request === 'object' ? request : { url: String(request), signal: init?.signal };
    if (!url?.includes('/onboarding-api/')) return fetch(request, init);
    host.asked?.();
    const isForm = url.includes('/steps/');
    // A draft is also sent when the module is removed.
    if (url.includes('/drafts/')) return Promise.resolve(new Response(null, { status: 204 }));
    if (url.includes('/places')) return Promise.resolve(Response.json({ places: [] }));
    if (!host.isHeld && !isForm && !url.includes('after=')) return Promise.resolve(Response.json(snapshot));
    host.open += 1;
    if (isForm) host.sent();
    return new Promise((_, reject) => {
      signal.onabort = () => {
        host.open -= 1;
        if (isForm) host.cut += 1;
        signal.onabort = null;
        reject(new DOMException('aborted', 'AbortError'));
      };
    });
  };
}

/** Runs in the page before the module is loaded: it then counts the instances in memory and what they open. */
function countInstances() {
  /** @type {WeakRef<WebAssembly.Memory>[]} */
  const memories = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (/** @type {any[]} */ ...source) => {
    const made = await Reflect.apply(instantiate, WebAssembly, source);
    /** @type {unknown[]} */
    const parts = Object.values(made.exports);
    const memory = parts.find((part) => part instanceof WebAssembly.Memory);
    if (memory) memories.push(new WeakRef(memory));
    return made;
  };
  const Channel = BroadcastChannel;
  globalThis.BroadcastChannel = class extends Channel {
    /** @param {string} name */
    constructor(name) {
      super(name);
      host.channels.push(name);
    }
    /** @override */
    close() {
      host.channels.splice(host.channels.indexOf(this.name), 1);
      super.close();
    }
  };
  const host = /** @type {any} */ (globalThis);
  const instances = () => memories.filter((memory) => memory.deref()).length;
  Object.assign(globalThis, { instances, asked: undefined, sent: undefined, isHeld: false, open: 0, cut: 0, channels: [] });
}

/**
 * Runs in the page: each round ends at another moment of the module's life.
 * @param {object} options
 * @param {number} options.rounds
 * @param {Record<string, string>} options.fields what the form is filled with, by the name of the field
 * @returns {Promise<number>} the longest time that an unmount took, in milliseconds
 */
async function mountAndUnmount({ rounds, fields }) {
  const host = /** @type {any} */ (globalThis);
  const { mount } = await import(String('/xpollens-onboarding/index.js'));
  const [one, two] = ['one', 'two'].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
  const start = () => mount(one, { endpoint: '/onboarding-api', token: 'played', language: 'en' });
  const next = (/** @type {string} */ name, act = () => {}) =>
    new Promise((resolve) => {
      const hear = () => {
        one.removeEventListener(name, hear);
        act();
        resolve(undefined);
      };
      one.addEventListener(name, hear);
    });
  /** @param {ShadowRoot} root @param {string} name @param {string} value */
  const enter = (root, name, value) => {
    const named = /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll(`[name="${name}"]`)]);
    const control = named.find((one) => one.type !== 'radio' || one.value === value);
    if (!control) return false;
    if (control.type === 'radio') control.checked = true;
    else control.value = value;
    for (const kind of ['input', 'change']) control.dispatchEvent(new Event(kind, { bubbles: true }));
    return true;
  };
  const submit = (/** @type {ShadowRoot} */ root) =>
    /** @type {HTMLElement} */ (root.querySelector('button[type=submit]')).click();
  /** Fills in sheet by sheet. Then all answers are on the screen. */
  const fill = (/** @type {ShadowRoot} */ root) => {
    let left = Object.entries(fields);
    while (left.length > 0) {
      const rest = left.filter(([name, value]) => !enter(root, name, value));
      if (rest.length === left.length) throw new Error(`there is no field ${rest.map(([name]) => name)}`);
      left = rest;
      submit(root);
    }
  };
  let longest = 0;
  const end = (/** @type {any} */ mounted) => {
    const began = performance.now();
    mounted.unmount();
    // The element is removed in a separate microtask.
    return Promise.resolve().then(() => (longest = Math.max(longest, performance.now() - began)));
  };
  /** @type {(() => Promise<unknown>)[]} */
  const moments = [
    // While it is loading.
    () => end(start()),
    // While it is waiting for an answer.
    async () => {
      host.isHeld = true;
      const isAsked = new Promise((resolve) => (host.asked = resolve));
      const mounted = start();
      await isAsked;
      await end(mounted);
    },
    // During one of its events.
    async () => {
      /** @type {any} */
      let mounted;
      const told = next('onboarding-status', () => mounted.unmount());
      mounted = start();
      await told;
    },
    // While a form is sent.
    async () => {
      const told = next('onboarding-status');
      const mounted = start();
      await told;
      const isSent = new Promise((resolve) => (host.sent = resolve));
      fill(mounted.element.shadowRoot);
      submit(mounted.element.shadowRoot);
      await isSent;
      await end(mounted);
    },
    // After a move by a framework, and after a removal and a second insertion.
    async () => {
      const told = next('onboarding-status');
      const mounted = start();
      await told;
      two.append(mounted.element);
      mounted.element.remove();
      one.append(mounted.element);
      await Promise.resolve();
      await end(mounted);
    },
    // Twice in a row, as React's strict mode does. The first is removed before it has started.
    async () => {
      const told = next('onboarding-status');
      start().unmount();
      const mounted = start();
      await told;
      await end(mounted);
    },
  ];
  for (let round = 0; round < rounds; round++) {
    host.isHeld = false;
    await moments[round % moments.length]();
    await new Promise((resolve) => setTimeout(resolve));
  }
  return longest;
}

test('an element unmounted before its files arrive never starts', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  const before = await host.census();
  /** @type {() => void} */
  let answer = () => {};
  const isGone = new Promise((resolve) => (answer = () => resolve(undefined)));
  await host.page.route(WASM, async (route) => {
    await isGone;
    await route.continue();
  });
  const asked = host.page.waitForRequest(WASM);
  await host.mount();
  await asked;
  await host.unmount(0);
  const loaded = host.page.waitForResponse(WASM);
  answer();
  await (await loaded).finished();
  await host.quiet();

  // The next element finds the files loaded and starts. The first one would have started earlier.
  await host.mount('two');
  await host.form('two').waitFor();
  assert.equal((await host.events()).filter(({ name }) => name === 'ready').length, 1);
  await host.unmount(1);
  await host.quiet();
  const { nodes, timers } = await host.census();
  assert.deepEqual({ nodes, timers }, { nodes: before.nodes, timers: before.timers });
  assert.deepEqual(host.complaints, []);
});

test('an element moved within the page keeps its typed text', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await host.mount();
  await host.firstNames('one').fill('Corinne');
  const typed = await host.readForm();
  await host.page.evaluate(() => {
    const [one, two] = ['one', 'two'].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
    two.append(/** @type {Node} */ (one.firstChild));
  });
  assert.equal(await host.firstNames('two').inputValue(), 'Corinne');
  assert.deepEqual(await host.readForm(), typed);
  // It still works: an error is drawn.
  await host.sendDetails();
  await host.seeError('lastName');
  assert.equal((await host.events()).filter(({ name }) => name === 'ready').length, 1);
  assert.deepEqual(host.complaints, []);
});

test('two elements on one page are independent', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await host.mount('one');
  await host.mount('two');
  await host.firstNames('one').fill('Corinne');
  await host.firstNames('two').fill('Jean');
  await host.unmount(0);
  await host.form('one').waitFor({ state: 'detached' });
  assert.equal(await host.firstNames('two').inputValue(), 'Jean');
  await host.sendDetails();
  await host.seeError('lastName');
  assert.deepEqual(host.complaints, []);
});

test('options that are set before the tag is defined are kept', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await host.page.evaluate(async () => {
    const element = /** @type {any} */ (document.createElement('xpollens-onboarding'));
    const getToken = async () => (await (await fetch('/demo/session', { method: 'POST' })).json()).sessionToken;
    element.options = { endpoint: '/onboarding-api', language: 'fr', getToken };
    document.getElementById('one')?.append(element);
    await import(/* @vite-ignore */ String('/xpollens-onboarding/define.js'));
    if (Object.hasOwn(element, 'options')) throw new Error('they hide those of the class');
  });
  await host.page.getByRole('heading', { name: 'Votre nom' }).waitFor();
  assert.deepEqual(host.complaints, []);
});

test('a file that does not load is reported to page and customer, and a press tries again', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  for (const file of [WASM, ENGINE]) await host.page.route(file, (route) => route.fulfill({ status: 404, body: '' }), { times: 1 });
  await host.mount();
  await host.page.getByRole('alert').filter({ hasText: 'What you have sent is kept' }).waitFor();
  const [{ name, code, retryable, message }] = await host.events();
  assert.deepEqual({ name, code, retryable }, { name: 'error', code: 'load_failed', retryable: true });
  assert.match(message ?? '', /module_bg\.wasm could not be loaded/);
  const before = await host.census();

  await host.press('Try again');
  await host.form('one').waitFor();
  assert.equal(await host.page.getByRole('alert').count(), 0);
  await host.unmount(0);
  await host.quiet();
  assert.equal((await host.census()).timers, before.timers);
});

test('a file that does not load does not break later mounts', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  for (const file of [WASM, ENGINE]) await host.page.route(file, (route) => route.abort(), { times: 1 });
  await host.mount('one');
  await host.page.getByRole('alert').waitFor();
  await host.mount('two');
  await host.form('two').waitFor();
  assert.deepEqual(
    (await host.events()).filter(({ name }) => name === 'error').map(({ code }) => code),
    ['load_failed'],
  );
});

/** Mistakes of integrators: options, and the expected message. */
const WRONG = /** @type {const} */ ([
  [{ colour: 'red' }, /"colour" is not known/],
  [{ endpoint: 'api' }, /"endpoint" is not an address/],
  [{ helpUrl: 'javascript:alert(1)' }, /"helpUrl" is no https address/],
  [{ doneUrl: 'javascript:alert(1)' }, /"doneUrl" is no https address/],
  [{ language: 7 }, /"language" is a number; expected a string/],
  [{ getToken: 'token' }, /"getToken" is a string; expected a function/],
  [{ texts: 'words' }, /"texts" is a string; expected an object of texts/],
  [{ texts: { 'profile.headline': 'You' } }, /"texts" has the unknown key "profile.headline"/],
]);
for (const [options, expected] of WRONG) {
  test(`an invalid option is refused with its name: ${JSON.stringify(options)}`, async (t) => {
    const host = await HostPage.forTest(t, funnel.urls.page);
    await host.mount('one', options);
    await host.page.getByRole('alert').waitFor();
    const [{ name, code, retryable, message }] = await host.events();
    assert.deepEqual({ name, code, retryable }, { name: 'error', code: 'invalid_option', retryable: false });
    assert.match(message ?? '', expected);
    assert.equal(await host.page.getByRole('button').count(), 0, 'there is no button, because a press would not help');
  });
}
