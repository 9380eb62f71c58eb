// @ts-check
// The package as npm would publish it, and projects that install it, in temporary folders outside the repository.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { mustRun } from '../../scripts/command.mjs';
import { inRepository } from '../../scripts/repository.mjs';

/**
 * @typedef {object} Tarball
 * @property {string} path absolute path of the .tgz file
 * @property {string[]} files its files, sorted
 */

/** A new folder that the caller removes. */
export const newFolder = () => mkdtempSync(join(tmpdir(), 'onboarding-packaging-'));

/**
 * Packs the package. The module must be built first, because scripts of the package do not run here.
 * @param {string} folder where to put it
 * @returns {Promise<Tarball>}
 */
export async function pack(folder) {
  const { output } = await mustRun(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=silent', '--pack-destination', folder],
    { show: false },
  );
  const [packed] = JSON.parse(output.slice(output.indexOf('[')));
  return {
    path: join(folder, packed.filename),
    files: packed.files.map((/** @type {{ path: string }} */ file) => file.path).sort(),
  };
}

/**
 * Copies a sample project and installs its dependencies and the package.
 * @param {string} name folder of the sample project
 * @param {string} tarball
 * @returns {Promise<{ folder: string, remove: () => void }>}
 */
export async function installInto(name, tarball) {
  const folder = newFolder();
  cpSync(inRepository('tests', 'packaging', name), folder, { recursive: true });
  const options = { cwd: folder, show: false };
  await mustRun('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], options);
  await mustRun('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', tarball], options);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Packs the package and installs it into a sample project before the tests of a file; removes both after them.
 * @param {string} name folder of the sample project
 * @returns {{ tarball: Tarball, folder: string }} filled when the tests begin
 */
export function installForTests(name) {
  const packed = newFolder();
  const installed = { tarball: /** @type {Tarball} */ ({ path: '', files: [] }), folder: '' };
  let remove = () => {};
  before(async () => {
    installed.tarball = await pack(packed);
    ({ folder: installed.folder, remove } = await installInto(name, installed.tarball.path));
  });
  after(() => {
    remove();
    rmSync(packed, { recursive: true, force: true });
  });
  return installed;
}
