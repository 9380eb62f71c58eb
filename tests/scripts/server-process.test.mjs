// @ts-check
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { freePort, isPortFree, startServer } from '../../scripts/server-process.mjs';

/** A minimal server that runs the given source after printing its address. */
const program = (/** @type {string} */ source) => ({
  name: 'little',
  command: process.execPath,
  args: ['--eval', source],
});
const LISTENS = 'console.log("little listening on http://127.0.0.1:1"); setInterval(() => {}, 1000);';

test('a server has started once it prints its address, and has ended after stop', async () => {
  const server = await startServer(program(LISTENS));
  assert.equal(server.url, 'http://127.0.0.1:1');
  assert.match(server.output(), /listening/);
  await server.stop();
  assert.equal(await server.ended, 'was ended by SIGTERM');
});

test('a server that ends instead of listening is an error with its last lines', async () => {
  await assert.rejects(
    startServer(program('console.error("port taken"); process.exit(3)')),
    /little did not start: it ended with code 3\nport taken/,
  );
});

test('a server that prints no address is ended after its time limit', async () => {
  await assert.rejects(
    startServer({ ...program('setInterval(() => {}, 1000)'), startSeconds: 0.2 }),
    /did not say where it listens within 0.2 s/,
  );
});

test('a program that does not exist is an error that names the server', async () => {
  await assert.rejects(
    startServer({ name: 'little', command: '/does/not/exist', args: [] }),
    /little did not start: it cannot be run/,
  );
});

test('the end of a running server is reported', async () => {
  const server = await startServer(program(`${LISTENS} process.stdin; setTimeout(() => process.exit(7), 0)`));
  assert.equal(await server.ended, 'ended with code 7');
});

test('a port with a listener is not free', async () => {
  const port = await freePort();
  assert.equal(await isPortFree(port), true);
  const holder = createServer().listen(port, '127.0.0.1');
  await once(holder, 'listening');
  assert.equal(await isPortFree(port), false);
  holder.close();
});
