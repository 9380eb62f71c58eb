// @ts-check
// What the published files can do to a page: nothing that makes markup or code of a text. Trusted Types forbid the same
// at run time (tests/engines); here it is not even there. Read next: docs/SECURITY.md.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { filesIn } from '../../scripts/build-memory.mjs';
import { inRepository } from '../../scripts/repository.mjs';

/** @type {{ files: string[] }} */
const { files } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
const published = files.filter((file) => /\.(js|wasm)$/.test(file));

/** Where a text becomes markup, code, or an address of code, by the names of the web platform. */
const SINKS = [
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'setHTML',
  'setHTMLUnsafe',
  'parseHTMLUnsafe',
  'createContextualFragment',
  'DOMParser',
  'XSLTProcessor',
  'document.write',
  '.write(',
  '.writeln(',
  'srcdoc',
  'eval(',
  'Function(',
  'execScript',
  'importScripts',
  'createPolicy',
  'trustedTypes',
  'javascript:',
  'setAttributeNS',
  'cssText',
  'insertRule',
  '.src=',
  '.action=',
  '.style',
  'serviceWorker',
  'SharedWorker',
  'new Worker',
  'addModule',
  'window.open',
  '.open(',
  'location',
];
/** What is found of them, and is none: how a file is sent, and how the integrator's own link to the app is opened. */
const KNOWN = { 'dist/index.js': ['.open(', 'location'] };

test('no sink is imported or named by what is published', () => {
  assert.ok(published.length >= 3, published.join(' '));
  for (const file of published) {
    const text = readFileSync(inRepository(file)).toString('latin1');
    const found = SINKS.filter((sink) => text.includes(sink));
    assert.deepEqual(found, /** @type {Record<string, string[]>} */ (KNOWN)[file] ?? [], file);
  }
});

test('what is opened is the request that sends a file, and the link to the app that an option names', () => {
  const opening = /\.(open|assign|open_with_\w+|set_href|replace_with_url)\(/;
  const browserHalf = ['browser', 'dom', 'ui', 'bindings.rs'].flatMap((part) => filesIn(inRepository('src', part)));
  const sources = browserHalf.filter((file) => opening.test(readFileSync(file, 'utf8')));
  assert.deepEqual(sources.map((file) => relative(inRepository('src'), file)), [
    join('browser', 'host.rs'),
    join('browser', 'http', 'upload.rs'),
  ]);
  assert.equal(readFileSync(inRepository('dist', 'index.js'), 'utf8').split('.open(').length, 3);
});

test('the wasm imports functions only, each once, and can be handed no module or memory of the page', () => {
  const module = new WebAssembly.Module(readFileSync(inRepository('dist', 'wasm', 'module_bg.wasm')));
  const imports = WebAssembly.Module.imports(module);
  assert.deepEqual([...new Set(imports.map(({ kind }) => kind))], ['function']);
  assert.deepEqual([...new Set(imports.map(({ module: from }) => from))].length, 1);
  assert.equal(new Set(imports.map(({ name }) => name)).size, imports.length);
  assert.deepEqual(WebAssembly.Module.customSections(module, 'sourceMappingURL'), []);
  assert.deepEqual(WebAssembly.Module.customSections(module, 'name'), []);
});

test('nothing that is published says where its sources are', () => {
  for (const path of filesIn(inRepository('dist'))) {
    const file = relative(inRepository(), path);
    const text = readFileSync(path).toString('latin1');
    assert.doesNotMatch(text, /sourceMappingURL|sourcesContent/, file);
  }
});
