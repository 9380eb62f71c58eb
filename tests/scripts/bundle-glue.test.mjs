// @ts-check
// The step that turns wasm-bindgen's glue into a function, with glue written by hand. It fails with a name if the glue
// does not have the expected form.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { bundleGlue } from '../../scripts/bundle-glue.mjs';

const GLUE = `
import { listen } from './snippets/module-1/www/resources.js';
let wasm;
export function __wbg_set_wasm(val) { wasm = val; }
let calls = 0;
export function __wbg_count_0123456789abcdef() { calls += 1; return calls; }
export function __wbg_listen_0123456789abcdef(arg0) { listen(arg0); }
export function start() { return wasm.handle_speak(calls); }
`;
const RESOURCES = `
const held = [];
export function listen(target) { held.push(target); }
export function stopTimer() {}
export function releaseAll() { return held; }
`;
/** @type {import('../../scripts/bundle-glue.mjs').ShortNames} */
const NAMES = {
  imports: [
    ['./module_bg.js', '__wbg_count_0123456789abcdef', '$'],
    ['./module_bg.js', '__wbg_listen_0123456789abcdef', '$a'],
    // If nothing has to be converted, the wasm imports our script directly.
    ['./snippets/module-1/www/resources.js', 'stopTimer', 'b'],
  ],
  exports: [
    ['handle_speak', 'c'],
    ['__wbindgen_start', 'd'],
  ],
};

/**
 * Bundles glue of the form that wasm-bindgen makes.
 * @param {import('node:test').TestContext} t
 * @param {{ glue?: string, crates?: string[] }} [given]
 */
async function bundle(t, { glue = GLUE, crates = ['module-1'] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-glue-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'module_bg.js'), glue);
  for (const crate of crates) {
    mkdirSync(join(folder, 'snippets', crate, 'www'), { recursive: true });
    writeFileSync(join(folder, 'snippets', crate, 'www', 'resources.js'), RESOURCES);
  }
  await bundleGlue(folder, NAMES);
  const text = readFileSync(join(folder, 'glue.js'), 'utf8');
  const { default: makeGlue } = await import(pathToFileURL(join(folder, 'glue.js')).href);
  return { makeGlue, text };
}

test('each copy of the glue has its own variables and resources', async (t) => {
  const { makeGlue } = await bundle(t);
  const [one, two] = [makeGlue(), makeGlue()];
  assert.deepEqual([one.imports.a.$(), one.imports.a.$(), two.imports.a.$()], [1, 2, 1]);
  one.imports.a.$a('target');
  assert.deepEqual([one.releaseAll(), two.releaseAll()], [['target'], []]);
});

test('imports and exports have only the short names of wasm-opt', async (t) => {
  const { makeGlue, text } = await bundle(t);
  const glue = makeGlue();
  assert.deepEqual(Object.keys(glue.imports.a), ['$', '$a', 'b']);
  let starts = 0;
  const start = glue.attach({ c: (/** @type {number} */ calls) => `spoke after ${calls}`, d: () => (starts += 1) });
  assert.equal(starts, 1);
  glue.imports.a.$();
  assert.equal(start(), 'spoke after 1');
  assert.doesNotMatch(text, /0123456789abcdef|handle_speak|__wbindgen_start/);
});

for (const [what, glue, message] of /** @type {const} */ ([
  ['an import that the wasm asks for', GLUE.replace('__wbg_count_', '__wbg_total_'), /__wbg_count_0123456789abcdef/],
  ['the function that takes the exports', GLUE.replace('__wbg_set_wasm', '__wbg_take_wasm'), /__wbg_set_wasm/],
  ['the entry of the module', GLUE.replace('start', 'begin'), /"start"/],
])) {
  test(`a glue that lacks ${what} fails the build by name`, async (t) => {
    await assert.rejects(bundle(t, { glue }), message);
  });
}

test('scripts of another crate fail the build with their name', async (t) => {
  await assert.rejects(bundle(t, { crates: ['module-1', 'other-2'] }), /module-1, other-2/);
});
