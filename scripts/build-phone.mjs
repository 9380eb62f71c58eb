// @ts-check
// Builds the sandbox's phone: bundles its page with the QR decoder and copies its static files to target/phone.

import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from './command.mjs';
import { filesIn, makeIfChanged } from './build-memory.mjs';
import { inRepository, phoneDirectory } from './repository.mjs';

const SOURCE = inRepository('sandbox', 'phone');
const ENTRIES = ['main.js', join('webview', 'main.js')];
const STATIC = new Set(['.html', '.css', '.svg', '.json', '.webmanifest', '.png', '.ico']);

/**
 * Bundles the phone's pages, unless nothing has changed.
 * @returns {Promise<string>} a sentence that says whether anything had to be made
 */
export async function buildPhone() {
  const entries = ENTRIES.filter((entry) => existsSync(join(SOURCE, entry)));
  const copied = filesIn(SOURCE).filter((file) => STATIC.has(extname(file)));
  const outputs = [...entries, ...copied.map((file) => relative(SOURCE, file))].map((name) =>
    join(phoneDirectory, name),
  );
  const made = await makeIfChanged({
    name: 'phone',
    inputs: [
      SOURCE,
      fileURLToPath(import.meta.url),
      inRepository('node_modules', 'jsqr', 'package.json'),
      inRepository('node_modules', 'esbuild', 'package.json'),
    ],
    outputs,
    make: async () => {
      rmSync(phoneDirectory, { recursive: true, force: true });
      for (const entry of entries) await bundle(entry);
      for (const file of copied) copy(file, join(phoneDirectory, relative(SOURCE, file)));
    },
  });
  return made ? 'target/phone made' : 'target/phone up to date';
}

/** @param {string} entry path inside the phone's folder */
async function bundle(entry) {
  await mustRun(inRepository('node_modules', '.bin', 'esbuild'), [
    join(SOURCE, entry),
    '--bundle',
    '--minify',
    '--format=esm',
    '--target=es2022',
    '--legal-comments=none',
    '--log-level=warning',
    `--outfile=${join(phoneDirectory, entry)}`,
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
