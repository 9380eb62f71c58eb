// @ts-check
// Measures the start of the published package on an otherwise empty page, with a cold cache, in a slowed-down Chromium: the
// time from navigation to the first form that accepts input, and what it costs. In the same run, turn by turn: another
// build, if there is one, and a peer, packed from npm for this run, to its first button.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError, mustRun } from '../../scripts/command.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { Customer } from '../support/customer.mjs';
import { launchChromium, openPage } from '../support/browser.mjs';
import { startHarness } from '../support/harness.mjs';
import { median, printTable, whole } from './figures.mjs';
import { startPartnerSite } from '../support/partner-site.mjs';

const RUNS = 7;
/** Round trip in milliseconds and bytes per second, as in Lighthouse's slow 4G. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const CONDITIONS = [
  { name: 'CPU x1', cpu: 1 },
  { name: 'CPU x4', cpu: 4 },
  { name: 'CPU x4, RTT 150 ms, 1.6 Mbit/s', cpu: 4, network: SLOW_4G },
];
/** A component of the same kind. Nothing of it is kept. */
const PEER = { name: 'Smile ID 11.4.0', package: '@smileid/web-components@11.4.0', script: 'smart-camera-web.js', tag: 'smart-camera-web' };

/**
 * @typedef {object} Subject something that starts in a page
 * @property {string} name
 * @property {() => Promise<string>} open makes the address of a page for one run
 * @property {string} ready selector of what a customer can use first
 *
 * @typedef {object} Start
 * @property {number} readyMs from navigation to the first frame with it
 * @property {number} longestTaskMs
 * @property {number} cpuMs work of the main thread until then
 * @property {number} shift sum of the layout shifts
 * @property {number} kB on the wire until then
 */

/**
 * Measures each condition and prints them.
 * @param {{ against?: string }} options `against`: folder of another build
 */
export async function measureStartup({ against } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-bench-'));
  const funnel = await startHarness();
  /** @type {import('../support/partner-site.mjs').PartnerSite[]} */
  const sites = [];
  const browser = await launchChromium();
  try {
    const subjects = await arrange(funnel, folder, sites, against);
    for (const condition of CONDITIONS) print(condition.name, subjects, await measure(browser, subjects, condition));
  } finally {
    await browser.close();
    for (const site of sites) site.close();
    await funnel.stop();
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {import('../support/harness.mjs').Harness} funnel
 * @param {string} folder for what is packed
 * @param {import('../support/partner-site.mjs').PartnerSite[]} sites takes the sites that are started
 * @param {string} [against]
 * @returns {Promise<Subject[]>}
 */
async function arrange(funnel, folder, sites, against) {
  const serve = async (/** @type {string} */ files) => {
    const site = await startPartnerSite(funnel.urls.backend, files);
    sites.push(site);
    return site;
  };
  const build = async (/** @type {string} */ name, /** @type {string} */ files) => {
    const site = await serve(files);
    return { name, ready: 'form input:enabled', open: async () => site.pageOf((await Customer.open(funnel)).sessionToken) };
  };
  const subjects = [await build('this build', inRepository('dist'))];
  if (against) subjects.push(await build('the other build', against));
  const files = await packPeer(folder);
  if (files) {
    const site = await serve(files);
    const markup = `<script src="/${PEER.script}"></script><body><${PEER.tag}></${PEER.tag}></body>`;
    subjects.push({ name: PEER.name, ready: 'button:enabled', open: async () => site.pageWith(markup) });
  }
  const site = await serve(inRepository('dist'));
  subjects.push({ name: 'an empty page', ready: 'body > p', open: async () => site.pageWith('<body><p>.</p></body>') });
  return subjects;
}

/**
 * Packs the peer from npm.
 * @param {string} folder
 * @returns {Promise<string | undefined>} the folder of its files; none if npm does not give it
 */
async function packPeer(folder) {
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--omit=dev', '--omit=peer'];
    await mustRun('npm', ['install', ...options, '--prefix', folder, PEER.package], { show: false });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.log(`\n${PEER.package} could not be installed, so it is not measured.`);
    return undefined;
  }
  const files = join(folder, 'peer');
  cpSync(join(folder, 'node_modules', '@smileid', 'web-components', 'dist'), files, { recursive: true });
  return files;
}

/**
 * All subjects, one after the other in each run, so that what else the machine does meets all of them.
 * @param {import('playwright-core').Browser} browser
 * @param {Subject[]} subjects
 * @param {{ cpu: number, network?: typeof SLOW_4G }} condition
 * @returns {Promise<Start[][]>} the starts of each subject
 */
async function measure(browser, subjects, condition) {
  const starts = /** @type {Start[][]} */ (subjects.map(() => []));
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, subject] of subjects.entries()) starts[index].push(await start(browser, subject, condition));
  }
  return starts;
}

