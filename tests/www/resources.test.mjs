// @ts-check
// The resources of an instance in the page: each kind works, is released by its owner, and is released by `releaseAll`.

import assert from 'node:assert/strict';
import { test } from 'node:test';

/** A separate copy, as each instance has. @returns {Promise<typeof import('../../www/resources.js')>} */
const account = () => import(`../../www/resources.js?${Math.random()}`);

/** A turn after all timers that are due. */
const laterTurn = () => new Promise((resolve) => setTimeout(resolve, 2));

test('a listener listens until its owner releases it, or all is released', async () => {
  const { listen, unlisten, releaseAll } = await account();
  for (const release of [(/** @type {[EventTarget, string, EventListener]} */ ...given) => unlisten(...given), releaseAll]) {
    const target = new EventTarget();
    let calls = 0;
    const listener = () => (calls += 1);
    listen(target, 'online', listener);
    target.dispatchEvent(new Event('online'));
    assert.equal(calls, 1);
    release(target, 'online', listener);
    target.dispatchEvent(new Event('online'));
    assert.equal(calls, 1);
  }
});

test('a timer fires once, unless its owner stops it, or all is released', async () => {
  const { startTimer, stopTimer, releaseAll } = await account();
  const fired = /** @type {string[]} */ ([]);
  const start = (/** @type {string} */ name) => startTimer(() => fired.push(name), 1);
  start('kept');
  stopTimer(start('stopped'));
  await laterTurn();
  assert.deepEqual(fired, ['kept']);
  start('released');
  releaseAll();
  await laterTurn();
  assert.deepEqual(fired, ['kept']);
});

test('a request is aborted by its owner, or when all is released, unless it may outlive the page', async () => {
  const { RequestController, releaseAll } = await account();
  const [aborted, left, letGo] = [new RequestController(), new RequestController(), new RequestController()];
  letGo.release();
  aborted.abort();
  assert.deepEqual([aborted, left, letGo].map(({ signal }) => signal.aborted), [true, false, false]);
  releaseAll();
  assert.deepEqual([aborted, left, letGo].map(({ signal }) => signal.aborted), [true, true, false]);
});

test('an aborted request without a waiting caller causes no unhandled rejection', async (t) => {
  const { RequestController, send, releaseAll } = await account();
  const { signal } = new RequestController();
  const answer = new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  t.mock.method(globalThis, 'fetch', () => answer);
  /** @type {unknown[]} */
  const unhandled = [];
  const note = (/** @type {unknown} */ reason) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  t.after(() => process.off('unhandledRejection', note));
  assert.equal(send('/api', { signal }), answer);
  releaseAll();
  await laterTurn();
  assert.deepEqual(unhandled, []);
  await assert.rejects(answer, /aborted/);
});

test('the address of a document is revoked by its owner, or when all is released', async (t) => {
  const { createAddress, revokeAddress, releaseAll } = await account();
  const revoked = t.mock.method(URL, 'revokeObjectURL');
  const [one, two] = [createAddress(new Blob(['a'])), createAddress(new Blob(['b']))];
  revokeAddress(one);
  assert.deepEqual(revoked.mock.calls.map(({ arguments: [address] }) => address), [one]);
  releaseAll();
  assert.deepEqual(revoked.mock.calls.map(({ arguments: [address] }) => address), [one, two]);
});

test('a released resource is not released again', async (t) => {
  const { listen, unlisten, startTimer, RequestController, createAddress, revokeAddress, releaseAll } = await account();
  const target = new EventTarget();
  const listener = () => {};
  listen(target, 'online', listener);
  unlisten(target, 'online', listener);
  const controller = new RequestController();
  controller.abort();
  revokeAddress(createAddress(new Blob(['a'])));
  startTimer(() => {}, 0);
  await laterTurn();

  const calls = [
    t.mock.method(EventTarget.prototype, 'removeEventListener'),
    t.mock.method(AbortController.prototype, 'abort'),
    t.mock.method(URL, 'revokeObjectURL'),
    t.mock.method(globalThis, 'clearTimeout'),
  ];
  releaseAll();
  assert.deepEqual(calls.map(({ mock }) => mock.callCount()), [0, 0, 0, 0]);
});

test('the methods of the document are called through their prototype, because a name in the page may hide them', async () => {
  const { listen, unlisten } = await account();
  const target = Object.assign(new EventTarget(), { addEventListener: 'hidden', removeEventListener: 'hidden' });
  let calls = 0;
  const listener = () => (calls += 1);
  listen(/** @type {any} */ (target), 'click', listener);
  target.dispatchEvent(new Event('click'));
  unlisten(/** @type {any} */ (target), 'click', listener);
  target.dispatchEvent(new Event('click'));
  assert.equal(calls, 1);
});
