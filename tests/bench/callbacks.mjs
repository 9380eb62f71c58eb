// @ts-check
// Measures the time from a callback at the backend to the change that the customer sees, with real backend, sandbox and
// Chromium, for each callback of whole onboardings, with long polling and with plain polling.

import { errors } from 'playwright-core';
import { freePort } from '../../scripts/server-process.mjs';
import { openDesktop } from '../support/browser.mjs';
import { Customer } from '../support/customer.mjs';
import { startHarness } from '../support/harness.mjs';
import { percentile, printTable, whole } from './figures.mjs';
import { startGate } from '../support/gate.mjs';
import { startPartnerSite } from '../support/partner-site.mjs';

const LEAST_CALLBACKS = 40;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Time after which a callback of the rehearsal has had its effect on the screen. */
const REHEARSAL_MS = 3 * SECOND;
/** Longer than the pause between any two polls. */
const PATIENCE_MS = 20 * SECOND;
/** The target: 95 of 100 changes are on the screen within this time, in milliseconds. */
const BUDGETS = { 'long poll': 250, 'plain poll': 2000 };
/** Callbacks arrive at random times between two plain polls, within this many milliseconds. */
const PLAIN_POLL_MS = 2000;
const SETTINGS = { 'long poll': '', 'plain poll': '[limits]\nlong_poll_seconds = 0\n' };

/** @typedef {keyof typeof BUDGETS} Mode */

/** Measures both modes and prints them side by side. */
export async function measureCallbacks() {
  /** @type {Mode[]} */
  const modes = ['long poll', 'plain poll'];
  const draws = await withSite('long poll', (site) => journey(site));
  const rows = [];
  for (const mode of modes) {
    let unseen = 0;
    const delays = await withSite(mode, async (site) => {
      /** @type {number[]} */
      const all = [];
      while (all.length < LEAST_CALLBACKS) {
        const own = (await journey(site, draws)).filter((_, index) => draws[index] !== undefined);
        const seen = own.filter((delay) => delay !== undefined);
        unseen += own.length - seen.length;
        all.push(...seen);
      }
      return all;
    });
    const [half, most, worst] = [50, 95, 100].map((percent) => percentile(delays, percent));
    const isKept = most <= BUDGETS[mode] ? 'kept' : 'EXCEEDED';
    rows.push([mode, delays.length, whole(half), whole(most), whole(worst), BUDGETS[mode], isKept, unseen]);
  }
  printTable('Callback received by the backend to painted on the screen, ms', [
    // The page drew nothing for these callbacks, because the backend had already read the same from the provider.
    ['', 'callbacks', 'p50', 'p95', 'worst', 'budget p95', '', 'known before'],
    ...rows,
  ]);
}

/**
 * @typedef {object} Site
 * @property {import('../support/harness.mjs').Harness} funnel
 * @property {import('../support/gate.mjs').Gate} gate
 * @property {import('../support/partner-site.mjs').PartnerSite} partner
 * @property {import('playwright-core').Page} page
 * @property {() => Promise<unknown>} ready resolves when the next callback may arrive
 */

/**
 * @template T
 * @param {Mode} mode
 * @param {(site: Site) => Promise<T>} measure
 * @returns {Promise<T>}
 */
async function withSite(mode, measure) {
  const backendPort = await freePort();
  const gate = await startGate(`http://127.0.0.1:${backendPort}/callbacks/xpollens`);
  const funnel = await startHarness({ backendPort, callbackUrl: gate.url, settings: SETTINGS[mode] });
  const partner = await startPartnerSite(funnel.urls.backend);
  const { page, close } = await openDesktop();
  await page.addInitScript(watch);
  const asks = asking(page);
  const ready = () =>
    mode === 'long poll' ? asks() : new Promise((resolve) => setTimeout(resolve, Math.random() * PLAIN_POLL_MS));
  try {
    return await measure({ funnel, gate, partner, page, ready });
  } finally {
    await close();
    partner.close();
    await funnel.stop();
    gate.close();
  }
}

/**
 * Resolves once the page has an open request for news. Callbacks are rare, so they usually meet one.
 * @param {import('playwright-core').Page} page
 */
