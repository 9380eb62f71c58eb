// @ts-check
// Runs one command to its end. Its output is shown, kept, or both. For servers, see server-process.mjs.

import { spawn } from 'node:child_process';
import { root } from './repository.mjs';

/**
 * @typedef {object} Finished
 * @property {number} code exit code; 1 if a signal ended the command or it could not start
 * @property {string} output all it wrote, standard output and error in the order of arrival, without colours
 * @property {number} seconds how long it took
 *
 * @typedef {object} RunOptions
 * @property {string} [cwd] folder to run in; the repository's top by default
 * @property {Record<string, string | undefined>} [env] added to this process's environment; `undefined` removes
 * @property {boolean} [show] whether its output is passed on as it comes; default true
 * @property {number} [uid] user to run as; default: the current one
 * @property {number} [gid] group to run as
 * @property {number} [timeoutSeconds] ended with its children after that time; default 1800
 */

/** A command that failed. The message has its last lines. */
export class CommandError extends Error {
  /**
   * @param {string} what
   * @param {Finished} finished
   */
  constructor(what, finished) {
    super(`${what} failed (exit code ${finished.code})\n${lastLines(finished.output, 30)}`);
    this.name = 'CommandError';
    /** All that the command wrote. */
    this.output = finished.output;
  }
}

/** The running process groups, to which our signals are passed on. @type {Set<number>} */
const running = new Set();

/** Ends every command that still runs, with its children. */
export function endRunningCommands() {
  for (const group of running) signalGroup(group, 'SIGTERM');
}

/**
 * Sends a signal to a process and its children. A process that has already ended is no error.
 * @param {number} group process group
 * @param {NodeJS.Signals} signal
 */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * Runs a command and returns how it ended. A failure is a result, not an exception.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Finished>}
 */
export function run(command, args, options = {}) {
  const { cwd = root, env = {}, show = true, timeoutSeconds = 1800, ...user } = options;
  const started = performance.now();
  return new Promise((resolve) => {
    /** @type {string[]} */
    const parts = [];
    const finish = (/** @type {number} */ code) => {
      if (child.pid) running.delete(child.pid);
      clearTimeout(limit);
      const output = withoutColours(parts.join(''));
      resolve({ code, output, seconds: (performance.now() - started) / 1000 });
    };
    // In its own process group, so that a time limit or Ctrl-C ends the command with all its children.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
      detached: true,
    });
    if (child.pid) running.add(child.pid);
    const limit = setTimeout(() => {
      parts.push(`\n${command} was ended: it ran longer than ${timeoutSeconds} s\n`);
      if (child.pid) signalGroup(child.pid, 'SIGKILL');
    }, timeoutSeconds * 1000);
    for (const [stream, sink] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        parts.push(text);
        if (show) sink.write(text);
      });
    }
    child.on('error', (error) => {
      parts.push(`cannot run ${command}: ${error.message}\n`);
      finish(1);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a command that must succeed.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @throws {CommandError} with its last lines
 */
export async function mustRun(command, args, options) {
  const finished = await run(command, args, options);
  if (finished.code !== 0) throw new CommandError(`${command} ${args.join(' ')}`, finished);
  return finished;
}

/**
 * The output of a command that may fail or be missing.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<string | null>} trimmed standard output; null if it failed
 */
export async function ask(command, args) {
  const finished = await run(command, args, { show: false, timeoutSeconds: 60 });
  return finished.code === 0 ? finished.output.trim() : null;
}

/**
 * @param {string} text
 * @param {number} count
 */
export const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n');

/** @param {string} text */
export const withoutColours = (text) => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
