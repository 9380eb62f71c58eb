// @ts-check
// Compares the wasm with the same module as JavaScript: what a page loads, how long it takes to the first form, and what a
// key costs. The two take turns, so that both see the same machine.

import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { inRepository } from '../../scripts/repository.mjs';
import { launchChromium, openPage } from '../support/browser.mjs';
import { Customer } from '../support/customer.mjs';
import { startHarness } from '../support/harness.mjs';
import { startPartnerSite } from '../support/partner-site.mjs';
import { fine, median, printTable, whole } from './figures.mjs';

const RUNS = 7;
const KEYS = 200;

/** Prints the figures of both, and their ratios. */
export async function measureJavaScript() {
  const funnel = await startHarness();
  const partner = await startPartnerSite(funnel.urls.backend);
  const browser = await launchChromium();
  /** @type {Record<'wasm' | 'javascript', { formMs: number[], keyMs: number[] }>} */
  const runs = { wasm: { formMs: [], keyMs: [] }, javascript: { formMs: [], keyMs: [] } };
  try {
    for (let run = 0; run < RUNS; run += 1) {
      for (const kind of /** @type {const} */ (['wasm', 'javascript'])) {
        const { sessionToken } = await Customer.open(funnel);
        const { formMs, keyMs } = await start(browser, partner.pageOf(sessionToken), kind === 'javascript');
        runs[kind].formMs.push(formMs);
        runs[kind].keyMs.push(keyMs);
      }
    }
  } finally {
    await browser.close();
    partner.close();
    await funnel.stop();
  }
  const bytes = { wasm: brotli('dist/wasm/module_bg.wasm'), javascript: brotli('dist/wasm/engine.js') };
  const formMs = { wasm: median(runs.wasm.formMs), javascript: median(runs.javascript.formMs) };
  const keyMs = { wasm: median(runs.wasm.keyMs), javascript: median(runs.javascript.keyMs) };
  /** @param {string} name @param {Record<'wasm' | 'javascript', number>} figures @param {(value: number) => string} write */
  const row = (name, figures, write) => [name, write(figures.wasm), write(figures.javascript), (figures.javascript / figures.wasm).toFixed(2)];
  printTable(`The wasm and the same module as JavaScript, medians of ${RUNS} runs`, [
    ['', 'wasm', 'JavaScript', 'ratio'],
    row('kB brotli', bytes, (value) => (value / 1000).toFixed(1)),
    row('ms to the first form', formMs, whole),
    row(`ms for ${KEYS} keys`, keyMs, fine),
  ]);
}

/** @param {string} file */
const brotli = (file) => brotliCompressSync(readFileSync(inRepository(file))).length;

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {boolean} isWithout whether the page has no WebAssembly
 */
async function start(browser, url, isWithout) {
  const { page, close } = await openPage(browser, { viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    if (isWithout) await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
    await page.addInitScript(watch, KEYS);
    await page.goto(url);
    const measured = await page.waitForFunction(() => /** @type {any} */ (globalThis).measured, undefined, { timeout: 60_000 });
    return /** @type {{ formMs: number, keyMs: number }} */ (await measured.jsonValue());
  } finally {
    await close();
  }
}

/**
 * Runs in the page: notes the first frame with a form that accepts input, then types.
 * @param {number} keys
 */
function watch(keys) {
  const look = () => {
    const input = document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector('form input[name=firstName]');
    if (!(input instanceof HTMLInputElement) || input.matches(':disabled')) return requestAnimationFrame(look);
    const formMs = performance.now();
    for (let key = 0; key < keys; key += 1) {
      input.value += 'a';
      input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    }
    return Object.assign(globalThis, { measured: { formMs, keyMs: performance.now() - formMs } });
  };
  requestAnimationFrame(look);
}
