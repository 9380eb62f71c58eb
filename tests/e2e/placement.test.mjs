// @ts-check
// Places of the element in a page: other documents, other windows, shadow roots, a base address,
// page caches.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHarness } from '../support/harness.mjs';
import { HostPage } from '../support/host-page.mjs';
import { example, playBackend } from '../support/played-backend.mjs';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** @param {import('node:test').TestContext} t */
async function openHost(t) {
  const host = await HostPage.forTest(t, funnel.urls.page);
  await playBackend(host.page, example('snapshot.start'));
  return host;
}

/** Runs in the page: adds a same-origin frame with a container and without its own language. */
function addFrame() {
  const frame = document.createElement('iframe');
  frame.width = '900';
  frame.height = '700';
  document.body.append(frame);
  const container = frame.contentDocument?.createElement('div');
  if (container) frame.contentDocument?.body.append(container);
}

/**
 * The element in the frame, once it shows its form: the typed text, and whether it has its style.
 * @param {HostPage} host
 */
async function readFrame(host) {
  const frame = host.page.frameLocator('iframe');
  await frame.getByRole('heading', { name: 'Your name' }).waitFor();
  const button = frame.getByRole('button', { name: 'Continue' });
  const style = await button.evaluate((element) => {
    const root = /** @type {ShadowRoot} */ (element.getRootNode());
    return {
      sheets: root.adoptedStyleSheets.length,
      minHeight: parseFloat(element.ownerDocument.defaultView?.getComputedStyle(element).minHeight ?? '0'),
    };
  });
  assert.equal(style.sheets, 1);
  assert.ok(style.minHeight >= 44, `the button is styled: ${style.minHeight}`);
  return { firstName: await frame.getByRole('textbox', { name: 'First names' }).inputValue() };
}

/** How a page moves an element from its own document to a frame and back. Runs in the page. */
const MOVES = {
  'adopted, then appended': (/** @type {HTMLElement} */ element, /** @type {HTMLElement} */ container) =>
    container.append(container.ownerDocument.adoptNode(element)),
  'appended at once': (/** @type {HTMLElement} */ element, /** @type {HTMLElement} */ container) =>
    container.append(element),
  'moved in a wrapper': (/** @type {HTMLElement} */ element, /** @type {HTMLElement} */ container) => {
    const wrapper = document.createElement('section');
    element.replaceWith(wrapper);
    wrapper.append(element);
    container.append(wrapper);
  },
};

for (const [how, move] of Object.entries(MOVES)) {
  test(`a running element that is ${how} to another document and back keeps its style and the typed text`, async (t) => {
    const host = await openHost(t);
    await host.mount();
    await host.firstNames('one').fill('Corinne');
    await host.page.evaluate(addFrame);
    await host.page.evaluate(`(${move})(mounted[0].element, document.querySelector('iframe').contentDocument.querySelector('div'))`);
    assert.deepEqual(await readFrame(host), { firstName: 'Corinne' });

    await host.page.evaluate(`(${move})(mounted[0].element, document.getElementById('two'))`);
    assert.equal(await host.firstNames('two').inputValue(), 'Corinne');
    const sheets = await host.page.evaluate(() => /** @type {any} */ (globalThis).mounted[0].element.shadowRoot.adoptedStyleSheets);
    assert.equal(sheets.length, 1);
    assert.equal((await host.events()).filter(({ name }) => name === 'ready').length, 1, 'it was not started again');
    assert.deepEqual(host.complaints, []);
  });
}

test('a removed element starts again in a frame, and again in its own document', async (t) => {
  const host = await openHost(t);
  await host.mount();
  await host.form('one').waitFor();
  await host.unmount(0);
  await host.quiet();
  await host.page.evaluate(addFrame);
  await host.page.evaluate(() => {
    const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
    frame.contentDocument?.querySelector('div')?.append(/** @type {any} */ (globalThis).mounted[0].element);
  });
  await readFrame(host);
  await host.page.evaluate(() => document.getElementById('two')?.append(/** @type {any} */ (globalThis).mounted[0].element));
  await host.form('two').waitFor();
  assert.deepEqual(host.complaints, []);
});

