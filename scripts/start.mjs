// @ts-check
// `npm start`: from a fresh clone to the whole funnel on this machine. Sets up what is missing, builds, starts sandbox,
// backend and partner's page, then prints the two addresses to open. Imports no npm package: it may have to install them.

import { buildModule } from './build-module.mjs';
import { buildPackage } from './build-package.mjs';
import { buildPhone } from './build-phone.mjs';
import { buildServers } from './build-servers.mjs';
import { inTurn } from './build-turn.mjs';
import { endRunningCommands, lastLines } from './command.mjs';
import { startFunnel } from './funnel.mjs';
import { startPostgres } from './private-postgres.mjs';
import { endWith, step } from './progress.mjs';
import { newRunFolder } from './run-folder.mjs';
import { freePort, isPortFree } from './server-process.mjs';
import { setUpPackages } from './setup-packages.mjs';
import { setUpPostgres } from './setup-postgres.mjs';
import { setUpRust } from './setup-rust.mjs';
import { HELP, OptionError, readStartOptions, USUAL_PORTS } from './start-options.mjs';
import { startText } from './start-text.mjs';

/** @typedef {import('./start-options.mjs').StartOptions} StartOptions */

/** Delay in milliseconds. Ctrl-C also reaches the servers and may end one before our own handler has run. */
const CTRL_C_GRACE_MS = 250;

let ending = false;
/** Ends what is running. @type {() => void | Promise<void>} */
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
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options.help) return console.log(HELP);
  await refuseTakenPorts(options);
  const folder = await inTurn(async () => {
    await step('Rust', setUpRust);
    await step('Build tools', setUpPackages);
    await step('Servers (the first time takes a minute or two)', buildServers);
    await step('Module for browsers', buildModule);
    await step('Package', buildPackage);
    await step('Phone page', buildPhone);
    if (options.postgres) await step('PostgreSQL', setUpPostgres);
    return newRunFolder();
  });
  process.on('exit', folder.remove);
  if (ending) return;

  const server = options.postgres ? await startPostgres() : undefined;
  const { database, built } = folder;
  const starting = startFunnel({ ...options, ...(await choosePorts(options)), database, postgres: server?.url, built });
  end = async () => {
    await starting.then((funnel) => funnel.stop()).catch(() => {});
    await server?.stop();
  };
  const funnel = await starting;
  for (const server of funnel.servers) server.ended.then((how) => onServerEnded(funnel, server, how));
  console.log(startText(options, funnel));
}

/**
 * Before the build, so that a taken port is reported at once and not after two minutes.
 * @param {StartOptions} options
 */
async function refuseTakenPorts({ pagePort, backendPort, sandboxPort }) {
  for (const [flag, port] of Object.entries({ '--page-port': pagePort, '--backend-port': backendPort, '--sandbox-port': sandboxPort })) {
    if (port === undefined || (await isPortFree(port))) continue;
    throw new OptionError(`Port ${port} on 127.0.0.1 is taken. End what listens there, choose another by ${flag}, or leave ${flag} out`);
  }
}

/**
 * The ports of the options, else the usual ones, else free ones.
 * @param {StartOptions} options
 */
async function choosePorts({ pagePort, backendPort, sandboxPort }) {
  const given = [pagePort, backendPort, sandboxPort];
  const choose = async (/** @type {number | undefined} */ port, /** @type {number} */ usual) =>
    port ?? (!given.includes(usual) && (await isPortFree(usual)) ? usual : freePort());
  return {
    pagePort: await choose(pagePort, USUAL_PORTS.page),
    backendPort: await choose(backendPort, USUAL_PORTS.backend),
    sandboxPort: await choose(sandboxPort, USUAL_PORTS.sandbox),
  };
}

/**
 * The servers need each other: if one ends, its last lines are shown and all end.
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
