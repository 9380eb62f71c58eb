// @ts-check
// docs/SECURITY.md and backend/README.md name the tests of each promise. Each test exists under that name, and every attack
// has one.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';

const page = readFileSync(inRepository('docs', 'SECURITY.md'), 'utf8');
const attacks = page.split(/^### /m).slice(1);
/** Matches a line with a test: its name, its file and the link to it. */
const NAMED = /^- `(.+)` in \[([\w.-]+)\]\((?:\.\.\/)?(.+)\)$/gm;

/**
 * Whether a file has a test with this name, where `…` stands for what the file writes as `${…}`.
 * @param {string} file
 * @param {string} name
 */
function hasTest(file, name) {
  const source = readFileSync(join(inRepository(), file), 'utf8');
  if (file.endsWith('.rs')) return new RegExp(`#\\[[\\w:]*test(\\(.*\\))?\\][^{]*\\bfn ${name}\\(`).test(source);
  const quoted = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '\\$\\{[^}]*\\}');
  return new RegExp(`\\btest\\(\\s*(['"\`])${quoted}\\1`).test(source);
}

test('every attack of docs/SECURITY.md names a test, and every test it names exists', () => {
  assert.equal(attacks.length, 15);
  const missing = attacks.flatMap((attack) => {
    const [title] = attack.split('\n');
    const named = [...attack.matchAll(NAMED)];
    const lines = attack.split('\n').filter((line) => line.startsWith('- `'));
    if (named.length === 0 || named.length !== lines.length) return [`${title}: names no test, or one in another writing`];
    return named.flatMap(([, name, label, file]) =>
      file.endsWith(label) && hasTest(file, name) ? [] : [`${title}: ${name} in ${file}`],
    );
  });
  assert.deepEqual(missing, []);
});

test('every test that backend/README.md names exists', () => {
  const readme = readFileSync(inRepository('backend', 'README.md'), 'utf8');
  const named = [...readme.matchAll(NAMED)];
  assert.equal(named.length, readme.split('\n').filter((line) => line.startsWith('- `')).length);
  const missing = named.filter(([, name, label, file]) => !file.endsWith(label) || !hasTest(`backend/${file}`, name));
  assert.deepEqual(missing.map(([line]) => line), []);
});

test('a test that does not exist is found missing', () => {
  const [, name, , file] = [...page.matchAll(NAMED)][0] ?? [];
  assert.ok(hasTest(file, name));
  assert.equal(hasTest(file, `${name} now`), false);
  assert.equal(hasTest('backend/tests/reading.rs', 'world_is_made'), false);
});
