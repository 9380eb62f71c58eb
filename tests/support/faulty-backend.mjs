// @ts-check
// The reference backend with one fault: a proxy that changes what a backend with that fault would take or answer otherwise. The faults
// are in tests/e2e/check-faults.mjs.

import { createServer } from 'node:http';
import { sent } from '../../bin/check/client.mjs';

/**
 * @typedef {{ method: string, path: string, headers: Record<string, string>, body: string }} Taken a request
 * @typedef {{ status: number, headers: Record<string, string>, body: string }} Given an answer
 *
 * @typedef {object} Fault
 * @property {string} name what the backend does wrong
 * @property {string} part of the rules
 * @property {RegExp} rule that does not hold then
 * @property {(request: Taken, memory: Record<string, any>) => Given | void} [take] changes a request, or answers it
 * @property {(answer: Given, request: Taken, memory: Record<string, any>) => void} [give] changes an answer
 */

/** Headers of a message that its sender makes itself. */
const OF_THE_CONNECTION = ['connection', 'content-length', 'transfer-encoding', 'host', 'keep-alive', 'expect'];

/**
 * Starts a backend with a fault.
 * @param {string} url of the backend without a fault
 * @param {Omit<Fault, 'name' | 'part' | 'rule'>} fault
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startFaultyBackend(url, { take = () => {}, give = () => {} }) {
  /** @type {Record<string, any>} */
  const memory = {};
  const server = createServer(async (incoming, outgoing) => {
    const request = await taken(incoming);
    const original = { ...request, headers: { ...request.headers } };
    const answer = take(request, memory) ?? (await forwarded(url, request).catch(() => undefined));
    if (!answer) return outgoing.destroy(); // the backend cut the connection
    give(answer, original, memory);
    const hasBody = ![204, 304].includes(answer.status);
    outgoing.writeHead(answer.status, answer.headers).end(hasBody ? answer.body : undefined);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').IncomingMessage} incoming
 * @returns {Promise<Taken>}
 */
async function taken(incoming) {
  const parts = [];
  for await (const part of incoming) parts.push(part);
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: without(/** @type {any} */ (incoming.headers)),
    body: Buffer.concat(parts).toString('utf8'),
  };
}

/**
 * @param {string} url
 * @param {Taken} request
 * @returns {Promise<Given>}
 */
async function forwarded(url, { method, path, headers, body }) {
  const hasBody = !['GET', 'HEAD'].includes(method) && body !== '';
  const response = await sent(url + path, { method, headers, body: hasBody ? body : undefined, redirect: 'manual' });
  return { status: response.status, headers: without(Object.fromEntries(response.headers)), body: await response.text() };
}

/** @param {Record<string, string>} headers */
const without = (headers) => Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name)));
