// @ts-check
// Measures the time from the arrival of the activation code to its QR symbol on the page: parsing, the model, the
// symbol, and drawing the whole screen.

import { Customer } from '../support/customer.mjs';
import { launchChromium, openPage } from '../support/browser.mjs';
import { startHarness } from '../support/harness.mjs';
import { fine, median, percentile, printTable } from './figures.mjs';
import { startPartnerSite } from '../support/partner-site.mjs';

const RUNS = 15;
const BUDGET_MS = 2;

/** Measures at full speed and at a quarter of it, and prints both. */
export async function measureCode() {
  const funnel = await startHarness();
  const partner = await startPartnerSite(funnel.urls.backend);
  const browser = await launchChromium();
  const rows = [];
  try {
    for (const cpu of [1, 4]) {
      const times = [];
      for (let run = 0; run < RUNS; run += 1) {
        const customer = await Customer.open(funnel);
        await customer.giveDetails();
        times.push(await draw(browser, partner.pageOf(customer.sessionToken), cpu));
      }
      rows.push([`CPU x${cpu}`, RUNS, fine(median(times)), fine(percentile(times, 95)), cpu === 1 ? BUDGET_MS : '']);
    }
  } finally {
    await browser.close();
    partner.close();
    await funnel.stop();
  }
  printTable('Activation code received to its QR path in the page, ms', [['', 'runs', 'p50', 'p95', 'budget'], ...rows]);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {number} cpu how many times slower
 */
async function draw(browser, url, cpu) {
  const { page, context, close } = await openPage(browser, { viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    await page.addInitScript(watch);
    await page.goto(url);
    const drawn = await page.waitForFunction(() => /** @type {any} */ (globalThis).drawnMs);
    return Number(await drawn.jsonValue());
  } finally {
    await close();
  }
}

/** Runs in the page: notes when the module receives the code, and when its symbol appears. */
function watch() {
  let received = 0;
  const { text } = Response.prototype;
  Response.prototype.text = async function () {
    const body = await text.call(this);
    if (this.url.endsWith('/activation')) received = performance.now();
    return body;
  };
  const observer = new MutationObserver(() => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    if (received > 0 && root?.querySelector('.symbol path')) {
      observer.disconnect();
      Object.assign(globalThis, { drawnMs: performance.now() - received });
    }
  });
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    observer.observe(root, { subtree: true, childList: true });
    return root;
  };
}
