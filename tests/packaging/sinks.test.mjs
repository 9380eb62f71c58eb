// @ts-check
// The published files use nothing that turns a text into markup or code. Trusted Types forbid such use at run time
// (tests/engines); here the functions are not even present. Read next: docs/SECURITY.md.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { filesIn } from '../../scripts/build-memory.mjs';
import { inRepository } from '../../scripts/repository.mjs';

/** @type {{ files: string[] }} */
const { files } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
const published = files.filter((file) => /\.(js|wasm)$/.test(file) && !file.includes('*'));

/** Functions and members of the web platform that turn a text into markup, code, or an address of code. */
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
/** Matches that are harmless: sending a file, and opening the integrator's own link to the app. */
const KNOWN = Object.fromEntries(['dist/index.js', 'dist/inline.js', 'dist/wasm/engine.js'].map((file) => [file, ['.open(', 'location']]));

test('the published files neither import nor name a sink', () => {
  assert.ok(published.length >= 3, published.join(' '));
  for (const file of published) {
    const text = readFileSync(inRepository(file)).toString('latin1');
    const found = SINKS.filter((sink) => text.includes(sink));
    assert.deepEqual(found, /** @type {Record<string, string[]>} */ (KNOWN)[file] ?? [], file);
  }
});

test('only the upload request and the link to the app are opened', () => {
  const opening = /\.(open|assign|open_with_\w+|set_href|replace_with_url)\(/;
  const browserHalf = ['browser', 'dom', 'ui', 'bindings.rs'].flatMap((part) => filesIn(inRepository('src', part)));
  const sources = browserHalf.filter((file) => opening.test(readFileSync(file, 'utf8')));
  assert.deepEqual(sources.map((file) => relative(inRepository('src'), file)), [
    join('browser', 'host.rs'),
    join('browser', 'http', 'upload.rs'),
  ]);
  assert.equal(readFileSync(inRepository('dist', 'index.js'), 'utf8').split('.open(').length, 3);
});

test('the wasm imports only functions, each once, and no module or memory of the page', () => {
  const module = new WebAssembly.Module(readFileSync(inRepository('dist', 'wasm', 'module_bg.wasm')));
  const imports = WebAssembly.Module.imports(module);
  assert.deepEqual([...new Set(imports.map(({ kind }) => kind))], ['function']);
  assert.deepEqual([...new Set(imports.map(({ module: from }) => from))].length, 1);
  assert.equal(new Set(imports.map(({ name }) => name)).size, imports.length);
  assert.deepEqual(WebAssembly.Module.customSections(module, 'sourceMappingURL'), []);
  assert.deepEqual(WebAssembly.Module.customSections(module, 'name'), []);
});

test('no published file names the location of its sources', () => {
  for (const path of filesIn(inRepository('dist'))) {
    const file = relative(inRepository(), path);
    const text = readFileSync(path).toString('latin1');
    assert.doesNotMatch(text, /sourceMappingURL|sourcesContent/, file);
  }
});
