// @ts-check
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { startFront } from './front.mjs';

/** As many connections as a browser opens to one server. */
const CONNECTIONS = 6;

test('requests that come together reach the server over one connection, and each has its own answer', async (t) => {
  const connections = new Set();
  const server = createServer((request, response) => {
    connections.add(request.socket);
    response.writeHead(request.url === '/5' ? 404 : 200, { 'cross-origin-opener-policy': 'same-origin' });
    request.pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const front = await startFront(`http://127.0.0.1:${port}`);
  t.after(front.stop);

  const answers = await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, index) => {
      const answer = await fetch(`${front.url}${index}`, { method: 'POST', body: `body ${index}` });
      return [answer.status, answer.headers.get('cross-origin-opener-policy'), await answer.text()];
    }),
  );
  const expected = Array.from({ length: CONNECTIONS }, (_, index) => [index === 5 ? 404 : 200, 'same-origin', `body ${index}`]);
  assert.deepEqual(answers, expected);
  assert.equal(connections.size, 1);
});
