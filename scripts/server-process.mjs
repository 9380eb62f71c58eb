// @ts-check
// Starts a server and tracks its address, its output and its end. Shared by `npm start` and the end-to-end tests.

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { root } from './repository.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {string} name of the server
 * @property {string} [says] the text before its address in its output; by default `NAME listening on`
 * @property {string} command
 * @property {string[]} args
 * @property {string} [cwd] folder to run in; the repository's top by default
 * @property {Record<string, string>} [env] added to this process's environment
 * @property {number} [startSeconds] how long it may take to listen; default 30
 *
 * @typedef {object} Server
 * @property {string} name
 * @property {string} url where it listens, without a slash at the end
 * @property {number} pid its process
 * @property {() => string} output all it has written so far, standard output and error
 * @property {Promise<string>} ended resolves when it has ended, with a sentence on how
 * @property {() => Promise<void>} stop asks it to end, kills it after 5 seconds, resolves when it has ended
 */

/**
 * Starts a server. Resolves once it prints its address.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 * @throws {Error} with its output, if it ends or prints no address
 */
export async function startServer({ name, says = `${name} listening on`, command, args, cwd = root, env = {}, startSeconds = 30 }) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {string[]} */
  const parts = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => parts.push(text));
  }
  const output = () => parts.join('');
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(`cannot be run: ${error.message}`));
    child.on('close', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(insist);
  };
  try {
    const url = await listening(child, { name, says, startSeconds }, output, ended);
    return { name, url, pid: child.pid ?? 0, output, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Resolves with the address once the server prints it.
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ name: string, says: string, startSeconds: number }} server
 * @param {() => string} output
 * @param {Promise<string>} ended
 * @returns {Promise<string>}
 */
function listening(child, { name, says, startSeconds }, output, ended) {
  const address = new RegExp(`^${says} (https?://\\S+?)/?$`, 'm');
  return new Promise((resolve, reject) => {
    const failed = (/** @type {string} */ why) => {
      clearTimeout(limit);
      reject(new Error(`${name} did not start: it ${why}\n${output()}`.trimEnd()));
    };
    const limit = setTimeout(() => failed(`did not say where it listens within ${startSeconds} s`), startSeconds * 1000);
    const look = () => {
      const url = address.exec(output())?.[1];
      if (!url) return;
      child.stdout?.off('data', look);
      child.stderr?.off('data', look);
      clearTimeout(limit);
      resolve(url);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    ended.then(failed);
  });
}

/**
 * Whether no program listens on a loopback port.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export async function isPortFree(port) {
  return (await tryPort(port)) !== null;
}

/** Ports below those that systems give to outgoing connections (from 32768 on Linux, from 49152 elsewhere). */
const PORTS = { from: 20_000, to: 32_000 };

/**
 * A free loopback port for a server whose address another one needs before it starts. The system does not give this
 * port to a browser's connection before that server listens.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (let tries = 0; tries < 100; tries++) {
    const port = await tryPort(randomInt(PORTS.from, PORTS.to));
    if (port !== null) return port;
  }
  throw new Error('this machine has no free port on 127.0.0.1');
}

/**
 * @param {number} port 0: any
 * @returns {Promise<number | null>} the port; null if it is taken
 */
function tryPort(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (error) => {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      // On some systems only the administrator may use ports below 1024.
      if (code === 'EADDRINUSE' || code === 'EACCES') resolve(null);
      else reject(error);
    });
    probe.listen(port, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(address.port));
    });
  });
}

/**
 * Whether a process with this number is running.
 * @param {number} pid
 */
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user is running.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
