// @ts-check
// How Rust waits for promises, and for whatever a function of the page returns in place of one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from '../../www/settle.js';

/**
 * What is called back.
 * @param {unknown} promise
 * @returns {Promise<[isFulfilled: boolean, value: unknown]>}
 */
const settled = (promise) => new Promise((resolve) => settle(promise, (...outcome) => resolve(outcome)));

test('a fulfilled promise calls back with its value, a rejected one with its reason', async () => {
  assert.deepEqual(await settled(Promise.resolve('a value')), [true, 'a value']);
  assert.deepEqual(await settled(Promise.reject('a reason')), [false, 'a reason']);
});

test('a value in place of a promise calls back with that value', async () => {
  assert.deepEqual(await settled('a value'), [true, 'a value']);
  assert.deepEqual(await settled(undefined), [true, undefined]);
});

test('nothing is called back before the caller has finished', async () => {
  const order = ['caller'];
  const ended = new Promise((resolve) => settle(Promise.resolve(), () => resolve(order.push('callback'))));
  order.push('caller');
  await ended;
  assert.deepEqual(order, ['caller', 'caller', 'callback']);
});

test('a rejection is handled even if its callback does nothing, as that of a crashed instance', async (t) => {
  /** @type {unknown[]} */
  const unhandled = [];
  const note = (/** @type {unknown} */ reason) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  t.after(() => process.off('unhandledRejection', note));
  settle(Promise.reject(new Error('aborted')), () => {});
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(unhandled, []);
});
