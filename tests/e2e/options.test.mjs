// @ts-check
// The options of the tag as frameworks set them: before or after the element is in the page, as one object or one by one, again
// at each rendering. And a language that the page brings itself.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { example, playBackend } from '../support/played-backend.mjs';
import { until } from '../support/until.mjs';

const FRENCH = JSON.parse(readFileSync(inRepository('www', 'locales', 'fr.json'), 'utf8'));

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * A page with the tag defined, whose console and calls are recorded.
 * @param {import('node:test').TestContext} t
 */
async function openPage(t) {
  const host = await HostPage.forTest(t, funnel.urls.page);
  /** @type {string[]} */
  const advice = [];
  host.page.on('console', (message) => message.type() === 'warning' && advice.push(message.text()));
  /** @type {string[]} */
  const tokens = [];
  host.page.on('request', (request) => {
    if (request.url().includes('/onboarding-api/onboarding')) tokens.push(request.headers().authorization ?? 'none');
  });
  await playBackend(host.page, example('snapshot.start'));
  await host.page.evaluate(() => import(String('/xpollens-onboarding/define.js')));
  return { host, advice, tokens };
}

/**
 * Runs a script in the page with the element, which is not in the page yet, and its container.
 * @param {HostPage} host
 * @param {(element: any, container: HTMLElement) => unknown} script
 */
function withElement({ page }, script) {
  return page.evaluate(`(async () => {
    globalThis.element ??= document.createElement('xpollens-onboarding');
    return (${script})(globalThis.element, document.getElementById('one'));
  })()`);
}

