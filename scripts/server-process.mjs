// @ts-check
// A server that was started and stays: its address, its output, its end. Shared by `npm start` and the end-to-end tests.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { root } from './repository.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {string} name the first word of its line `… listening on http://…`
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string>} [env] added to this process's environment
 * @property {number} [startSeconds] how long it may take to listen; default 30
 *
 * @typedef {object} Server
 * @property {string} name
 * @property {string} url where it listens, without a slash at the end
 * @property {() => string} output all it has written so far, standard output and error
 * @property {Promise<string>} ended settles when it is gone, with how it ended in words
 * @property {() => Promise<void>} stop asks it to end, insists after 5 seconds, settles when it is gone
 */

/**
 * Starts a server and settles once it says where it listens.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 * @throws {Error} with its output, where it ends or stays silent instead
 */
export async function startServer({ name, command, args, env = {}, startSeconds = 30 }) {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {string[]} */
  const parts = [];
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

  const address = new RegExp(`^${name} listening on (https?://\\S+?)/?$`, 'm');
  let isListening = false;
  /** @type {Promise<string>} */
  const listening = new Promise((resolve, reject) => {
    const failed = (/** @type {string} */ why) =>
      reject(new Error(`${name} did not start: it ${why}\n${output()}`.trimEnd()));
    const limit = setTimeout(
      () => failed(`did not say where it listens within ${startSeconds} s`),
      startSeconds * 1000,
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        parts.push(text);
        if (isListening) return;
        const url = address.exec(output())?.[1];
        if (!url) return;
        isListening = true;
        clearTimeout(limit);
        resolve(url);
      });
    }
    ended.then((how) => {
      clearTimeout(limit);
      failed(how);
    });
  });
  try {
    return { name, url: await listening, output, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Whether nobody listens on a loopback port.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export async function isPortFree(port) {
  return (await tryPort(port)) !== null;
}

/**
 * A loopback port that nobody listens on, for a server whose address another one needs before it starts.
 * @returns {Promise<number>}
 */
export async function freePort() {
  const port = await tryPort(0);
  if (port === null) throw new Error('this machine has no free port on 127.0.0.1');
  return port;
}

/**
 * @param {number} port 0: any
 * @returns {Promise<number | null>} the port; null where it is taken
 */
function tryPort(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (error) => {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    probe.listen(port, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(address.port));
    });
  });
}
