// @ts-check
// Measures the time from navigation to the first form that accepts input: the published package on an otherwise empty
// page, with a cold cache, in a slowed-down Chromium.

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
const LONGEST_TASK_MS = 50;

/** Measures each condition and prints them. */
export async function measureStartup() {
  const funnel = await startHarness();
  const partner = await startPartnerSite(funnel.urls.backend);
  const browser = await launchChromium();
  const rows = [];
  try {
    for (const condition of CONDITIONS) {
      const starts = [];
      for (let run = 0; run < RUNS; run += 1) {
        const { sessionToken } = await Customer.open(funnel);
        starts.push(await start(browser, partner.pageOf(sessionToken), condition));
      }
      const task = median(starts.map(({ longestTaskMs }) => longestTaskMs));
      const budget = condition.cpu === 4 && !condition.network ? LONGEST_TASK_MS : '';
      rows.push([condition.name, RUNS, whole(median(starts.map(({ formMs }) => formMs))), task ? whole(task) : 'under 50', budget]);
    }
  } finally {
    await browser.close();
    partner.close();
    await funnel.stop();
  }
  printTable('Navigation to the first form that can be typed in, median, ms', [
    ['', 'runs', 'form', 'longest task', 'budget'],
    ...rows,
  ]);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{ cpu: number, network?: typeof SLOW_4G }} condition
 * @returns {Promise<{ formMs: number, longestTaskMs: number }>}
 */
async function start(browser, url, { cpu, network }) {
  const { page, context, close } = await openPage(browser, { viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    if (network) {
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', network);
    }
    await page.addInitScript(watch);
    await page.goto(url);
    const started = await page.waitForFunction(() => /** @type {any} */ (globalThis).started, undefined, { timeout: 60_000 });
    return await started.jsonValue();
  } finally {
    await close();
  }
}

/** Runs in the page: notes the first frame with a form that accepts input, and the longest task until then. */
function watch() {
  let longestTaskMs = 0;
  new PerformanceObserver((tasks) => {
    for (const { duration } of tasks.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const input = document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector('form input[name=firstName]');
    if (!(input instanceof HTMLInputElement) || input.matches(':disabled')) return requestAnimationFrame(look);
    const formMs = performance.now();
    // A task is reported after its end.
    return setTimeout(() => Object.assign(globalThis, { started: { formMs, longestTaskMs } }), 500);
  };
  requestAnimationFrame(look);
}
