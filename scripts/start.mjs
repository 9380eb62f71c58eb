// @ts-check
// `npm start`: from a fresh clone to the whole funnel on this machine. Sets up what is missing, builds, starts sandbox,
// backend and partner's page, then prints the two addresses to open. Imports no npm package: it may have to install them.

import { mkdirSync, rmSync } from 'node:fs';
import { buildModule } from './build-module.mjs';
import { buildPhone } from './build-phone.mjs';
import { buildServers } from './build-servers.mjs';
import { endRunningCommands, lastLines } from './command.mjs';
import { startFunnel } from './funnel.mjs';
import { endWith, step } from './progress.mjs';
import { inRepository } from './repository.mjs';
import { isPortFree } from './server-process.mjs';
import { setUpPackages } from './setup-packages.mjs';
import { setUpRust } from './setup-rust.mjs';
import { HELP, readStartOptions } from './start-options.mjs';

/** @typedef {import('./start-options.mjs').StartOptions} StartOptions */

/** Ctrl-C reaches the servers too, and may end one before our own handler has run. In milliseconds. */
const CTRL_C_GRACE_MS = 250;

let ending = false;
/** Ends whatever runs at the moment. @type {() => void | Promise<void>} */
let end = endRunningCommands;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, async () => {
    if (ending) return;
    ending = true;
    console.log('\nending');
    await end();
    process.exit(0);
  });
}

try {
  await main();
} catch (error) {
  if (!ending) endWith(error);
}

async function main() {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  await refuseTakenPorts(options);

  await step('Rust', setUpRust);
  await step('Build tools', setUpPackages);
  await step('Servers (the first time takes a minute or two)', buildServers);
  await step('Module for browsers', buildModule);
  await step('Phone page', buildPhone);
  if (ending) return;

  const starting = startFunnel({ ...options, database: emptyDatabase() });
  end = () => starting.then((funnel) => funnel.stop()).catch(() => {});
  const funnel = await starting;
  for (const server of funnel.servers) server.ended.then((how) => onServerEnded(funnel, server, how));
  const query = options.language ? `?lang=${options.language}` : '';
  console.log(`
The funnel runs, at ${options.speed} times the real speed. Ctrl-C ends it.

  The partner's page    ${funnel.urls.page}${query}
  The customer's phone  ${funnel.urls.phone}${query}
`);
}

/**
 * Before anything is built: a port that is taken is told at once, not after two minutes.
 * @param {StartOptions} options
 */
async function refuseTakenPorts(options) {
  for (const [flag, port] of /** @type {const} */ ([
    ['--page-port', options.pagePort],
    ['--backend-port', options.backendPort],
    ['--sandbox-port', options.sandboxPort],
  ])) {
    if (await isPortFree(port)) continue;
    throw new Error(
      `Port ${port} on 127.0.0.1 is taken. End what listens there, or choose another: npm start -- ${flag} ${port + 100}`,
    );
  }
}

/** The sandbox forgets its customers when it ends: a backend that still knew them could not go on with them. */
function emptyDatabase() {
  const folder = inRepository('target', 'start');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return inRepository('target', 'start', 'onboarding.sqlite');
}

/**
 * One server alone is of no use: when one dies, its last words are shown and all end.
 * @param {import('./funnel.mjs').Funnel} funnel
 * @param {import('./server-process.mjs').Server} server
 * @param {string} how
 */
async function onServerEnded(funnel, server, how) {
  await new Promise((resolve) => setTimeout(resolve, CTRL_C_GRACE_MS));
  if (ending) return;
  ending = true;
  console.error(`\n${server.name} ${how}. Its last lines:\n${lastLines(server.output(), 20)}`);
  await funnel.stop();
  process.exit(1);
}