function asking(page) {
  /** @type {Set<import('playwright-core').Request>} */
  const open = new Set();
  let wake = () => {};
  page.on('request', (request) => {
    if (!request.url().includes('/onboarding?after=')) return;
    open.add(request);
    wake();
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return async () => {
    while (open.size === 0) await new Promise((resolve) => (wake = () => resolve(undefined)));
  };
}

/** Runs in the page: notes what is drawn, and when the browser last painted. */
function watch() {
  /** @type {any} */
  const watched = { drawn: '', at: 0, revision: 0 };
  Object.assign(globalThis, { watched });
  const look = () => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    const texts = ['.heading', '.steps', '.checks'].map((part) => root?.querySelector(part)?.textContent ?? '');
    const drawn = [...texts, root?.querySelector('.symbol') ? 'with a code' : ''].join('\n');
    if (drawn !== watched.drawn) Object.assign(watched, { drawn, at: performance.timeOrigin + performance.now() });
  };
  const observer = new MutationObserver(() => requestAnimationFrame(look));
  const { text } = Response.prototype;
  Response.prototype.text = async function () {
    const body = await text.call(this);
    if (body.startsWith('{')) watched.revision = JSON.parse(body).revision ?? watched.revision;
    return body;
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    return root;
  };
}

/**
 * One customer's onboarding, callback by callback.
 * @param {Site} site
 * @param {(number | undefined)[]} [rehearsed] the result of a rehearsal: only callbacks that drew something then are awaited
 * @returns {Promise<(number | undefined)[]>} how long each took to be painted; undefined if it draws nothing
 */
async function journey(site, rehearsed) {
  const { funnel, gate, partner, page } = site;
  const customer = await Customer.open(funnel);
  /** @type {(number | undefined)[]} */
  const delays = [];
  const follow = async (/** @type {import('../support/gate.mjs').Held} */ held) => {
    const isSilent = rehearsed !== undefined && rehearsed[delays.length] === undefined;
    if (isSilent) await held.pass();
    delays.push(isSilent ? undefined : await timeToPaint(site, customer, held, rehearsed === undefined));
  };
  customer.advance = (millis) => gate.during(funnel.sandbox.advance(millis), follow);
  await page.goto(partner.pageOf(customer.sessionToken));
  await customer.giveDetails();
  await customer.bindPhone();
  await customer.takePictures();
  await customer.giveSituation();
  await customer.giveTaxes();
  await customer.advance(5 * SECOND);
  await customer.decide('validate');
  await customer.acceptTerms();
  await customer.advance(5 * SECOND);
  await customer.decide('validate');
  await customer.advance(10 * MINUTE);
  return delays;
}

/**
 * Lets a callback pass.
 * @param {Site} site
 * @param {Customer} customer
 * @param {import('../support/gate.mjs').Held} held
 * @param {boolean} isRehearsal
 * @returns {Promise<number | undefined>} how long it took to be painted, in milliseconds; undefined if it draws nothing
 */
async function timeToPaint({ page, ready }, customer, held, isRehearsal) {
  const before = await drawn(page, customer);
  // At the end, which only a rehearsal reaches, nothing is requested any more.
  if (!isRehearsal) await ready();
  const at = await held.pass();
  const changed = page.waitForFunction(
    (before) => {
      const { watched } = /** @type {any} */ (globalThis);
      return watched.drawn === before ? 0 : watched.at;
    },
    before,
    { timeout: isRehearsal ? REHEARSAL_MS : PATIENCE_MS, polling: 'raf' },
  );
  try {
    return Number(await (await changed).jsonValue()) - at;
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    return undefined;
  }
}

/**
 * What is drawn once the page knows everything that the backend knows.
 * @param {import('playwright-core').Page} page
 * @param {Customer} customer
 */
async function drawn(page, customer) {
  const { revision } = await customer.snapshot();
  const isKnown = (/** @type {number} */ revision) => /** @type {any} */ (globalThis).watched.revision >= revision;
  await page.waitForFunction(isKnown, revision, { timeout: PATIENCE_MS, polling: 'raf' });
  return page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(/** @type {any} */ (globalThis).watched.drawn))),
      ),
  );
}
