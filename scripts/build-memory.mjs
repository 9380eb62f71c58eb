// @ts-check
// Remembers what each build product was made from, so that a build skips products whose inputs have not changed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRepository } from './repository.mjs';

/**
 * @typedef {object} Product
 * @property {string} name
 * @property {string[]} inputs files and folders it is made from, the tools and scripts included
 * @property {string[]} outputs files it becomes
 * @property {() => Promise<void>} make
 *
 * @typedef {Record<string, { madeFrom: string, made: string } | undefined>} Made
 */

/**
 * A memory in one file.
 * @param {string} file
 */
export function buildMemory(file) {
  /** @returns {Made} */
  const read = () => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      return {}; // missing or cut short: everything is made again
    }
  };
  return {
    /**
     * Makes a product, unless it exists unchanged and was made from the same inputs.
     * @param {Product} product
     * @returns {Promise<boolean>} whether it had to be made
     */
    async makeIfChanged({ name, inputs, outputs, make }) {
      const madeFrom = digest(inputs);
      const last = read()[name];
      const isThere = outputs.every((output) => existsSync(output));
      if (isThere && last?.madeFrom === madeFrom && last.made === digest(outputs)) return false;
      await make();
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ ...read(), [name]: { madeFrom, made: digest(outputs) } }, null, 2));
      return true;
    },
  };
}

/** The memory of this repository. */
export const { makeIfChanged } = buildMemory(inRepository('target', 'build', 'made-from.json'));

/**
 * One digest of the contents and names of files and of whole folders.
 * @param {string[]} paths
 */
export function digest(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * All files at a path, in the same order on every machine. None if it does not exist.
 * @param {string} path
 * @returns {string[]}
 */
export function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
