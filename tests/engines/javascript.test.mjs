// @ts-check
// Where WebAssembly does not run, the same module runs as JavaScript, in every engine and under the strictest policy: a customer
// opens an account without it, and each of six causes is named. `npm run bench -- javascript` compares the two.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';
import { Desktop } from '../support/desktop.mjs';
import { ENGINES } from '../support/engines/engines.mjs';
import { startStrictHost } from '../support/engines/strict-host.mjs';
import { startHarness } from '../support/harness.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';
import { openAccount } from '../support/straight-journey.mjs';

const WASM = readFileSync(inRepository('www', 'wasm', 'module_bg.wasm'));

/** Name, what keeps the wasm from running, what the page is asked for, the reason. @type {[string, import('../support/engines/strict-host.mjs').Fault, string, string][]} */
const CAUSES = [
  ['forbidden by the policy', { isForbidden: true }, '', 'wasm_refused'],
  ['not found', { answer: (response) => response.writeHead(404).end() }, '', 'load_failed'],
  ['truncated', { answer: (response) => response.writeHead(200).end(WASM.subarray(0, 50_000)) }, '', 'wasm_invalid'],
  [
    'a page of a proxy in its place',
    { answer: (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>') },
    '',
    'wasm_invalid',
  ],
  ['late', { answer: (response) => response.writeHead(200).flushHeaders() }, '&impatient', 'wasm_late'],
];

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** Why the module runs as JavaScript. @param {Desktop} desktop */
const reasonOf = (desktop) => desktop.page.evaluate(() => document.documentElement.dataset.runsBecause);

for (const { name, open } of ENGINES) {
  test(`a customer opens an account in ${name} without WebAssembly`, TEST_PATIENCE, async (t) => {
    const host = await startStrictHost(funnel.urls.page);
    t.after(host.stop);
    const engine = await open();
    t.after(engine.close);
    const desktop = new Desktop(engine);
    await desktop.visit(host.url, { query: '&without-wasm' });
    assert.equal(await reasonOf(desktop), 'wasm_unavailable');
    await openAccount(t, funnel, desktop);
    assert.deepEqual(host.violations, []);
    assert.deepEqual(host.failures, []);
  });

  test(`in ${name} each cause that keeps the wasm from running is named, and the first form appears`, TEST_PATIENCE, async (t) => {
    const engine = await open();
    t.after(engine.close);
    const desktop = new Desktop(engine);
    for (const [cause, fault, query, reason] of CAUSES) {
      const host = await startStrictHost(funnel.urls.page, fault);
      t.after(host.stop);
      await desktop.visit(host.url, { query });
      assert.equal(await reasonOf(desktop), reason, cause);
    }
  });
}
