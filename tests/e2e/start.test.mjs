// @ts-check
// `npm start`, twice at the same time in this checkout: each run has its own ports, database and built files.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { inRepository, root } from '../../scripts/repository.mjs';
import { Customer } from '../support/customer.mjs';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';

const RUNS = inRepository('target', 'start');

/**
 * @typedef {object} Run
 * @property {number} pid
 * @property {Record<'page' | 'phone' | 'backend' | 'sandbox', string>} urls as it prints them
 * @property {string} key the demo key that it prints
 * @property {() => Promise<number | null>} stop like Ctrl-C; resolves with the exit code
 */

/**
 * Starts a run. Resolves once it prints that it is running.
 * @param {import('node:test').TestContext} t
 * @returns {Promise<Run>}
 */
async function start(t) {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--speed', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  t.after(stop);
  let output = '';
  /** @type {Promise<void>} */
  const runs = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (/Bearer \S+'/.test(output)) resolve();
      });
    ended.then((code) => reject(new Error(`npm start ended with code ${code}\n${output}`)));
  });
  await runs;
  const after = (/** @type {string} */ label) => String(new RegExp(`^ {2}${label} +(\\S+?)/?$`, 'm').exec(output)?.[1]);
  const urls = { page: `${after("The partner's page")}/`, phone: after("The customer's phone"), backend: after('The backend'), sandbox: after('The sandbox') };
  return { pid: Number(child.pid), urls, key: String(/Bearer (\S+)'/.exec(output)?.[1]), stop };
}

/** @param {Run} run */
const foldersOf = ({ pid }) => readdirSync(RUNS).filter((name) => name.startsWith(`${pid}-`));

test('two runs in one checkout are usable at once, and one continues when the other ends', TEST_PATIENCE, async (t) => {
  const [one, other] = await Promise.all([start(t), start(t)]);
  const addresses = [one, other].flatMap(({ urls }) => Object.values(urls).map((url) => new URL(url).port));
  assert.equal(new Set(addresses).size, 6, `each server has its own port: ${addresses}`);

  const served = await (await fetch(`${one.urls.page}xpollens-onboarding/index.js`)).text();
  assert.equal(served, readFileSync(inRepository('dist', 'index.js'), 'utf8'), 'the page loads what ships');

  const desktop = await Desktop.open(one.urls.page);
  t.after(desktop.close);
  await desktop.giveDetails(newCustomer());
  assert.equal((await prospects(one)).length, 1);
  assert.deepEqual(await prospects(other), [], 'the other run has no customer');

  assert.equal(await one.stop(), 0);
  assert.deepEqual(foldersOf(one), []);
  assert.equal(foldersOf(other).length, 1);
  assert.ok(existsSync(inRepository('www', 'wasm', 'module.js')), 'the built files stay');

  const customer = await Customer.open(/** @type {any} */ ({ urls: other.urls, secrets: { ONBOARDING_PARTNER_KEY: other.key } }));
  assert.equal((await customer.call('PUT', '/steps/profile', { body: customer.details })).status, 200);
  assert.equal((await prospects(other)).length, 1);
});

/** @param {Run} run */
const prospects = async ({ urls }) => (await fetch(`${urls.sandbox}/control/prospects`)).json();
