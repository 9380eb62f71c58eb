// @ts-check
// The module as a guest on the partner's page: it comes, moves and goes as often as the page likes, and leaves nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHarness } from './harness.mjs';
import { HostPage } from './host-page.mjs';

const WASM = '**/xpollens-onboarding/wasm/module_bg.wasm';

/** @type {import('./harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** @param {import('node:test').TestContext} t */
async function openHost(t) {
  const host = await HostPage.start(funnel.urls.page);
  t.after(host.close);
  return host;
}

test('a hundred mounts and unmounts leave nothing on the page', async (t) => {
  const host = await openHost(t);
  const before = await host.census();
  await host.mount();
  await host.form('one').waitFor();
  const during = await host.census();
  assert.ok(during.listeners > before.listeners, 'the count sees what is taken');
  assert.ok(during.nodes > before.nodes);
  await host.unmount(0);

  // Half of them are gone before they are ready, as happens where a framework draws twice.
  await host.page.evaluate(async () => {
    const { mount } = await import(String('/xpollens-onboarding/index.js'));
    const container = /** @type {HTMLElement} */ (document.getElementById('two'));
    const { sessionToken } = await (await fetch('/demo/session', { method: 'POST' })).json();
    for (let round = 0; round < 100; round++) {
      const isDrawn = new Promise((resolve) => container.addEventListener('onboarding-status', resolve, { once: true }));
      const mounted = mount(container, { endpoint: '/onboarding-api', token: sessionToken });
      if (round % 2) await isDrawn;
      mounted.unmount();
    }
  });
  await host.quiet();
  // The listeners are the test's own: one on each of the rounds that was never drawn, three on the first container.
  const { listeners, ...rest } = await host.census();
  const { listeners: listenersBefore, ...restBefore } = before;
  assert.deepEqual(rest, restBefore);
  const own = 3 + 100;
  assert.equal(listeners - listenersBefore, own);
  assert.deepEqual(host.complaints, []);
});

test('unmounted before its files are there, it never starts', async (t) => {
  const host = await openHost(t);
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
  const host = await openHost(t);
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
  const host = await openHost(t);
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

test('a file that does not load is told, to page and customer, and a press tries again', async (t) => {
  const host = await openHost(t);
  await host.page.route(WASM, (route) => route.fulfill({ status: 404, body: '' }), { times: 1 });
  await host.mount();
  await host.page.getByRole('alert').filter({ hasText: 'Nothing was lost' }).waitFor();
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
  const host = await openHost(t);
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
    const host = await openHost(t);
    await host.mount('one', options);
    await host.page.getByRole('alert').waitFor();
    const [{ name, code, retryable, message }] = await host.events();
    assert.deepEqual({ name, code, retryable }, { name: 'error', code: 'invalid_option', retryable: false });
    assert.match(message ?? '', expected);
    assert.equal(await host.page.getByRole('button').count(), 0, 'a press would not mend it');
  });
}
