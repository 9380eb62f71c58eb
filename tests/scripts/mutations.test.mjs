// @ts-check
// Every rule that `npm run mutations` breaks still occurs in the sources. Whether a test fails for it: `tests/mutations`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';
import { BROKEN_RULES } from '../mutations/broken-rules.mjs';

test('the text of every broken rule occurs exactly once in its file', () => {
  const moved = BROKEN_RULES.filter(({ file, before = '', text }) => {
    return readFileSync(inRepository(file), 'utf8').split(before + text).length !== 2;
  });
  assert.deepEqual(moved.map(({ rule, file }) => `${rule}: ${file}`), []);
  assert.ok(BROKEN_RULES.length > 20);
});
