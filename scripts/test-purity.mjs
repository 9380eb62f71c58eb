// @ts-check
// Proves that the pure half of the module cannot reach the browser. In a copy of the crate, every pure file imports a
// browser type: it must not compile on this machine. The unchanged copy must compile. A rule whose violation is never
// tested may have no effect.

import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { filesIn } from './build-memory.mjs';
import { run } from './command.mjs';
import { inRepository } from './repository.mjs';

/** The pure half: files and folders of src/. */
const PURE = ['config.rs', 'error.rs', 'model', 'qr.rs', 'text.rs'];
/** The files of the copy: the crate, the contract, and the texts that the sources include. */
const COPIED = ['src', 'contract', 'www/locales', 'Cargo.lock', 'rust-toolchain.toml'];
const PROBE = '\nuse web_sys::Window as _BrowserProbe;\n';

/**
 * Runs the proof.
 * @returns {Promise<string>} the result as a sentence
 * @throws {Error} if a pure file could import a browser crate, or the untouched copy does not compile
 */
export async function provePurity() {
  const copy = inRepository('target', 'purity');
  copyCrate(copy);
  const untouched = await check(copy);
  if (untouched.code !== 0) throw new Error(`the untouched copy does not compile:\n${untouched.output}`);

  const probed = PURE.flatMap((name) => filesIn(join(copy, 'src', name))).filter(
    (file) => file.endsWith('.rs') && basename(file) !== 'tests.rs',
  );
  for (const file of probed) appendFileSync(file, PROBE);
  const { code, output } = await check(copy);
  const refusals = output.split('\n').filter((line) => line.includes('unresolved import') || line.includes('E0433'));
  const refused = probed.filter((file) => refusals.some((line) => line.startsWith(`${relative(copy, file)}:`)));
  const missed = probed.filter((file) => !refused.includes(file)).map((file) => relative(copy, file));
  if (code === 0 || missed.length > 0) {
    throw new Error(
      `these pure files can import web_sys: ${missed.join(', ') || 'all'}. Browser crates belong under\n` +
        `[target.'cfg(target_family = "wasm")'.dependencies] in Cargo.toml.\n${output}`,
    );
  }
  return `${refused.length} pure files refuse \`web_sys\``;
}

/**
 * Only the root package: the other members of the workspace play no part here.
 * @param {string} copy
 */
function copyCrate(copy) {
  for (const name of ['src', 'contract', 'www']) rmSync(join(copy, name), { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const name of COPIED) cpSync(inRepository(name), join(copy, name), { recursive: true });
  const manifest = readFileSync(inRepository('Cargo.toml'), 'utf8');
  writeFileSync(join(copy, 'Cargo.toml'), manifest.replace(/^members = \[[^\]]*\]/m, 'members = ["contract"]'));
}

/** @param {string} copy */
const check = (copy) =>
  run('cargo', ['check', '--quiet', '--package', 'xpollens-onboarding', '--lib', '--message-format=short'], {
    cwd: copy,
    show: false,
    env: { CARGO_TARGET_DIR: join(copy, 'target'), CARGO_TERM_COLOR: 'never' },
  });
