// @ts-check
// Calls the backend as a browser, as the partner's server and as the provider do. Every answer is compared with the contract.

import { randomUUID } from 'node:crypto';
import { judge } from './contract.mjs';

/**
 * @typedef {object} Answer
 * @property {string} method
 * @property {string} path
 * @property {number} status
 * @property {Headers} headers
 * @property {string} text
 * @property {any} json undefined if the body is no JSON
 *
 * @typedef {object} Options
 * @property {Record<string, string>} [headers]
 * @property {unknown} [body] text and bytes are sent as they are, everything else as JSON
 *
 * @typedef {object} Credentials
 * @property {string} partnerKey
 * @property {{ user: string, password: string } | undefined} callbacks
 */

/** How long an answer may take. A held request takes 25 s at most. */
const LONGEST_MS = 40_000;

export class Client {
  /**
   * @param {string} url address below which the contract's paths are
   * @param {Credentials} credentials
   * @param {import('./report.mjs').Report} report
   */
  constructor(url, credentials, report) {
    this.url = url.replace(/\/+$/, '');
    this.credentials = credentials;
    this.report = report;
  }

  /**
   * Makes a call, with nothing but what is given.
   * @param {string} method
   * @param {string} path
   * @param {Options} [options]
   * @returns {Promise<Answer>}
   */
  async call(method, path, { headers = {}, body } = {}) {
    const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const content = isRaw ? body : JSON.stringify(body);
    const response = await sent(this.url + path, {
      method,
      headers: content === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: /** @type {any} */ (content),
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    const text = await response.text();
    const answer = { method, path, status: response.status, headers: response.headers, text, json: parsed(text) };
    const name = `${method} ${path.split('?')[0]?.replace(/^(\/customers\/)[^/]+/, '$1{reference}')}`;
    const faults = judge(answer);
    this.report.expect(`${name} answers as the contract describes`, faults.length === 0, faults.join('; '));
    return answer;
  }

  /**
   * As the partner's server.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  partner(method, path, body) {
    return this.call(method, path, { headers: { authorization: `Bearer ${this.credentials.partnerKey}` }, body });
  }

  /**
   * As the page of a customer.
   * @param {string} token of a session
   * @param {string} method
   * @param {string} path
   * @param {Options} [options]
   */
  browser(token, method, path, { headers = {}, body } = {}) {
    const own = { authorization: `Bearer ${token}`, 'x-onboarding-client': '1' };
    return this.call(method, path, { headers: { ...own, ...headers }, body });
  }

  /**
   * As the provider, with one callback.
   * @param {unknown} body
   * @param {{ path?: string, headers?: Record<string, string> }} [options]
   */
  callback(body, { path = '/callbacks/xpollens', headers = {} } = {}) {
    const { user, password } = this.credentials.callbacks ?? { user: '', password: '' };
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return this.call('POST', path, { headers: { authorization, 'webhook-id': randomUUID(), ...headers }, body });
  }

  /** Opens a session of a new customer. */
  async newCustomer() {
    const reference = `check-${randomUUID()}`;
    return { reference, token: await this.session(reference) };
  }

  /**
   * Opens a session.
   * @param {string} reference
   * @returns {Promise<string>} its token
   */
  async session(reference) {
    const answer = await this.partner('POST', '/sessions', { customerReference: reference });
    if (typeof answer.json?.sessionToken !== 'string')
      throw new Error(`POST /sessions answers ${answer.status} without a sessionToken: is the partner's key right?`);
    return answer.json.sessionToken;
  }

  /**
   * @param {string} token
   * @returns {Promise<any>} the snapshot
   */
  async snapshot(token) {
    const answer = await this.browser(token, 'GET', '/onboarding');
    return answer.json ?? {};
  }
}

/**
 * Sends a request. A server may close a connection that is kept for the next request, as after a body that is too large: then it is sent again.
 * @param {string} url
 * @param {RequestInit} request
 */
export async function sent(url, request) {
  try {
    return await fetch(url, request);
  } catch (error) {
    const { cause } = /** @type {{ cause?: { code?: string } }} */ (error);
    if (!['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(cause?.code ?? '')) throw error;
    return fetch(url, request);
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
