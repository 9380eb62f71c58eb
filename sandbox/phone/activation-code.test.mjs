// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseCode } from './activation-code.js';

const BARE = 'd14c2ab90f6e4f0c8a7b6c5d4e3f2a1b';

test('the published spellings of a code give the same code', () => {
  for (const text of [BARE, `0x${BARE}`, `0X${BARE.toUpperCase()}`, ' d14c2ab9 0f6e4f0c 8a7b6c5d 4e3f2a1b\n', 'd14c-2ab9-0f6e-4f0c-8a7b-6c5d-4e3f-2a1b']) {
    assert.equal(normaliseCode(text), BARE, text);
  }
});

test('other texts that a camera can read are not codes', () => {
  for (const text of ['', '0x', 'd14c', `g${BARE.slice(1)}`, `${BARE}0`, `https://bank.example/${BARE}`]) {
    assert.equal(normaliseCode(text), null, text);
  }
});
