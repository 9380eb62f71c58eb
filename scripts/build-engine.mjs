// @ts-check
// Makes www/wasm/engine.js: the module as JavaScript, for browsers and pages that do not run WebAssembly. It is the same
// compiled Rust, with a glue of its own, translated by wasm2js. www/javascript.js loads it. Decision: docs/adr/0017.

import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeIfChanged } from './build-memory.mjs';
import { bundleGlue } from './bundle-glue.mjs';
import { mustRun } from './command.mjs';
import { builtProgram, inRepository } from './repository.mjs';
import { lowerSaturatingCasts } from './saturating-casts.mjs';

const OUT = inRepository('www', 'wasm', 'engine.js');
const WORK = inRepository('target', 'build', 'engine');
/** The job titles, and what they import. */
const SHARED = ['occupations', 'bare.js'];

/** What wasm2js cannot translate: values of JavaScript in a second table. Without them the glue keeps them in an array. */
const UNTRANSLATABLE = ['reference-types', 'multivalue'];
/** What the compiler uses beyond the first version of wasm, and wasm2js translates. */
const FEATURES = ['--enable-bulk-memory', '--enable-sign-ext', '--enable-mutable-globals'];
/** A module that wasm-bindgen imports from and, with values in an array, does not write. */
const RESERVED = '__wbindgen_externref_xform__';

/**
 * Skips the work if nothing has changed.
 * @param {string} compiled the raw wasm file
 * @returns {Promise<boolean>} whether anything had to be made
 */
export function buildEngine(compiled) {
  return makeIfChanged({
    name: 'engine',
    inputs: [
      compiled,
      builtProgram('bindgen'),
      fileURLToPath(import.meta.url),
      ...SHARED.map((path) => inRepository('www', path)),
      inRepository('scripts', 'bundle-glue.mjs'),
      inRepository('scripts', 'saturating-casts.mjs'),
      inRepository('node_modules', 'binaryen', 'package.json'),
      inRepository('node_modules', 'esbuild', 'package.json'),
    ],
    outputs: [OUT],
    make: () => translate(compiled),
  });
}

/** @param {string} compiled */
async function translate(compiled) {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  const file = (/** @type {string} */ name) => join(WORK, name);

  writeFileSync(file('plain.wasm'), withoutFeatures(readFileSync(compiled)));
  const options = ['--target', 'bundler', '--remove-producers-section', '--out-name', 'module', '--out-dir', WORK];
  await mustRun(builtProgram('bindgen'), [file('plain.wasm'), ...options], { show: false });
  await binaryen('wasm-dis', file('module_bg.wasm'), '-o', file('module.wat'));
  writeFileSync(file('lowered.wat'), lowerSaturatingCasts(readFileSync(file('module.wat'), 'utf8')));
  await binaryen('wasm-as', file('lowered.wat'), '-o', file('lowered.wasm'), ...FEATURES);
  const shrink = ['--low-memory-unused', '-Oz', '--minify-imports-and-exports-and-modules', ...FEATURES];
  const names = JSON.parse(await binaryen('wasm-opt', file('lowered.wasm'), ...shrink, '-o', file('small.wasm')));
  writeFileSync(file('reserved.js'), reservedPlaces(readFileSync(file('module_bg.js'), 'utf8')));
  for (const imported of names.imports) if (imported[0] === RESERVED) imported[0] = './reserved.js';
  await bundleGlue(WORK, names);
  await binaryen('wasm2js', file('small.wasm'), '-Oz', ...FEATURES, '-o', file('translated.js'));
  writeFileSync(file('instantiate.js'), asFunction(readFileSync(file('translated.js'), 'utf8')));
  await bundle(file);
}

/** @param {(name: string) => string} file */
async function bundle(file) {
  const entry = "export { default as makeGlue } from './glue.js'; export { default as instantiate } from './instantiate.js';";
  writeFileSync(file('engine-entry.js'), entry);
  // The glue imports the job titles from beside itself.
  for (const path of SHARED) cpSync(inRepository('www', path), file(path), { recursive: true });
  // The job titles become part of it: a build tool may copy it to a place that nothing else is beside.
  const options = ['--bundle', '--minify', '--format=esm', '--charset=utf8', '--legal-comments=none', '--log-level=warning'];
  await mustRun(inRepository('node_modules', '.bin', 'esbuild'), [file('engine-entry.js'), ...options, `--outfile=${file('engine.js')}`]);
  copyFileSync(file('engine.js'), OUT);
}

/**
 * @param {string} program
 * @param {...string} args
 */
async function binaryen(program, ...args) {
  const { output } = await mustRun(inRepository('node_modules', '.bin', program), args, { show: false });
  return output;
}

/**
 * Takes features out of the section from which wasm-bindgen learns what it may use. Switching them off in the compiler does
 * not change that section: the standard library is compiled already.
 * @param {Buffer} wasm
 */
function withoutFeatures(wasm) {
  for (const feature of UNTRANSLATABLE) {
    // A sign, the length of the name, the name.
    const at = wasm.lastIndexOf(`+${String.fromCharCode(feature.length)}${feature}`);
    if (at < 0) throw new Error(`The compiled wasm does not list ${feature}.`);
    wasm.write('-', at);
  }
  return wasm;
}

/**
 * Tells the wasm how many places of the array of values are never given back: as many as the glue itself leaves alone.
 * @param {string} glue
 */
function reservedPlaces(glue) {
  const [, places] = /if \(idx < (\d+)\) return;/.exec(glue) ?? [];
  if (!places) throw new Error('The glue does not say which places of its array it leaves alone.');
  return `export const __wbindgen_externref_statics_end = () => ${places};\n`;
}

/**
 * The output of wasm2js, a module with one instance, as a function that makes an instance from its imports.
 * @param {string} script
 */
function asFunction(script) {
  const exported = script.indexOf('\nexport var ');
  const edits = [
    ["import * as a from 'a';", 'export default function instantiate({ a }) {'],
    // As the memory of wasm does: the glue sees that its views are old, and no copy of the customer's data stays behind.
    ['newHEAP8.set(HEAP8);', 'newHEAP8.set(HEAP8); structuredClone(buffer, { transfer: [buffer] });'],
  ];
  return edits.reduce(replaceOnce, script.slice(0, exported)) + '\nreturn retasmFunc; }\n';
}

/**
 * @param {string} script
 * @param {string[]} edit what to replace, and by what
 */
function replaceOnce(script, [from, to]) {
  const parts = script.split(from);
  if (parts.length !== 2) throw new Error(`wasm2js wrote "${from}" ${parts.length - 1} times.`);
  return parts.join(to);
}