test('an element moved while it loads has its style in the frame', async (t) => {
  const host = await openHost(t);
  await host.page.evaluate(addFrame);
  await host.mount();
  await host.page.evaluate(() => {
    const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
    frame.contentDocument?.querySelector('div')?.append(/** @type {any} */ (globalThis).mounted[0].element);
  });
  await readFrame(host);
  assert.deepEqual(host.complaints, []);
});

test('a crash in a frame is shown there with its style', async (t) => {
  const host = await openHost(t);
  for (const file of ['module_bg.wasm', 'engine.js']) await host.page.route(`**/${file}`, (route) => route.abort(), { times: 1 });
  await host.page.evaluate(addFrame);
  await host.mount();
  await host.page.locator('#one').getByRole('alert').waitFor();
  await host.page.evaluate(() => {
    const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
    frame.contentDocument?.querySelector('div')?.append(/** @type {any} */ (globalThis).mounted[0].element);
  });
  const frame = host.page.frameLocator('iframe');
  assert.equal(await frame.getByRole('alert').evaluate((notice) => getComputedStyle(notice).display), 'flex');
  await frame.getByRole('button', { name: 'Try again' }).click();
  await readFrame(host);
});

test('mount accepts an element of another window, and refuses other values', async (t) => {
  const host = await openHost(t);
  await host.page.evaluate(addFrame);
  const refused = await host.page.evaluate(async () => {
    const { mount } = await import(/* @vite-ignore */ String('/xpollens-onboarding/index.js'));
    const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
    const options = { endpoint: '/onboarding-api', token: 'played', language: 'en' };
    mount(frame.contentDocument?.querySelector('div'), options);
    /** @type {Record<string, unknown>} */
    const others = {
      nothing: null,
      missing: undefined,
      'a selector': '#one',
      'a text': document.createTextNode('one'),
      'the document': frame.contentDocument,
      'a look-alike': { nodeType: 1, append() {} },
    };
    return Object.entries(others).map(([name, value]) => {
      try {
        mount(value, options);
        return `${name} was taken`;
      } catch (error) {
        return /** @type {any} */ (error).code;
      }
    });
  });
  assert.deepEqual(refused, Array(6).fill('invalid_option'));
  await readFrame(host);
});

test('mount accepts a form whose controls have the names of its members', async (t) => {
  const host = await openHost(t);
  await host.page.evaluate(async () => {
    const form = document.createElement('form');
    for (const name of ['nodeType', 'append', 'ownerDocument', 'isConnected']) {
      const input = Object.assign(document.createElement('input'), { name, type: 'hidden' });
      Element.prototype.append.call(form, input);
    }
    document.getElementById('one')?.append(form);
    const { mount } = await import(/* @vite-ignore */ String('/xpollens-onboarding/index.js'));
    const { element } = mount(form, { endpoint: '/onboarding-api', token: 'played', language: 'en' });
    Object.assign(globalThis, { heading: () => element.shadowRoot?.getElementById('heading')?.textContent });
  });
  // In the page, because the names also confuse the test's driver.
  await host.page.waitForFunction(() => /** @type {any} */ (globalThis).heading() === 'Your name');
});

for (const [endpoint, base] of [
  ['/onboarding-api', 'https://assets.cdn.example/site/'],
  ['/onboarding-api/', '/other/folder/'],
]) {
  test(`under <base href="${base}"> the endpoint ${endpoint} is resolved against the page's own origin, and so are links`, async (t) => {
    const host = await openHost(t);
    /** @type {string[]} */
    const elsewhere = [];
    host.page.on('request', (request) => {
      if (!request.url().startsWith(funnel.urls.page)) elsewhere.push(request.url());
    });
    await host.serve(host.page.url(), { 'Content-Security-Policy': '' });
    await host.page.goto(host.page.url());
    await host.page.evaluate((href) => document.head.append(Object.assign(document.createElement('base'), { href })), base);
    const asked = host.page.waitForRequest((request) => request.url().includes('/onboarding-api/onboarding'));
    await host.mountByTag(endpoint);
    assert.equal((await asked).url(), new URL('/onboarding-api/onboarding', funnel.urls.page).href);
    await host.form('one').waitFor();
    assert.deepEqual(elsewhere, []);
  });
}

