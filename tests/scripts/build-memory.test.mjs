// @ts-check
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildMemory } from '../../scripts/build-memory.mjs';

/**
 * A folder with one source and one product. Counts how often the product is made.
 * @param {import('node:test').TestContext} t
 */
function sample(t) {
  const folder = mkdtempSync(join(tmpdir(), 'build-memory-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const source = join(folder, 'src');
  mkdirSync(source);
  writeFileSync(join(source, 'a'), 'one');
  const output = join(folder, 'product');
  const memory = buildMemory(join(folder, 'record', 'made-from.json'));
  let timesMade = 0;
  const make = () =>
    memory.makeIfChanged({
      name: 'product',
      inputs: [source],
      outputs: [output],
      make: async () => writeFileSync(output, `product ${++timesMade}`),
    });
  return { folder, source, output, make, timesMade: () => timesMade };
}

test('a product is not made again from the same inputs', async (t) => {
  const { make, timesMade } = sample(t);
  assert.equal(await make(), true);
  assert.equal(await make(), false);
  assert.equal(timesMade(), 1);
});

test('a changed, added or renamed input makes the product again', async (t) => {
  const { source, make } = sample(t);
  await make();
  writeFileSync(join(source, 'a'), 'two');
  assert.equal(await make(), true);
  writeFileSync(join(source, 'b'), '');
  assert.equal(await make(), true);
  rmSync(join(source, 'b'));
  writeFileSync(join(source, 'c'), '');
  assert.equal(await make(), true);
});

test('a product that was deleted or changed by hand is made again', async (t) => {
  const { output, make } = sample(t);
  await make();
  rmSync(output);
  assert.equal(await make(), true);
  writeFileSync(output, 'edited');
  assert.equal(await make(), true);
});

test('a truncated record makes everything again', async (t) => {
  const { folder, make } = sample(t);
  await make();
  writeFileSync(join(folder, 'record', 'made-from.json'), '{"product":');
  assert.equal(await make(), true);
});
