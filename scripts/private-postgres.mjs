// @ts-check
// A PostgreSQL server of one's own, in a new folder, which other users and computers cannot reach. It ends with whoever started it,
// and its folder is removed. Run as a program, it prints the server's address and takes orders from its standard input, one on
// each line: `stop` (as a crash), `start`, and the end of the input, which also comes if its starter is killed.

import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ask, mustRun } from './command.mjs';
import { postgresFolder } from './setup-postgres.mjs';

/** The server does not run as root. The package makes this user. */
const SYSTEM_USER = 'postgres';
/** Connections come over a socket in the folder only. Of the other settings, none makes an answered commit less durable. */
const SETTINGS = `
listen_addresses = ''
max_connections = 300
shared_buffers = 64MB
max_wal_size = 256MB
log_min_messages = log
log_checkpoints = off
`;

/**
 * @typedef {object} PrivatePostgres
 * @property {string} url its database: \`postgres://…\`
 * @property {() => Promise<void>} start starts it again
 * @property {() => Promise<void>} crash ends it as a crash does
 * @property {() => Promise<void>} stop ends it and removes its folder
 */

/**
 * Starts a server in the care of another process, so that it also ends if this process is killed.
 * @returns {Promise<PrivatePostgres>}
 */
export async function startPostgres() {
  // Detached: Ctrl-C would end the server before those who use it.
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The PostgreSQL server could not be started.');
    return value;
  };
  const order = async (/** @type {string} */ text) => {
    child.stdin.write(`${text}\n`);
    await next();
  };
  const url = await next();
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { url, start: () => order('start'), crash: () => order('stop'), stop };
}

/**
 * A server as a child of this process.
 * @returns {Promise<PrivatePostgres>}
 */
async function startServer() {
  const programs = postgresFolder();
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-postgres-'));
  const data = join(folder, 'data');
  const user = await systemUser();
  if (user) chownSync(folder, user.uid, user.gid);
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let server;
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    server.kill(signal);
    await ended;
  };
  const start = async () => {
    server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await ready(server);
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const made = ['-D', data, '-U', 'onboarding', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'];
    await mustRun(join(programs, 'initdb'), made, { ...user, cwd: folder, show: false });
    writeFileSync(join(data, 'postgresql.auto.conf'), SETTINGS);
    await start();
  } catch (error) {
    await end('SIGKILL');
    remove();
    throw error;
  }
  return {
    url: `postgres://onboarding@${encodeURIComponent(folder)}/postgres`,
    start,
    crash: () => end('SIGQUIT'),
    stop: async () => {
      await end('SIGINT');
      remove();
    },
  };
}

/**
 * Resolves when the server accepts connections.
 * @param {import('node:child_process').ChildProcess} server
 */
function ready(server) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (server.stderr) });
    const last = /** @type {string[]} */ ([]);
    lines.on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve(undefined);
      last.push(line);
      if (last.length > 20) last.shift();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`The PostgreSQL server ended:\n${last.join('\n')}`)));
  });
}

/** The user to run as; `undefined` for the current one. */
async function systemUser() {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all([ask('id', ['-u', SYSTEM_USER]), ask('id', ['-g', SYSTEM_USER])]);
  if (!uid || !gid) throw new Error(`PostgreSQL does not run as root, and there is no user ${SYSTEM_USER}.`);
  return { uid: Number(uid), gid: Number(gid) };
}

/** Serves the orders of the standard input. */
async function serve() {
  const server = await startServer();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => process.stdin.destroy());
  console.log(server.url);
  process.stdin.on('error', () => {});
  try {
    for await (const order of createInterface({ input: process.stdin })) {
      if (order === 'stop') await server.crash();
      if (order === 'start') await server.start();
      console.log(order);
    }
  } finally {
    await server.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve();
