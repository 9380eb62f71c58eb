// @ts-check
// One WebDriver session (W3C WebDriver 2) on a virtual display: its calls and processes. `webkit-page.mjs` has the
// actions of a person on the page.

import { spawn } from 'node:child_process';
import { startDisplay } from '../../../scripts/display.mjs';
import { freePort } from '../../../scripts/server-process.mjs';
import { PATIENCE_MS } from '../patience.mjs';

/** The member that marks an element in the protocol. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** A call that the driver refused. `code` is the protocol's, for example `stale element reference`. */
export class WebDriverError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** A session, its driver and its display. */
export class WebDriver {
  /** @type {string} */
  #session = '';
  /** Functions that end what was started, in reverse order. @type {(() => Promise<unknown>)[]} */
  #ends = [];

  /** @type {string} of the browser */
  version = '';

  /**
   * @param {string} driver program of the driver
   * @param {string} xvfb program of the display
   * @param {object} [capabilities] that the session must have
   * @returns {Promise<WebDriver>}
   */
  static async start(driver, xvfb, capabilities = {}) {
    const started = new WebDriver();
    try {
      await started.#start(driver, xvfb, capabilities);
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  /**
   * @param {string} driver
   * @param {string} xvfb
   * @param {object} capabilities
   */
  async #start(driver, xvfb, capabilities) {
    const display = await startDisplay(xvfb);
    this.#ends.push(display.stop);
    const port = await freePort();
    const child = spawn(driver, [`--port=${port}`], { env: { ...process.env, DISPLAY: display.name }, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('error', resolve).once('exit', resolve));
    this.#ends.push(() => {
      child.kill();
      return ended;
    });
    const base = `http://127.0.0.1:${port}/session`;
    const opened = await this.#open(base, capabilities);
    this.version = opened.capabilities.browserVersion;
    this.#session = `${base}/${opened.sessionId}`;
  }

  /**
   * Opens a session. Repeats the request until the driver listens.
   * @param {string} base
   * @param {object} alwaysMatch
   * @returns {Promise<{ sessionId: string, capabilities: { browserVersion: string } }>}
   */
  async #open(base, alwaysMatch) {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await call('POST', base, { capabilities: { alwaysMatch } });
      } catch (error) {
        if (error instanceof WebDriverError || performance.now() > deadline) throw error;
        await pause();
      }
    }
  }

  /**
   * A call that reads something of the session.
   * @param {string} path below the session: `/screenshot`
   * @returns {Promise<any>}
   */
  get(path) {
    return call('GET', this.#session + path);
  }

  /**
   * A call that changes something in the session.
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  post(path, body = {}) {
    return call('POST', this.#session + path, body);
  }

  /**
   * Runs a function in the page. It must not refer to anything outside itself.
   * @param {Function} script
   * @param {...unknown} args values, or elements
   * @returns {Promise<any>}
   */
  run(script, ...args) {
    return this.post('/execute/sync', { script: `return (${script}).apply(null, arguments)`, args });
  }

  /** Ends the session, the driver and the display. */
  async stop() {
    // A browser that has already ended has no session to delete.
    if (this.#session) await call('DELETE', this.#session).catch(() => {});
    for (const end of this.#ends.toReversed()) await end();
  }
}

/**
 * The element's id in the protocol.
 * @param {Record<string, string>} element
 */
export const idOf = (element) => element[ELEMENT];

/** Pause between two checks of something that sends no event. */
export const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

/**
 * @param {string} method
 * @param {string} url
 * @param {object} [body]
 */
async function call(method, url, body) {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(url, { method, body: body && JSON.stringify(body), signal }).catch((error) => {
    throw signal.aborted ? new WebDriverError('timeout', `${method} ${url} is not answered`) : error;
  });
  const { value } = await answer.json();
  if (!answer.ok) throw new WebDriverError(value.error, value.message);
  return value;
}
