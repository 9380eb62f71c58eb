// @ts-check
// Builds the published package, dist/, from www/: two minified scripts, index.js, which loads wasm and texts from beside
// itself, and inline.js, which contains both; and the other files beside them.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { billOfMaterials } from './bill-of-materials.mjs';
import { mustRun } from './command.mjs';
import { makeIfChanged } from './build-memory.mjs';
import { elementsManifest, htmlData } from './editor-data.mjs';
import { BROWSERS, LANGUAGES, LOADER_SCRIPTS, embeddedTexts, writeLoaderScripts, writeScript } from './loader-scripts.mjs';
import { inRepository } from './repository.mjs';

const OUT = inRepository('dist');
/** The sources of inline.js, two of which differ from those of index.js. */
const STAGING = inRepository('target', 'build', 'package');
const WASM = join('wasm', 'module_bg.wasm');
const ENGINE = join('wasm', 'engine.js');
const LOCALES = LANGUAGES.map((name) => join('locales', `${name}.json`));
const TEXTS = LANGUAGES.map((name) => join('texts', `${name}.js`));
/** The job titles, loaded only where an occupation is asked for. A language without titles of its own uses the English ones. */
const OCCUPATIONS = LANGUAGES.map((name) => join('occupations', `${name}.js`)).filter((path) => existsSync(inRepository('www', path)));
const OF_OCCUPATIONS = [...OCCUPATIONS, 'bare.js', ...['combobox', 'find', 'style'].map((name) => join('occupations', `${name}.js`))];
const TYPES = ['index', 'inline', 'define', 'react', 'vue', 'preact', 'solid', 'svelte'].map((name) => `${name}.d.ts`);
/** What editors read. */
const MANIFEST = 'custom-elements.json';
const HTML_DATA = 'html-data.json';
/** The digests of what a page may load. */
const INTEGRITY = 'integrity.json';
const BILL = 'sbom.cdx.json';
const COPIED = [...TYPES, WASM, ENGINE, ...LOCALES];
/** Scripts that use index.js, or inline.js where they stand in the folder `inline`. */
const USERS = ['define.js', 'react.js', 'vue.js'];
/** The scripts that are bundled, including the glue of the wasm. */
const SCRIPTS = [
  'address.js',
  'bare.js',
  'digest.js',
  'element.js',
  'errors.js',
  'index.js',
  'instance.js',
  'javascript.js',
  'languages.js',
  'load.js',
  'options.js',
  'published-file.js',
  'requests.js',
  'screen.js',
  'speech.js',
  'tabs.js',
  'title.js',
  'wasm-embedded.js',
  'wasm-file.js',
  join('wasm', 'module.js'),
];

/** What a page may load. */
const LOADED = ['index.js', 'inline.js', ...USERS, ...USERS.map((path) => join('inline', path)), ...OCCUPATIONS, ...TEXTS, WASM, ENGINE];

/** @param {string} path */
const source = (path) => inRepository('www', path);

/**
 * Makes the package's files and the loader's scripts, unless nothing has changed. The module must be built first.
 * @returns {Promise<string>} a sentence that says whether anything had to be made
 */
export async function buildPackage() {
  const published = [...LOADED, ...COPIED, MANIFEST, HTML_DATA, INTEGRITY, BILL].map((path) => join(OUT, path));
  const besideGlue = OCCUPATIONS.map((path) => source(join('wasm', path)));
  const made = await makeIfChanged({
    name: 'package',
    inputs: [
      ...[...SCRIPTS, ...OF_OCCUPATIONS, ...USERS, 'style.css', 'style', ...COPIED].map(source),
      fileURLToPath(import.meta.url),
      inRepository('scripts', 'bill-of-materials.mjs'),
      inRepository('scripts', 'editor-data.mjs'),
      inRepository('scripts', 'loader-scripts.mjs'),
      inRepository('Cargo.lock'),
      inRepository('package.json'),
      inRepository('node_modules', 'esbuild', 'package.json'),
      inRepository('node_modules', 'terser', 'package.json'),
    ],
    outputs: [...published, ...besideGlue, ...LOADER_SCRIPTS.map(source)],
    make,
  });
  return made ? 'dist made' : 'dist up to date';
}

