// @ts-check
// Makes what is published, dist/, of what is written and built in www/: one script, minified; the rest beside it.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from './command.mjs';
import { makeIfChanged } from './build-memory.mjs';
import { inRepository } from './repository.mjs';

const OUT = inRepository('dist');
/** The oldest browsers that the README names. */
const BROWSERS = 'chrome111,firefox121,safari16.4';
const COPIED = ['index.d.ts', 'define.d.ts', join('wasm', 'module_bg.wasm')];
const TEXTS = [join('locales', 'en.json'), join('locales', 'fr.json')];
/** What index.js is bundled of, the glue of the wasm included. */
const SCRIPTS = ['index.js', 'bare.js', 'element.js', 'errors.js', 'load.js', 'tabs.js', join('wasm', 'module.js')];

/** @param {string} path */
const source = (path) => inRepository('www', path);

/**
 * Makes the package's files, unless nothing changed. The module must be built.
 * @returns {Promise<string>} whether anything had to be made, in words
 */
export async function buildPackage() {
  const made = await makeIfChanged({
    name: 'package',
    inputs: [
      ...[...SCRIPTS, 'define.js', 'style.css', ...TEXTS, ...COPIED].map(source),
      fileURLToPath(import.meta.url),
      inRepository('node_modules', 'esbuild', 'package.json'),
    ],
    outputs: ['index.js', 'define.js', 'style.css', ...TEXTS, ...COPIED].map((path) => join(OUT, path)),
    make,
  });
  return made ? 'dist made' : 'dist up to date';
}

async function make() {
  rmSync(OUT, { recursive: true, force: true });
  // One script is a third smaller than five, and saves the round trips in which each would name the next.
  await minify('index.js', '--bundle', '--format=esm');
  await minify('define.js', '--format=esm');
  await minify('style.css');
  for (const path of TEXTS) write(path, JSON.stringify(JSON.parse(readFileSync(source(path), 'utf8'))));
  for (const path of COPIED) {
    mkdirSync(dirname(join(OUT, path)), { recursive: true });
    copyFileSync(source(path), join(OUT, path));
  }
}

/**
 * @param {string} path
 * @param {...string} options
 */
async function minify(path, ...options) {
  await mustRun(inRepository('node_modules', '.bin', 'esbuild'), [
    source(path),
    ...options,
    '--minify',
    `--target=${BROWSERS}`,
    '--legal-comments=none',
    '--log-level=warning',
    `--outfile=${join(OUT, path)}`,
  ]);
}

/**
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  mkdirSync(dirname(join(OUT, path)), { recursive: true });
  writeFileSync(join(OUT, path), text);
}
