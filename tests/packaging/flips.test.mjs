// @ts-check
// One flipped bit in a file that the loader checks, at a few places. `npm run flips` tries 10,000.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHECKED, flipBits } from '../support/flipped-package.mjs';

test('a file with one flipped bit is refused by name, and nothing of it runs', async () => {
  const flips = await flipBits(120, 13);
  assert.deepEqual(new Set(flips.map(({ file }) => file)), new Set(CHECKED.map(({ file }) => file)));
  for (const { file, bit, message, hasRun } of flips) {
    const { name } = CHECKED.find((checked) => checked.file === file) ?? { name: '' };
    assert.ok(message?.includes(name), `bit ${bit} of ${file}: ${message}`);
    assert.equal(hasRun, false, `bit ${bit} of ${file}`);
  }
});
