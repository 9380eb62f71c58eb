// @ts-check
// Reads files of a published npm package without installing it, for the scripts that generate our data tables.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from './command.mjs';

/**
 * The contents of `files` in one version of a package, in their order.
 * @param {string} name for example `@etalab/decoupage-administratif`
 * @param {string} version exact
 * @param {string[]} files paths inside the package
 * @returns {Promise<string[]>}
 */
export async function readPublished(name, version, files) {
  const folder = mkdtempSync(join(tmpdir(), 'published-'));
  try {
    await mustRun('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder]);
    const archive = join(folder, `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`);
    await mustRun('tar', ['-xzf', archive, '-C', folder, ...files.map((file) => `package/${file}`)]);
    return files.map((file) => readFileSync(join(folder, 'package', file), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
