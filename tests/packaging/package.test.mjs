// @ts-check
// The published package: its files, its entry points, and that it can be imported without a browser.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { mustRun } from '../../scripts/command.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { installForTests } from '../support/tarball.mjs';

const manifest = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
/** npm adds these two automatically. */
const ALWAYS_PACKED = ['README.md', 'package.json'];
/** All examples of the contract, and all published callbacks. */
const EXAMPLES = ['contract/fixtures', 'contract/callbacks'];
const EXAMPLE_FILES = EXAMPLES.map((folder) => `${folder}/*.json`);
/** Each matches one file for each language of www/locales. */
const TEXTS = ['dist/locales/*.json', 'dist/texts/*.js', 'dist/occupations/*.js'];
const project = installForTests('plain');

test('the tarball holds exactly the files that package.json lists', () => {
  const languages = readdirSync(inRepository('www', 'locales')).map((file) => basename(file, '.json'));
  const texts = languages.flatMap((name) => TEXTS.map((pattern) => pattern.replace('*', name)));
  const examples = EXAMPLES.flatMap((folder) => readdirSync(inRepository(folder)).map((file) => `${folder}/${file}`));
  const named = manifest.files.filter((/** @type {string} */ file) => ![...TEXTS, ...EXAMPLE_FILES].includes(file));
  assert.deepEqual(project.tarball.files, [...named, ...texts, ...examples, ...ALWAYS_PACKED].sort());
});

test('every file of the list except texts and examples is named and not matched by a pattern', () => {
  for (const file of manifest.files) {
    if ([...TEXTS, ...EXAMPLE_FILES].includes(file)) continue;
    assert.doesNotMatch(file, /[*!]|\/$/);
    assert.match(file, /\.\w+$|^LICENSE/);
  }
});

test('every entry point exists in the package, and names its types first', () => {
  const installed = join(project.folder, 'node_modules', 'xpollens-onboarding');
  const scripts = Object.entries(manifest.exports).filter(([entry]) => !/\.(json|wasm|js)$/.test(entry));
  for (const [entry, target] of scripts) {
    const kinds = ['./preact', './solid', './svelte'].includes(entry) ? ['types'] : ['types', 'default'];
    assert.deepEqual(Object.keys(target), kinds, entry);
    for (const file of Object.values(target)) assert.ok(existsSync(join(installed, file)), `${entry}: ${file}`);
  }
  for (const file of ['./module.wasm', './engine.js']) assert.ok(existsSync(join(installed, manifest.exports[file])), file);
});

// In the member `browser`, Vite would take `./vue` for the import of Vue itself.
test('Parcel, which knows no `exports`, finds the same scripts by `main` and `alias`', () => {
  const scripts = Object.entries(manifest.exports).filter(([, target]) => target.default);
  const { '.': main, ...others } = Object.fromEntries(scripts.map(([entry, target]) => [entry, target.default]));
  assert.deepEqual({ main: manifest.main, alias: manifest.alias }, { main, alias: others });
});

test('only index.js names the address of a file, and a language is loaded from its place in the package', () => {
  const read = (/** @type {string} */ file) => readFileSync(inRepository('dist', file), 'utf8');
  assert.match(read('index.js'), /new URL\("\.\/wasm\/module_bg\.wasm",import\.meta\.url\)/);
  const languages = [...read('index.js').matchAll(/import\(\/\*webpackMode:"eager"\*\/"(.*?)"\)/g)].map(([, path]) => path);
  assert.match(read('index.js'), /new URL\("\.\/wasm\/engine\.js",import\.meta\.url\)/);
  assert.deepEqual(languages.sort(), ['./occupations/en.js', './occupations/fr.js', './texts/en.js', './texts/fr.js']);
  assert.doesNotMatch(read('inline.js'), /import\.meta\.url|import\("|\.wasm"/);
  assert.match(read('react.js'), /^'use client';/);
  assert.match(read('inline/react.js'), /^'use client';.*from"\.\.\/inline\.js"/);
});

test('the package has no dependency and runs nothing when it is installed', () => {
  const installed = JSON.parse(
    readFileSync(join(project.folder, 'node_modules', 'xpollens-onboarding', 'package.json'), 'utf8'),
  );
  for (const kind of ['dependencies', 'optionalDependencies', 'bundledDependencies'])
    assert.equal(installed[kind], undefined, kind);
  for (const peer of Object.keys(installed.peerDependencies))
    assert.deepEqual(installed.peerDependenciesMeta[peer], { optional: true }, peer);
  for (const hook of ['preinstall', 'install', 'postinstall', 'prepare'])
    assert.equal(installed.scripts?.[hook], undefined, hook);
});

test('the command of the installed package finds the published callbacks', async () => {
  const program = join(project.folder, 'node_modules', '.bin', 'xpollens-onboarding');
  const { output } = await mustRun(program, ['trigger', '--list'], { cwd: project.folder, show: false });
  const names = readdirSync(inRepository('contract', 'callbacks')).map((file) => basename(file, '.json'));
  assert.deepEqual(output.trim().split('\n').map((line) => line.split(' ')[0]), names);
});

test('the wasm contains no path of the build machine', () => {
  const wasm = readFileSync(inRepository('www', 'wasm', 'module_bg.wasm')).toString('latin1');
  for (const path of [inRepository(), process.env.HOME, '.cargo/registry']) {
    if (path && path.length > 1) assert.equal(wasm.includes(path), false, `it contains ${path}`);
  }
  // The compiler records source paths of possible panics. They must be the same on every machine.
  assert.doesNotMatch(wasm, /\/(home|root|Users|work)\//);
});

test('the list of digests has every file that a page may load, as it is in the tarball', () => {
  const dist = join(project.folder, 'node_modules', 'xpollens-onboarding', 'dist');
  const digests = JSON.parse(readFileSync(join(dist, 'integrity.json'), 'utf8'));
  const loaded = project.tarball.files.filter((file) => /^dist\/.*\.(js|wasm)$/.test(file)).map((file) => file.replace('dist/', './'));
  assert.deepEqual(Object.keys(digests).sort(), loaded.sort());
  for (const [file, digest] of Object.entries(digests))
    assert.equal(digest, `sha384-${createHash('sha384').update(readFileSync(join(dist, file))).digest('base64')}`, file);
});

for (const entry of ['', '/element', '/inline', '/inline/element'].map((path) => `xpollens-onboarding${path}`)) {
  test(`importing ${entry} on a server, where there is no browser, does not throw`, async () => {
    await mustRun(process.execPath, ['--input-type=module', '--eval', `await import('${entry}')`], {
      cwd: project.folder,
      show: false,
    });
  });
}
