// @ts-check
// Starts the three servers of the funnel and connects them: sandbox, reference backend, demo partner's page. Only this
// file has their command lines.

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { builtProgram, inRepository, phoneDirectory } from './repository.mjs';
import { freePort, startServer } from './server-process.mjs';

/** Lifetime of a confirmation on the phone, in milliseconds. */
const CONFIRMATION_MS = 5 * 60 * 1000;

/**
 * @typedef {object} Built what was built
 * @property {string} sandbox program
 * @property {string} backend program
 * @property {string} module folder with the module's `index.js`
 * @property {string} phone folder of the phone's page
 */

/** The results of the build. @type {Built} */
export const BUILT = {
  sandbox: builtProgram('sandbox'),
  backend: builtProgram('backend'),
  module: inRepository('www'),
  phone: phoneDirectory,
};

/**
 * @typedef {object} FunnelOptions
 * @property {string} database SQLite file of the backend; created if missing, with its configuration beside it
 * @property {string} [postgres] address of the PostgreSQL database to use instead
 * @property {number} [pagePort] default 0: a free one
 * @property {number} [backendPort] default 0: a free one
 * @property {number} [sandboxPort] default 0: a free one
 * @property {number} [speed] how many seconds pass in the sandbox in one second; 0 freezes its clock; default 20
 * @property {string} [steps] the steps, in their order, separated by commas; the backend's default otherwise
 * @property {string} [generation] generation of the provider's API: legacy or current; the backend's default
 *   otherwise
 * @property {string} [settings] further settings of the backend, as TOML without the table `terms`
 * @property {string} [callbackUrl] where the sandbox sends callbacks; the backend's own address by default
 * @property {string} [scenario] scenario of the next customer: a name in the table of sandbox/README.md
 * @property {Built} [built] the programs and folders; by default those of the build
 *
 * @typedef {FunnelOptions & { built: Built, speed: number, secrets: Record<string, string>, backendListen: string, pageListen: string }} Wiring
 *
 * @typedef {object} Funnel
 * @property {{ page: string, phone: string, backend: string, sandbox: string }} urls
 * @property {import('./server-process.mjs').Server[]} servers in the order of their start
 * @property {Record<string, string>} secrets the environment they were started with; tests search logs for them
 * @property {() => Promise<void>} stop ends all three
 */

/**
 * Starts all three. If one does not start, ends the others.
 * @param {FunnelOptions} options
 * @returns {Promise<Funnel>}
 */