/**
 * @param {string} condition
 * @param {Subject[]} subjects
 * @param {Start[][]} starts
 */
function print(condition, subjects, starts) {
  const of = (/** @type {Start[]} */ runs, /** @type {keyof Start} */ figure) => median(runs.map((start) => start[figure]));
  const own = of(starts[0], 'readyMs');
  const rows = subjects.map(({ name }, index) => {
    const runs = starts[index];
    const readyMs = of(runs, 'readyMs');
    const task = of(runs, 'longestTaskMs');
    return [name, whole(readyMs), (own / readyMs).toFixed(2), whole(of(runs, 'cpuMs')), task ? whole(task) : 'under 50', of(runs, 'shift').toFixed(3), of(runs, 'kB').toFixed(1)];
  });
  printTable(`Navigation to the first form or button, ${condition}, medians of ${RUNS} runs in turn`, [
    ['', 'ms', 'this build is', 'CPU ms', 'longest task', 'shift', 'kB'],
    ...rows,
  ]);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Subject} subject
 * @param {{ cpu: number, network?: typeof SLOW_4G }} condition
 * @returns {Promise<Start>}
 */
async function start(browser, subject, { cpu, network }) {
  const { page, context, close } = await openPage(browser, { viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');
    await devtools.send('Network.enable');
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    if (network) await devtools.send('Network.emulateNetworkConditions', network);
    let bytes = 0;
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.addInitScript(watch, subject.ready);
    await page.goto(await subject.open());
    const started = await page.waitForFunction(() => /** @type {any} */ (globalThis).started, undefined, { timeout: 60_000 });
    const { metrics } = await devtools.send('Performance.getMetrics');
    const cpuMs = 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
    return { ...(await started.jsonValue()), cpuMs, kB: bytes / 1000 };
  } finally {
    await close();
  }
}

/**
 * Runs in the page: notes the first frame with what can be used, and the longest task and the layout shifts until shortly after.
 * @param {string} selector
 */
function watch(selector) {
  let longestTaskMs = 0;
  let shift = 0;
  const observe = (/** @type {string} */ type, /** @type {(entry: any) => void} */ note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('longtask', ({ duration }) => (longestTaskMs = Math.max(longestTaskMs, duration)));
  observe('layout-shift', ({ value }) => (shift += value));
  /** @type {(root: Document | ShadowRoot) => boolean} */
  const isThere = (root) =>
    [...root.querySelectorAll(selector)].some((element) => element.checkVisibility()) ||
    [...root.querySelectorAll('*:not(option)')].some(({ shadowRoot }) => shadowRoot !== null && isThere(shadowRoot));
  const look = () => {
    if (!isThere(document)) return requestAnimationFrame(look);
    const readyMs = performance.now();
    // A task is reported after its end.
    return setTimeout(() => Object.assign(globalThis, { started: { readyMs, longestTaskMs, shift } }), 500);
  };
  requestAnimationFrame(look);
}
