// @ts-check
// Stands between a browser and the server of wasm-bindgen's test runner, and uses one connection to it.
// That server (tiny_http 0.12) hands each connection to a thread and keeps the thread until the connection closes. When two connections
// arrive before an idle thread woke up, it may queue the second one although no thread is left. A browser opens six connections and
// keeps them open: one request is then never answered, and the page never loads.

import { Agent, createServer, request as askServer } from 'node:http';

/**
 * @param {string} server address of the runner's server
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startFront(server) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const front = createServer((request, response) => {
    const { method, url, headers } = request;
    const asked = askServer(new URL(url ?? '/', server), { agent, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  });
  await new Promise((resolve) => front.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (front.address());
  const stop = () =>
    new Promise((/** @type {(value: void) => void} */ resolve) => {
      agent.destroy();
      front.close(() => resolve());
      front.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/`, stop };
}