/** Sources of the language: the page's action and the resulting language. */
const LANGUAGES = /** @type {const} */ ([
  ['the page', 'fr', '', 'Votre nom'],
  ['the host of the shadow root that it is in', 'en', '<div id="host" lang="fr"></div>', 'Votre nom'],
  ['the page, through two shadow roots', 'fr', '<div id="host"></div>', 'Votre nom'],
  ['an element in the shadow root, before the host', 'fr', '<div id="host" lang="fr" data-inner="en"></div>', 'Your name'],
  ['the browser, where the nearest says that it is unknown', 'fr', '<div id="host" lang=""></div>', 'Your name'],
]);
for (const [where, page, markup, heading] of LANGUAGES) {
  test(`the language is that of ${where}`, async (t) => {
    const host = await openHost(t);
    await host.page.evaluate(
      async ([language, hasHost, lang, inner]) => {
        document.documentElement.lang = String(language);
        const { mount } = await import(/* @vite-ignore */ String('/xpollens-onboarding/index.js'));
        let container = /** @type {HTMLElement} */ (document.getElementById('one'));
        if (hasHost) {
          const outer = document.createElement('div');
          if (lang !== null) outer.lang = String(lang);
          container.append(outer);
          const middle = document.createElement('div');
          outer.attachShadow({ mode: 'open' }).append(middle);
          container = document.createElement('p');
          if (inner) container.lang = String(inner);
          middle.attachShadow({ mode: 'closed' }).append(container);
        }
        const { element } = mount(container, { endpoint: '/onboarding-api', token: 'played' });
        Object.assign(globalThis, { heading: () => element.shadowRoot?.getElementById('heading')?.textContent });
      },
      [page, markup !== '', /lang="(\w*)"/.exec(markup)?.[1] ?? null, /data-inner="(\w+)"/.exec(markup)?.[1] ?? ''],
    );
    await host.page.waitForFunction(() => ['Your name', 'Votre nom'].includes(/** @type {any} */ (globalThis).heading()));
    assert.equal(await host.page.evaluate(() => /** @type {any} */ (globalThis).heading()), heading);
  });
}

/** How page caches copy and restore a page. Runs in the page. */
const CACHES = {
  'Turbo, which clones nodes': (/** @type {HTMLElement} */ container) => {
    const copy = container.cloneNode(true);
    return () => container.replaceWith(copy);
  },
  'htmx, which keeps markup': (/** @type {HTMLElement} */ container) => {
    const copy = container.innerHTML;
    return () => {
      container.textContent = '';
      container.append(new DOMParser().parseFromString(copy, 'text/html').body.firstElementChild ?? '');
    };
  },
};
for (const [cache, keep] of Object.entries(CACHES)) {
  test(`a copy from the cache of ${cache}, removes itself silently, and the page mounts again`, async (t) => {
    const host = await openHost(t);
    await host.serve(host.page.url(), { 'Content-Security-Policy': '' });
    await host.page.goto(host.page.url());
    await host.mount();
    await host.form('one').waitFor();
    await host.page.evaluate(`(() => {
      const restore = (${keep})(document.getElementById('one'));
      mounted[0].unmount();
      restore();
    })()`);
    await host.page.waitForFunction(() => document.querySelectorAll('xpollens-onboarding').length === 0);
    await host.mount();
    await host.form('one').waitFor();
    assert.equal(await host.page.locator('xpollens-onboarding').count(), 1);
    assert.deepEqual((await host.events()).filter(({ name }) => name === 'error'), []);
    assert.deepEqual(host.complaints, []);
  });

  test(`a tag that is copied from the cache of ${cache}, starts again automatically`, async (t) => {
    const host = await openHost(t);
    await host.serve(host.page.url(), { 'Content-Security-Policy': '' });
    await host.page.goto(host.page.url());
    await host.mountByTag('/onboarding-api');
    await host.form('one').waitFor();
    await host.page.evaluate(`(() => {
      const container = document.getElementById('one');
      const restore = (${keep})(container);
      container.firstElementChild.remove();
      restore();
    })()`);
    await host.form('one').waitFor();
    assert.deepEqual(host.complaints, []);
  });
}