/** Ways of a framework: what it does, in its order. @type {[string, (element: any, container: HTMLElement) => unknown][]} */
const ORDERS = [
  [
    'one by one before it is in the page',
    (element, container) => {
      Object.assign(element, { getToken: () => 'given', endpoint: '/onboarding-api', language: 'en' });
      container.append(element);
    },
  ],
  [
    'one by one after it is in the page',
    (element, container) => {
      container.append(element);
      Object.assign(element, { endpoint: '/onboarding-api', language: 'en', getToken: () => 'given' });
    },
  ],
  [
    'the endpoint as an attribute, the function later in the same task',
    (element, container) => {
      element.setAttribute('endpoint', '/onboarding-api');
      container.append(element);
      element.getToken = () => 'given';
    },
  ],
  [
    'one object, long after it is in the page',
    async (element, container) => {
      container.append(element);
      for (let frames = 0; frames < 30; frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
      element.options = { endpoint: '/onboarding-api', getToken: () => 'given', language: 'en' };
    },
  ],
  [
    'one object without an endpoint, which is an attribute that comes last',
    (element, container) => {
      element.options = { getToken: () => 'given' };
      container.append(element);
      element.setAttribute('endpoint', '/onboarding-api');
    },
  ],
];
for (const [order, script] of ORDERS) {
  test(`options that come ${order} are used, and no call is made without them`, async (t) => {
    const { host, tokens } = await openPage(t);
    await withElement(host, script);
    await host.form('one').waitFor();
    assert.deepEqual([...new Set(tokens)], ['Bearer given']);
    assert.deepEqual(host.complaints, []);
  });
}

test('without an endpoint the element waits, makes no call, and says once what it waits for', async (t) => {
  const { host, advice, tokens } = await openPage(t);
  await withElement(host, (element, container) => container.append(element));
  await until('it says so', async () => advice.length > 0);
  await withElement(host, (element, container) => container.append(document.createElement(element.localName)));
  await host.page.locator('#one').getByRole('status').last().waitFor();
  assert.match(advice[0], /waits for the option "endpoint"/);
  assert.deepEqual(tokens, []);
  assert.deepEqual(host.complaints, []);
  await withElement(host, (element) => (element.endpoint = '/onboarding-api'));
  await host.form('one').waitFor();
  assert.equal(advice.length, 1);
});

test('a function that comes after the backend refused the session starts the element again', async (t) => {
  const { host, advice, tokens } = await openPage(t);
  await host.page.route('**/onboarding-api/onboarding**', (route) =>
    route.request().headers().authorization ? route.fallback() : route.fulfill({ status: 401 }),
  );
  await withElement(host, (element, container) => {
    element.setAttribute('endpoint', '/onboarding-api');
    container.append(element);
  });
  await until('the session is refused', async () => advice.length > 0);
  assert.match(advice[0], /neither "getToken" nor "token"/);
  await withElement(host, (element) => (element.getToken = () => 'given'));
  await host.form('one').waitFor();
  assert.deepEqual([tokens[0], tokens.at(-1)], ['none', 'Bearer given']);
});

test('equal options at each rendering change nothing, and another function is called from then on', async (t) => {
  const { host, advice } = await openPage(t);
  await withElement(host, (element, container) => {
    const page = /** @type {any} */ (globalThis);
    page.ready = 0;
    container.addEventListener('onboarding-ready', () => (page.ready += 1));
    page.render = (/** @type {string} */ token) =>
      (element.options = { endpoint: '/onboarding-api', language: 'en', texts: { 'group.identity': 'Hello' }, getToken: () => token });
    page.render('first');
    container.append(element);
  });
  const heading = host.page.getByRole('heading', { name: 'Hello' });
  await heading.waitFor();
  await host.firstNames('one').fill('Corinne');
  const called = host.page.waitForRequest((request) => request.headers().authorization === 'Bearer second');
  await withElement(host, () => {
    for (let times = 0; times < 5; times++) /** @type {any} */ (globalThis).render('second');
  });
  // The next token is asked for when one is refused.
  await host.page.route('**/onboarding-api/**', (route) =>
    route.request().headers().authorization === 'Bearer first' ? route.fulfill({ status: 401 }) : route.fallback(),
  );
  await host.press(host.text('form.next'));
  await host.firstNames('one').fill('Corinne Marie');
  await called;
  assert.equal(await host.page.evaluate(() => /** @type {any} */ (globalThis).ready), 1);
  assert.equal(await host.firstNames('one').inputValue(), 'Corinne Marie');
  assert.deepEqual(advice, []);
});

test('after the first screen the language changes at once, and another endpoint is refused in words', async (t) => {
  const { host, advice } = await openPage(t);
  await withElement(host, (element, container) => {
    Object.assign(element, { endpoint: '/onboarding-api', token: 'given', language: 'en' });
    container.append(element);
  });
  await host.firstNames('one').fill('Corinne');
  await withElement(host, (element) => Object.assign(element, { language: 'fr', endpoint: '/elsewhere' }));
  await host.page.getByRole('heading', { name: FRENCH['group.identity'], exact: true }).waitFor();
  assert.equal(await host.page.getByRole('textbox', { name: FRENCH['field.firstName'] }).inputValue(), 'Corinne');
  await until('it says so', async () => advice.length > 0);
  assert.match(advice[0], /endpoint changed after the first screen/);
});

test('moved by moveBefore, it keeps what is typed and the focus', async (t) => {
  const { host } = await openPage(t);
  await withElement(host, (element, container) => {
    Object.assign(element, { endpoint: '/onboarding-api', token: 'given', language: 'en' });
    container.append(element);
  });
  await host.firstNames('one').fill('Corinne');
  await withElement(host, (element) => /** @type {any} */ (document.getElementById('two')).moveBefore(element, null));
  assert.equal(await host.firstNames('two').inputValue(), 'Corinne');
  assert.equal(await host.firstNames('two').evaluate((field) => field.matches(':focus')), true);
});

test('a language of the page’s own is spoken, its gaps are named once, and it has its direction', async (t) => {
  const { host, advice } = await openPage(t);
  await withElement(host, (element, container) => {
    const texts = { 'first.loading': 'Wird geladen', 'group.identity': 'Über Sie', 'profile.intro': '' };
    Object.assign(element, { endpoint: '/onboarding-api', token: 'given', locale: { tag: 'de', texts, dir: 'rtl' } });
    container.append(element);
  });
  await host.page.getByRole('heading', { name: 'Über Sie' }).waitFor();
  const root = host.page.locator('#one .root');
  assert.deepEqual(await root.evaluate((root) => [root.getAttribute('lang'), root.getAttribute('dir')]), ['de', 'rtl']);
  await until('it says so', async () => advice.length > 0);
  assert.match(advice[0], /"locale" lacks the texts .*field\.firstName/);
  // English stands in.
  await host.firstNames('one').waitFor();
  await withElement(host, (element) => element.speak('fr'));
  await host.page.getByRole('heading', { name: FRENCH['group.identity'], exact: true }).waitFor();
  assert.deepEqual(await root.evaluate((root) => [root.getAttribute('lang'), root.getAttribute('dir')]), ['fr', 'auto']);
  await withElement(host, (element) => element.speak('de-AT'));
  await host.page.getByRole('heading', { name: 'Über Sie' }).waitFor();
  assert.equal(advice.length, 1);
  assert.deepEqual(host.complaints, []);
});

/** What is no language: option, what the message must say. @type {[unknown, RegExp][]} */
const WRONG_LOCALES = [
  [7, /"locale" must be/],
  [{ tag: 'x', texts: {} }, /"locale" must be/],
  [{ tag: 'de', texts: 'Über Sie' }, /"locale" must be/],
  [{ tag: 'de', texts: {}, dir: 'up' }, /"locale" must be/],
];
for (const [locale, expected] of WRONG_LOCALES) {
  test(`a wrong own language is refused by its name: ${JSON.stringify(locale)}`, async (t) => {
    const host = await HostPage.forTest(t, funnel.urls.page);
    await host.mount('one', { locale });
    await host.page.getByRole('alert').waitFor();
    const [{ code, message }] = await host.events();
    assert.equal(code, 'invalid_option');
    assert.match(message ?? '', expected);
  });
}
