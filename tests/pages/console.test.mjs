// @ts-check
// What the module cannot undo from within is said to the developer of the page, in one line of the console, once.
// What is said of a code that cannot be scanned: colours.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDesktop } from '../support/browser.mjs';
import { startPlayedSite } from './played-site.mjs';

/** @type {import('./played-site.mjs').PlayedSite} */
let site;
before(async () => {
  site = await startPlayedSite();
});
after(() => site?.stop());

/** More than the module waits before it says that nobody can see it. */
const LONG_MS = 11_000;
const elsewhere = (/** @type {string} */ endpoint) => `<body><xpollens-onboarding endpoint="${endpoint}" language="en"></xpollens-onboarding>`;
/** Files of the package may be loaded, the backend may not be asked. @type {() => Record<string, string>} */
const filesOnly = () => ({ 'content-security-policy': `connect-src ${site.url}xpollens-onboarding/` });

/** @type {{ name: string, html?: string, headers?: () => Record<string, string>, says: RegExp }[]} */
const PAGES = [
  { name: 'the element is not rendered', html: '<body><div style="display: none">{module}</div>', says: /^The element is hidden, or has no width\./ },
  { name: 'the element has no width', html: '<body><div style="width: 0; overflow: hidden">{module}</div>', says: /^The element is hidden, or has no width\./ },
  { name: 'the policy forbids to ask the backend', headers: filesOnly, says: /^GET \S+\/onboarding got no answer: does connect-src of the page's policy allow it\?$/ },
  { name: 'the backend is at another path', html: elsewhere('/wrong-path'), says: /^GET \S+\/wrong-path\/onboarding answered 404$/ },
  { name: 'the path of the backend leads to a page', html: elsewhere('/site'), says: /^GET \S+\/site\/onboarding / },
];

/** A page that has a clock of its own, and what is said on it. @param {import('node:test').TestContext} t */
async function openWitness(t) {
  const { page, context, close } = await openDesktop({ reducedMotion: 'reduce' });
  t.after(close);
  await context.clock.install();
  /** @type {string[]} */
  const said = [];
  page.on('console', (message) => {
    const [, words] = /^(?:xpollens-onboarding|OnboardingError): (.*)/.exec(message.text()) ?? [];
    if (words) said.push(words);
  });
  return { page, said };
}

for (const { name, html, headers, says } of PAGES) {
  test(`said once: ${name}`, async (t) => {
    const { page, said } = await openWitness(t);
    await page.goto(site.show({ name, html, headers: headers?.() }));
    await page.waitForFunction(() => document.querySelector('xpollens-onboarding')?.shadowRoot?.getElementById('heading'));
    await page.clock.runFor(LONG_MS);
    await page.waitForFunction(() => document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector('#heading'));
    await page.clock.runFor(LONG_MS);
    assert.equal(said.length, 1, said.join('\n'));
    assert.match(String(said[0]), says);
  });
}

test('said once: the policy forbids to load the files of the package', async (t) => {
  const { page, said } = await openWitness(t);
  await page.goto(site.show({ name: 'no files', headers: { 'content-security-policy': "connect-src 'none'" } }));
  await page.getByRole('alert').waitFor();
  assert.equal(said.length, 1, said.join('\n'));
  assert.match(String(said[0]), /could not be loaded: no answer \(does connect-src of the page's policy allow it\?\)/);
});

test('nothing is said of a module that is seen, or waits below the window', async (t) => {
  const { page, said } = await openWitness(t);
  await page.goto(site.show({ name: 'below', html: '<body>{module}<div style="height: 3000px">Text</div>{module}' }));
  await page.locator('xpollens-onboarding .symbol').first().waitFor();
  await page.clock.runFor(2 * LONG_MS);
  assert.deepEqual(said, []);
});
