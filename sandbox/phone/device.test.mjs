// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceStore } from './device.js';

function memory() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
  };
}

test('a reloaded phone has the same name and secret code', () => {
  const storage = memory();
  const before = deviceStore(storage, () => 'first');
  before.setSecretCode('48205');
  const after = deviceStore(storage, () => 'second');
  assert.equal(after.deviceId, 'first');
  assert.equal(after.hasSecretCode(), true);
  assert.equal(after.isSecretCode('48205'), true);
  assert.equal(after.isSecretCode('48206'), false);
});

test('a reset phone has another name and no secret code', () => {
  const storage = memory();
  const before = deviceStore(storage, () => 'first');
  before.setSecretCode('48205');
  before.reset();
  const after = deviceStore(storage, () => 'second');
  assert.equal(after.deviceId, 'second');
  assert.equal(after.hasSecretCode(), false);
});

test('no code is correct on a phone without a secret code', () => {
  const store = deviceStore(memory(), () => 'first');
  assert.equal(store.isSecretCode(''), false);
  assert.equal(store.isSecretCode('null'), false);
});
