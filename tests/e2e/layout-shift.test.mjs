// @ts-check
// Nothing that the customer reads moves while the page loads (Cumulative Layout Shift, as the browser counts it).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';

/** A fifth of what Web Vitals calls good. */
const MOST = 0.02;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

for (const [what, viewport] of /** @type {const} */ ([
  ['a desktop', { width: 1440, height: 900 }],
  ['a laptop', { width: 1366, height: 650 }],
  ['a phone', { width: 390, height: 844 }],
])) {
  test(`nothing moves while the page loads on ${what}`, async (t) => {
    const desktop = await Desktop.launch({ viewport });
    t.after(desktop.close);
    await desktop.page.addInitScript(() => {
      const shifts = /** @type {{ value: number, nodes: string[] }[]} */ ((/** @type {any} */ (globalThis)).shifts = []);
      new PerformanceObserver((list) => {
        for (const entry of /** @type {any[]} */ (list.getEntries())) {
          shifts.push({ value: entry.value, nodes: entry.sources.map((/** @type {any} */ { node }) => node?.className ?? '') });
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await desktop.visit(funnel.urls.page);
    // Two frames later the entries of the last change are there.
    await desktop.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const shifts = await desktop.page.evaluate(() => /** @type {any} */ (globalThis).shifts);
    const sum = shifts.reduce((/** @type {number} */ sum, /** @type {{ value: number }} */ { value }) => sum + value, 0);
    assert.ok(sum <= MOST, `${sum}: ${JSON.stringify(shifts)}`);
  });
}
