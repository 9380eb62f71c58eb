// @ts-check
// The module as a guest on the partner's page: it comes, moves and goes as often as the page likes, and leaves nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHarness } from './harness.mjs';
import { HostPage } from './host-page.mjs';
import { example } from './played-backend.mjs';

const WASM = '**/xpollens-onboarding/wasm/module_bg.wasm';

/** @type {import('./harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** What the browser counts, once it has looked for what nobody holds any more. */
const COUNTED = ['Nodes', 'JSEventListeners', 'Documents', 'Frames'];

test('a thousand mounts and unmounts, at any moment, leave nothing', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await host.page.evaluate(keepInstance);
  const before = await host.census();
  await host.mount();
  await host.form('one').waitFor();
  const during = await host.census();
  assert.ok(during.listeners > before.listeners, 'the count sees what is taken');
  assert.ok(during.nodes > before.nodes);
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
        ...(await host.page.evaluate(() => /** @type {any} */ (globalThis).sizes())),
        open: await host.page.evaluate(() => /** @type {any} */ (globalThis).open),
      },
      heap: of('JSHeapUsedSize'),
    };
  };
  await host.page.evaluate(playNetwork, example('snapshot.start'));
  const cycle = (/** @type {number} */ rounds) => host.page.evaluate(mountAndUnmount, rounds);
  await cycle(10); // what is made once is made by then
  const start = await measure();
  assert.equal(start.kept.pages.length, 1, 'all rounds share an instance');
  const longest = await cycle(1000);
  const end = await measure();
  const heap = Math.round((end.heap - start.heap) / 1024);
  console.log(
    `1000 mounts: ${COUNTED.map((name) => `${name} ${end.kept[name] - start.kept[name]}`).join(', ')}, ` +
      `wasm pages ${start.kept.pages} then ${end.kept.pages}, heap ${heap} KiB; longest unmount ${longest.toFixed(1)} ms`,
  );
  assert.deepEqual(end.kept, start.kept);
  assert.deepEqual(host.complaints, []);
});

/**
 * Runs in the page: a backend that answers at once, or, as a round wants it, never.
 * @param {object} snapshot
 */
function playNetwork(snapshot) {
  const host = /** @type {any} */ (globalThis);
  host.open = 0;
  const { fetch } = globalThis;
  globalThis.fetch = (/** @type {any} */ request, init) => {
    const { url, signal } = typeof request === 'object' ? request : { url: String(request), signal: undefined };
    if (!url?.includes('/onboarding-api/')) return fetch(request, init);
    host.asked?.();
    if (!host.isHeld && !url.includes('after=')) return Promise.resolve(Response.json(snapshot));
    host.open += 1;
    return new Promise((_, reject) => {
      signal.onabort = () => {
        host.open -= 1;
        signal.onabort = null;
        reject(new DOMException('aborted', 'AbortError'));
      };
    });
  };
}

/** Runs in the page before the module is loaded: how large its instances are can be asked from then on. */
function keepInstance() {
  /** @type {unknown[]} */
  const parts = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (/** @type {any[]} */ ...source) => {
    const made = await Reflect.apply(instantiate, WebAssembly, source);
    parts.push(...Object.values(made.instance.exports));
    return made;
  };
  const sizes = () => ({
    pages: parts.filter((part) => part instanceof WebAssembly.Memory).map(({ buffer }) => buffer.byteLength / 65_536),
    tables: parts.filter((part) => part instanceof WebAssembly.Table).map(({ length }) => length),
  });
  Object.assign(globalThis, { sizes, asked: undefined, isHeld: false, open: 0 });
}

/**
 * Runs in the page: each round ends at another moment of the module's life.
 * @param {number} rounds
 * @returns {Promise<number>} the longest time that an unmount took, in milliseconds
 */
