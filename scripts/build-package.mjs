// @ts-check
// Builds the published package, dist/, from www/: one minified script, and the other files beside it.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from './command.mjs';
import { makeIfChanged } from './build-memory.mjs';
import { BROWSERS, LANGUAGES, LOADER_SCRIPTS, writeLoaderScripts } from './loader-scripts.mjs';
import { inRepository } from './repository.mjs';

const OUT = inRepository('dist');
/** The sources, with the scripts generated for dist/, whose files differ from those of www/ and have other digests. */
const STAGING = inRepository('target', 'build', 'package');
const WASM = join('wasm', 'module_bg.wasm');
const COPIED = ['index.d.ts', 'define.d.ts', WASM];
const TEXTS = LANGUAGES.map((name) => join('locales', `${name}.json`));
/** The scripts that are bundled into index.js, including the glue of the wasm. */
const SCRIPTS = [
  'bare.js',
  'element.js',
  'errors.js',
  'index.js',
  'instance.js',
  'load.js',
  'tabs.js',
  join('wasm', 'module.js'),
];

/** @param {string} path */
const source = (path) => inRepository('www', path);

/**
 * Makes the package's files and the loader's scripts, unless nothing has changed. The module must be built first.
 * @returns {Promise<string>} a sentence that says whether anything had to be made
 */
export async function buildPackage() {
  const published = ['index.js', 'define.js', ...TEXTS, ...COPIED].map((path) => join(OUT, path));
  const made = await makeIfChanged({
    name: 'package',
    inputs: [
      ...[...SCRIPTS, 'define.js', 'style.css', ...TEXTS, ...COPIED].map(source),
      fileURLToPath(import.meta.url),
      inRepository('scripts', 'loader-scripts.mjs'),
      inRepository('node_modules', 'esbuild', 'package.json'),
    ],
    outputs: [...published, ...LOADER_SCRIPTS.map(source)],
    make,
  });
  return made ? 'dist made' : 'dist up to date';
}

async function make() {
  await writeLoaderScripts(source(''), [WASM, ...TEXTS].map(source));

  rmSync(OUT, { recursive: true, force: true });
  for (const path of COPIED) copy(source(path), join(OUT, path));
  // On one line, so that tools that convert line ends do not change it.
  for (const path of TEXTS) write(join(OUT, path), JSON.stringify(JSON.parse(readFileSync(source(path), 'utf8'))));

  rmSync(STAGING, { recursive: true, force: true });
  for (const path of [...SCRIPTS, 'define.js']) copy(source(path), join(STAGING, path));
  await writeLoaderScripts(STAGING, [WASM, ...TEXTS].map((path) => join(OUT, path)));
  // One script is a third smaller than five, and saves the round trips in which each would import the next.
  await minify('index.js', '--bundle', '--format=esm');
  await minify('define.js', '--format=esm');
}

/**
 * @param {string} path
 * @param {...string} options
 */
async function minify(path, ...options) {
  await mustRun(inRepository('node_modules', '.bin', 'esbuild'), [
    join(STAGING, path),
    ...options,
    '--minify',
    `--target=${BROWSERS}`,
    '--legal-comments=none',
    '--log-level=warning',
    `--outfile=${join(OUT, path)}`,
  ]);
}

/**
 * @param {string} from
 * @param {string} to
 */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
