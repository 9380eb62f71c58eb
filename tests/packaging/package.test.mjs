// @ts-check
// The published package: its files, its entry points, and that it can be imported without a browser.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { mustRun } from '../../scripts/command.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { installInto, newFolder, pack } from '../support/tarball.mjs';

const manifest = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
/** npm adds these two automatically. */
const ALWAYS_PACKED = ['README.md', 'package.json'];
/** Matches one file for each language of www/locales. */
const TEXTS = 'dist/locales/*.json';
const folder = newFolder();
/** @type {import('../support/tarball.mjs').Tarball} */
let tarball;
/** @type {Awaited<ReturnType<typeof installInto>>} */
let project;

before(async () => {
  tarball = await pack(folder);
  project = await installInto('plain', tarball.path);
});
after(() => {
  project?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('the tarball holds exactly the files that package.json lists', () => {
  const texts = readdirSync(inRepository('www', 'locales')).map((file) => `dist/locales/${file}`);
  const named = manifest.files.filter((/** @type {string} */ file) => file !== TEXTS);
  assert.deepEqual(tarball.files, [...named, ...texts, ...ALWAYS_PACKED].sort());
});

test('every file of the list except the texts is named and not matched by a pattern', () => {
  for (const file of manifest.files) {
    if (file === TEXTS) continue;
    assert.doesNotMatch(file, /[*!]|\/$/);
    assert.match(file, /\.\w+$|^LICENSE/);
  }
});

test('every entry point exists in the package, and names its types first', () => {
  const installed = join(project.folder, 'node_modules', 'xpollens-onboarding');
  for (const [entry, target] of Object.entries(manifest.exports)) {
    if (entry === './package.json') continue;
    assert.deepEqual(Object.keys(target), ['types', 'default'], entry);
    for (const file of Object.values(target)) assert.ok(existsSync(join(installed, file)), `${entry}: ${file}`);
  }
});

test('the package has no dependency and runs nothing when it is installed', () => {
  const installed = JSON.parse(
    readFileSync(join(project.folder, 'node_modules', 'xpollens-onboarding', 'package.json'), 'utf8'),
  );
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundledDependencies'])
    assert.equal(installed[kind], undefined, kind);
  for (const hook of ['preinstall', 'install', 'postinstall', 'prepare'])
    assert.equal(installed.scripts?.[hook], undefined, hook);
});

test('the wasm contains no path of the build machine', () => {
  const wasm = readFileSync(inRepository('www', 'wasm', 'module_bg.wasm')).toString('latin1');
  for (const path of [inRepository(), process.env.HOME, '.cargo/registry']) {
    if (path && path.length > 1) assert.equal(wasm.includes(path), false, `it contains ${path}`);
  }
  // The compiler records source paths of possible panics. They must be the same on every machine.
  assert.doesNotMatch(wasm, /\/(home|root|Users|work)\//);
});

for (const entry of ['xpollens-onboarding', 'xpollens-onboarding/element']) {
  test(`importing ${entry} on a server, where there is no browser, does not throw`, async () => {
    await mustRun(process.execPath, ['--input-type=module', '--eval', `await import('${entry}')`], {
      cwd: project.folder,
      show: false,
    });
  });
}