async function mountAndUnmount(rounds) {
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
  let longest = 0;
  const end = (/** @type {any} */ mounted) => {
    const began = performance.now();
    mounted.unmount();
    // The element goes in a microtask of its own.
    return Promise.resolve().then(() => (longest = Math.max(longest, performance.now() - began)));
  };
  /** @type {(() => Promise<unknown>)[]} */
  const moments = [
    // While it loads.
    () => end(start()),
    // While it waits for an answer.
    async () => {
      host.isHeld = true;
      const isAsked = new Promise((resolve) => (host.asked = resolve));
      const mounted = start();
      await isAsked;
      await end(mounted);
    },
    // In what it tells.
    async () => {
      /** @type {any} */
      let mounted;
      const told = next('onboarding-status', () => mounted.unmount());
      mounted = start();
      await told;
    },
    // While a form is sent, and half filled in.
    async () => {
      const told = next('onboarding-status');
      const mounted = start();
      await told;
      mounted.element.shadowRoot.querySelector('button[type=submit]').click();
      await end(mounted);
    },
    // After a move, as a framework makes it, and taken out and put in again.
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
    // Twice in a row, as React's strict mode does; the first is gone before it is there.
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

test('unmounted before its files are there, it never starts', async (t) => {
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

  // The next one finds the files loaded and starts: the first would have started before it.
  await host.mount('two');
  await host.form('two').waitFor();
  assert.equal((await host.events()).filter(({ name }) => name === 'ready').length, 1);
  await host.unmount(1);
  await host.quiet();
  const { nodes, timers } = await host.census();
  assert.deepEqual({ nodes, timers }, { nodes: before.nodes, timers: before.timers });
  assert.deepEqual(host.complaints, []);
});

test('moved within the page, it keeps what is typed', async (t) => {
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
  await host.seeError('email');
  assert.equal((await host.events()).filter(({ name }) => name === 'ready').length, 1);
  assert.deepEqual(host.complaints, []);
});

test('two on one page do not know of each other', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await host.mount('one');
  await host.mount('two');
  await host.firstNames('one').fill('Corinne');
  await host.firstNames('two').fill('Jean');
  await host.unmount(0);
  await host.form('one').waitFor({ state: 'detached' });
  assert.equal(await host.firstNames('two').inputValue(), 'Jean');
  await host.sendDetails();
  await host.seeError('email');
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
  await host.page.getByRole('heading', { name: 'Vous' }).waitFor();
  assert.deepEqual(host.complaints, []);
});

test('a file that does not load is told, to page and customer, and a press tries again', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await host.page.route(WASM, (route) => route.fulfill({ status: 404, body: '' }), { times: 1 });
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

test('a file that does not load fails no later mount', async (t) => {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await host.page.route(WASM, (route) => route.abort(), { times: 1 });
  await host.mount('one');
  await host.page.getByRole('alert').waitFor();
  await host.mount('two');
  await host.form('two').waitFor();
  assert.deepEqual(
    (await host.events()).filter(({ name }) => name === 'error').map(({ code }) => code),
    ['load_failed'],
  );
});

/** What an integrator gets wrong: options, what the message must say. */
const WRONG = /** @type {const} */ ([
  [{ colour: 'red' }, /"colour" is not known/],
  [{ endpoint: 'api' }, /"endpoint" is no address/],
  [{ helpUrl: 'javascript:alert(1)' }, /"helpUrl" is no https address/],
  [{ language: 7 }, /"language" is a number; expected a string/],
  [{ getToken: 'token' }, /"getToken" is a string; expected a function/],
  [{ texts: 'words' }, /"texts" is a string; expected an object of texts/],
  [{ texts: { 'profile.headline': 'You' } }, /"texts" has the unknown key "profile.headline"/],
]);
for (const [options, expected] of WRONG) {
  test(`a wrong option is refused by its name: ${JSON.stringify(options)}`, async (t) => {
    const host = await HostPage.forTest(t, funnel.urls.page);
    await host.mount('one', options);
    await host.page.getByRole('alert').waitFor();
    const [{ name, code, retryable, message }] = await host.events();
    assert.deepEqual({ name, code, retryable }, { name: 'error', code: 'invalid_option', retryable: false });
    assert.match(message ?? '', expected);
    assert.equal(await host.page.getByRole('button').count(), 0, 'a press would not mend it');
  });
}