async function make() {
  await writeLoaderScripts(source(''), { wasm: source(WASM), engine: source(ENGINE) });
  rmSync(OUT, { recursive: true, force: true });
  for (const path of COPIED) copy(source(path), join(OUT, path));
  writeFileSync(join(OUT, MANIFEST), JSON.stringify(elementsManifest(), null, 2));
  writeFileSync(join(OUT, HTML_DATA), JSON.stringify(htmlData(), null, 2));

  // One script is a third smaller than five, and saves the round trips in which each would import the next.
  await minify(source('index.js'), 'index.js', '--bundle', '--format=esm', '--external:./texts/*.js', '--external:./occupations/*.js');
  keepOneChunk(join(OUT, 'index.js'));
  leaveAddress(join(OUT, 'index.js'));
  for (const path of USERS) await minifyUser(path);
  for (const path of TEXTS) await minify(source(path), path, '--format=esm');
  for (const path of OCCUPATIONS) await minify(source(path), path, '--bundle', '--format=esm');
  // The glue in www/ looks for them beside itself.
  for (const path of OCCUPATIONS) copy(join(OUT, path), source(join('wasm', path)));
  await minify(stageInline(), 'inline.js', '--bundle', '--format=esm');
  leaveAddress(join(OUT, 'inline.js'));
  writeFileSync(join(OUT, INTEGRITY), JSON.stringify(integrity(), null, 2));
  writeFileSync(join(OUT, BILL), await billOfMaterials('package'));
}

/** Digests for import maps, `<script>` and `<link>`, by paths as an import map has them. */
function integrity() {
  const digest = (/** @type {string} */ path) => createHash('sha384').update(readFileSync(join(OUT, path))).digest('base64');
  return Object.fromEntries([...LOADED].sort().map((path) => [`./${path}`, `sha384-${digest(path)}`]));
}

/**
 * Makes webpack and Rspack build one script with all languages. They would load another one by a `<script>` element, which
 * the policy `trusted-types 'none'` forbids. esbuild drops the comment that says so.
 * @param {string} file
 */
function keepOneChunk(file) {
  const script = readFileSync(file, 'utf8');
  const parts = script.split(/import\("(?=\.\/(?:texts|occupations)\/)/);
  if (parts.length !== TEXTS.length + OCCUPATIONS.length + 1) throw new Error(`${file} does not import each language once.`);
  writeFileSync(file, parts.join('import(/*webpackMode:"eager"*/"'));
}

/**
 * Asks build tools to leave the import of an address that is known only at run time as it is.
 * @param {string} file
 */
function leaveAddress(file) {
  const script = readFileSync(file, 'utf8');
  const parts = script.split(/import\((?=\w+\))/);
  if (parts.length !== 2) throw new Error(`${file} does not import one address.`);
  writeFileSync(file, parts.join('import(/*webpackIgnore:true*//*@vite-ignore*/'));
}

/** @returns {string} the script to begin with */
function stageInline() {
  rmSync(STAGING, { recursive: true, force: true });
  for (const path of [...SCRIPTS, ...LOADER_SCRIPTS]) copy(source(path), join(STAGING, path));
  // The glue imports them, from beside itself.
  for (const path of OF_OCCUPATIONS) copy(source(path), join(STAGING, 'wasm', path));
  copy(source('wasm-embedded.js'), join(STAGING, 'wasm-file.js'));
  const packed = gzipSync(readFileSync(source(WASM)), { level: 9 });
  writeScript(join(STAGING, 'embedded.js'), `export default '${packed.toString('base64')}';`);
  writeScript(join(STAGING, 'texts.js'), embeddedTexts());
  return join(STAGING, 'index.js');
}

/**
 * Twice: for each of the two scripts that it may use.
 * @param {string} path
 */
async function minifyUser(path) {
  const external = ['react', 'vue', './index.js'].map((name) => `--external:${name}`);
  await minify(source(path), path, '--bundle', '--format=esm', ...external);
  // React's compilers look for this line, which terser drops.
  const directive = readFileSync(source(path), 'utf8').startsWith("'use client'") ? "'use client';" : '';
  const script = directive + readFileSync(join(OUT, path), 'utf8');
  writeFileSync(join(OUT, path), script);
  mkdirSync(join(OUT, 'inline'), { recursive: true });
  writeFileSync(join(OUT, 'inline', path), script.replace('"./index.js"', '"../inline.js"'));
}

/**
 * @param {string} from
 * @param {string} to in the package
 * @param {...string} options
 */
async function minify(from, to, ...options) {
  const out = join(OUT, to);
  await mustRun(inRepository('node_modules', '.bin', 'esbuild'), [
    from,
    ...options,
    '--minify',
    `--target=${BROWSERS}`,
    // Letters with accents as they are: as escapes they are three times as long.
    '--charset=utf8',
    '--legal-comments=none',
    '--log-level=warning',
    `--outfile=${out}`,
  ]);
  // esbuild adapts the script to old browsers. terser then makes it 7 % smaller.
  const terser = [out, '--module', '--ecma', '2020', '--compress', 'passes=3,unsafe_arrows,unsafe_methods,hoist_props', '--mangle', '--output', out];
  await mustRun(inRepository('node_modules', '.bin', 'terser'), terser);
}

/**
 * @param {string} from
 * @param {string} to
 */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
