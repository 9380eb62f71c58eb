// @ts-check
// A gate between the sandbox and the backend's callback inbox. It holds each callback until it is let through, and
// notes when the backend received it.

import { createServer } from 'node:http';

/**
 * @typedef {object} Held a callback that the sandbox has sent
 * @property {string} type its number: `35`
 * @property {() => Promise<number>} pass lets it through; resolves with the time at which the backend received it, in milliseconds since 1970
 *
 * @typedef {object} Gate
 * @property {string} url address for the sandbox's callbacks
 * @property {(work: Promise<unknown>, each: (held: Held) => Promise<unknown>) => Promise<void>} during does something
 *   with each callback that arrives until `work` has ended
 * @property {() => void} close
 */

/** The same clock as in pages on this machine. */
export const now = () => performance.timeOrigin + performance.now();

/**
 * @param {string} inbox the backend's address for callbacks
 * @returns {Promise<Gate>}
 */
export async function startGate(inbox) {
  /** @type {Held[]} */
  const waiting = [];
  let wake = () => {};
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const headers = Object.fromEntries(
      ['authorization', 'content-type', 'webhook-id'].flatMap((name) => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      }),
    );
    const pass = async () => {
      const at = now();
      const answer = await fetch(inbox, { method: 'POST', headers, body });
      response.writeHead(answer.status).end(await answer.text());
      return at;
    };
    waiting.push({ type: String(JSON.parse(body.toString()).type ?? ''), pass });
    wake();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    async during(work, each) {
      let isOver = false;
      const end = work.finally(() => {
        isOver = true;
        wake();
      });
      while (!isOver || waiting.length > 0) {
        const held = waiting.shift();
        if (held) await each(held);
        else if (!isOver) await new Promise((resolve) => (wake = () => resolve(undefined)));
      }
      await end;
    },
    close: () => void server.close(),
  };
}
