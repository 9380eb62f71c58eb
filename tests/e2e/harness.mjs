// @ts-check
// One funnel for one test: sandbox, backend and demo page on free ports, an empty database, the sandbox's controls.
// The clock of the sandbox stands still unless a test moves it: no test waits for a time.
// Read next: desktop.mjs and phone.mjs, what a customer does; a journey, how the three come together.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFunnel } from '../../scripts/funnel.mjs';
import { builtProgram, inRepository, phoneDirectory } from '../../scripts/repository.mjs';

/**
 * @typedef {object} Prospect what the sandbox tells of a prospect; see its README
 * @property {string} appUserId
 *
 * @typedef {object} Sandbox
 * @property {(path: string, method?: string, body?: unknown) => Promise<any>} control any control call: `control('/clock')`
 * @property {(millis: number) => Promise<void>} advance moves the clock; settles once all that fell due was delivered
 * @property {() => Promise<void>} settle settles once nothing is due and nothing on its way
 * @property {() => Promise<Prospect[]>} prospects
 *
 * @typedef {object} Harness
 * @property {import('../../scripts/funnel.mjs').Funnel['urls']} urls
 * @property {Sandbox} sandbox
 * @property {() => Record<string, string>} logs what each server wrote so far, by name
 * @property {Record<string, string>} secrets what the servers were started with
 * @property {() => Promise<void>} stop ends all and removes the database
 */

/** What has to be built before: named in the message of a test run by hand. */
const NEEDED = [
  [builtProgram('sandbox'), 'cargo build -p sandbox'],
  [builtProgram('backend'), 'cargo build -p backend'],
  [inRepository('www', 'wasm', 'module_bg.wasm'), 'npm run build'],
  [join(phoneDirectory, 'index.html'), 'npm run build'],
];

/**
 * Starts a funnel.
 * @param {object} [options]
 * @param {number} [options.speed] seconds in the sandbox in one second; default 0: its clock stands still
 * @param {string} [options.steps] the steps in their order, separated by commas
 * @returns {Promise<Harness>}
 */
export async function startHarness({ speed = 0, steps } = {}) {
  for (const [file, command] of NEEDED) {
    if (!existsSync(file))
      throw new Error(`${file} is missing: run \`${command}\`, or the whole stage by \`npm test -- --only e2e\``);
  }
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-e2e-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    const funnel = await startFunnel({ database: join(folder, 'onboarding.sqlite'), speed, steps });
    return {
      urls: funnel.urls,
      sandbox: sandboxControls(funnel.urls.sandbox),
      logs: () => Object.fromEntries(funnel.servers.map(({ name, output }) => [name, output()])),
      secrets: funnel.secrets,
      stop: async () => {
        await funnel.stop();
        removeFolder();
      },
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

/**
 * @param {string} url
 * @returns {Sandbox}
 */
function sandboxControls(url) {
  /** @type {Sandbox['control']} */
  const control = async (path, method = 'GET', body) => {
    const response = await fetch(`${url}/control${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox ${method} /control${path} answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  return {
    control,
    advance: (millis) => control('/clock/advance', 'POST', { millis }),
    settle: () => control('/settle', 'POST'),
    prospects: () => control('/prospects'),
  };
}
