// @ts-check
// One funnel for one test: sandbox, backend and demo page on free ports, an empty database, and the sandbox's controls.
// The clock of the sandbox is frozen unless a test moves it, so no test waits for a time. Read next: desktop.mjs and
// phone.mjs for the customer's actions, then a journey.

import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFunnel } from '../../scripts/funnel.mjs';
import { builtProgram, inRepository, phoneDirectory } from '../../scripts/repository.mjs';

/**
 * @typedef {object} Prospect the sandbox's description of a prospect; see its README
 * @property {string} appUserId
 * @property {string} email
 * @property {string} activationCode
 *
 * @typedef {object} Sandbox
 * @property {(path: string, method?: string, body?: unknown) => Promise<any>} control any control call: `control('/clock')`
 * @property {(millis: number) => Promise<void>} advance moves the clock; resolves once everything due was delivered
 * @property {() => Promise<void>} settle resolves once nothing is due and nothing is being delivered
 * @property {() => Promise<Prospect[]>} prospects
 * @property {(faults: { api?: object[], callbacks?: object[] }) => Promise<void>} setFaults sets the next faults
 * @property {(email: string) => Promise<{ tries: number, users: number }>} creations how often the backend created a
 *   user with this address, and how many exist
 *
 * @typedef {object} Harness
 * @property {import('../../scripts/funnel.mjs').Funnel['urls']} urls
 * @property {Sandbox} sandbox
 * @property {(customer: import('./desktop.mjs').Customer, context?: import('playwright-core').BrowserContext) => Promise<void>} apply
 *   sends the first form without a page, so that the code is made: for the customer of a browser, else for a new one
 * @property {() => Record<string, string>} logs the output of each server so far, by name
 * @property {Record<string, string>} secrets the secrets in the servers' environment
 * @property {string} database the backend's SQLite file
 * @property {() => Promise<void>} stop ends all servers and removes the database
 */

/** The required build results, for the message of a test that is run by hand. */
const NEEDED = [
  [builtProgram('sandbox'), 'cargo build -p sandbox'],
  [builtProgram('backend'), 'cargo build -p backend'],
  [inRepository('www', 'wasm', 'module_bg.wasm'), 'npm run build'],
  [join(phoneDirectory, 'index.html'), 'npm run build'],
];

/**
 * Starts a funnel.
 * @param {object} [options]
 * @param {number} [options.speed] seconds in the sandbox in one second; default 0: its clock is frozen
 * @param {string} [options.steps] the steps in their order, separated by commas
 * @param {string} [options.generation] generation of the provider's API: legacy or current
 * @param {string} [options.settings] further settings of the backend, as TOML
 * @param {number} [options.backendPort] default: a free one
 * @param {string} [options.postgres] address of a PostgreSQL database for the backend; default: a SQLite file
 * @param {string} [options.callbackUrl] address for the sandbox's callbacks; the backend by default
 * @returns {Promise<Harness>}
 */
export async function startHarness({ speed = 0, steps, generation, settings, backendPort, postgres, callbackUrl } = {}) {
  for (const [file, command] of NEEDED) {
    if (!existsSync(file))
      throw new Error(`${file} is missing: run \`${command}\`, or the whole stage by \`npm test -- --only e2e\``);
  }
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-e2e-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    const database = join(folder, 'onboarding.sqlite');
    const funnel = await startFunnel({ database, speed, steps, generation, settings, backendPort, postgres, callbackUrl });
    const sandbox = sandboxControls(funnel.urls.sandbox);
    return {
      urls: funnel.urls,
      sandbox,
      apply: async (customer, context) => {
        await sendProfile(funnel.urls, customer, context);
        await sandbox.advance(5000);
      },
      logs: () => Object.fromEntries(funnel.servers.map(({ name, output }) => [name, output()])),
      secrets: funnel.secrets,
      database,
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
    setFaults: (faults) => control('/faults', 'PUT', faults),
    creations: async (email) => {
      /** @type {{ method: string, path: string, body: any }[]} */
      const received = await control('/received');
      /** @type {Prospect[]} */
      const prospects = await control('/prospects');
      return {
        tries: received.filter(({ method, path, body }) => isCreation(method, path) && (body?.Email ?? body?.profile?.email) === email).length,
        users: prospects.filter((prospect) => prospect.email === email).length,
      };
    },
  };
}

/**
 * @param {string} method
 * @param {string} path
 */
const isCreation = (method, path) => method === 'POST' && /^\/api\/v(1\.1|2\.0)\/users$/i.test(path);

/**
 * Sends the first form as the demo page in a browser would.
 * @param {Harness['urls']} urls
 * @param {import('./desktop.mjs').Customer} customer
 * @param {import('playwright-core').BrowserContext} [context] its cookie identifies the customer
 */
async function sendProfile(urls, customer, context) {
  const session = `${urls.page}demo/session`;
  const opened = context ? await context.request.post(session) : await fetch(session, { method: 'POST' });
  const { sessionToken } = await opened.json();
  const answer = await fetch(`${urls.page}onboarding-api/onboarding/steps/profile`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${sessionToken}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'x-onboarding-client': '1',
    },
    body: JSON.stringify(customer),
  });
  if (!answer.ok) throw new Error(`the first form was answered ${answer.status}: ${await answer.text()}`);
}