export async function startFunnel(options) {
  const wiring = await wire(options);
  /** @type {import('./server-process.mjs').Server[]} */
  const servers = [];
  const start = async (/** @type {import('./server-process.mjs').ServerOptions} */ server) => {
    const started = await startServer(server);
    servers.push(started);
    return started;
  };
  const stop = async () => {
    for (const server of servers.toReversed()) await server.stop();
  };
  try {
    const sandbox = await start(sandboxServer(wiring));
    const backend = await start(backendServer(wiring, sandbox.url));
    const phone = `${sandbox.url}/phone/`;
    const page = await start(pageServer(wiring, backend.url, phone));
    await giveTimeToConfirm(sandbox.url, wiring.speed);
    if (wiring.scenario) await choose(sandbox.url, wiring.scenario);
    const urls = { page: `${page.url}/`, phone, backend: backend.url, sandbox: sandbox.url };
    return { urls, servers, secrets: wiring.secrets, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Sandbox and backend call each other, and the backend names pages of the demo, so both addresses must be known first.
 * @param {FunnelOptions} options
 * @returns {Promise<Wiring>}
 */
async function wire({ backendPort, pagePort, built = BUILT, speed = 20, ...options }) {
  const backendListen = `127.0.0.1:${backendPort || (await freePort())}`;
  const pageListen = `127.0.0.1:${pagePort || (await freePort())}`;
  return { ...options, built, speed, secrets: newSecrets(), backendListen, pageListen };
}

/**
 * @param {Wiring} wiring
 * @returns {import('./server-process.mjs').ServerOptions}
 */
function sandboxServer({ built, sandboxPort = 0, callbackUrl, backendListen, speed, secrets }) {
  const callbacks = callbackUrl ?? `http://${backendListen}/callbacks/xpollens`;
  const args = ['--listen', `127.0.0.1:${sandboxPort}`, '--callback-url', callbacks, '--speed', String(speed)];
  return {
    name: 'sandbox',
    command: built.sandbox,
    args: [...args, '--phone-dir', built.phone],
    env: pick(secrets, 'SANDBOX_'),
  };
}

/**
 * @param {Wiring} wiring
 * @param {string} provider address of the sandbox
 * @returns {import('./server-process.mjs').ServerOptions}
 */
function backendServer({ built, database, postgres = database, settings = '', steps, generation, backendListen, pageListen, secrets }, provider) {
  const config = join(dirname(database), 'backend.toml');
  writeFileSync(config, settings + backendConfig(`http://${pageListen}`));
  const args = ['--listen', backendListen, '--config', config, '--database', postgres, '--provider', provider];
  if (steps) args.push('--steps', steps);
  if (generation) args.push('--generation', generation);
  return { name: 'backend', command: built.backend, args, env: pick(secrets, 'ONBOARDING_') };
}

/**
 * @param {Wiring} wiring
 * @param {string} backend
 * @param {string} phone
 * @returns {import('./server-process.mjs').ServerOptions}
 */
function pageServer({ built, pageListen, secrets }, backend, phone) {
  const program = inRepository('www', 'demo', 'server.mjs');
  return {
    name: 'demo',
    command: process.execPath,
    args: [program, '--listen', pageListen, '--backend', backend, '--module-dir', built.module, '--phone-url', phone],
    env: pick(secrets, 'ONBOARDING_PARTNER_KEY'),
  };
}

/**
 * The settings that the backend cannot know: the texts to accept, which the demo partner serves.
 * @param {string} page
 */
const backendConfig = (page) => `
[terms]
version = "2026-01"
account_url = "${page}/terms/account"
card_url = "${page}/terms/card"
partner_url = "${page}/terms/service"
`;

/**
 * A confirmation expires after five minutes of the sandbox's clock. At twenty times the speed that is too short for a
 * person, so it gets five minutes of real time.
 * @param {string} sandbox
 * @param {number} speed
 */
async function giveTimeToConfirm(sandbox, speed) {
  if (speed <= 1) return;
  const response = await fetch(`${sandbox}/control/settings`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scaLifeMillis: CONFIRMATION_MS * speed }),
  });
  if (!response.ok) throw new Error(`The sandbox refused its settings: HTTP status ${response.status}`);
}

/**
 * Chooses the scenario of the next customer.
 * @param {string} sandbox
 * @param {string} scenario
 */
async function choose(sandbox, scenario) {
  const response = await fetch(`${sandbox}/control/scenario`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: scenario }),
  });
  if (!response.ok) throw new Error(`--scenario: ${(await response.json()).message}`);
}

/** New secrets for each run, in the variables that each server reads. They are not stored. */
function newSecrets() {
  const secret = () => randomBytes(24).toString('base64url');
  const clientSecret = secret();
  const callbackPassword = secret();
  return {
    SANDBOX_CLIENT_ID: 'local-partner',
    SANDBOX_CLIENT_SECRET: clientSecret,
    SANDBOX_CALLBACK_USER: 'sandbox',
    SANDBOX_CALLBACK_PASSWORD: callbackPassword,
    ONBOARDING_PARTNER_KEY: secret(),
    ONBOARDING_CLIENT_ID: 'local-partner',
    ONBOARDING_CLIENT_SECRET: clientSecret,
    ONBOARDING_CALLBACK_USER: 'sandbox',
    ONBOARDING_CALLBACK_PASSWORD: callbackPassword,
  };
}

/**
 * @param {Record<string, string>} variables
 * @param {string} prefix
 */
const pick = (variables, prefix) =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => name.startsWith(prefix)));
