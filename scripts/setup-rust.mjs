// @ts-check
// Makes sure that the pinned Rust, its wasm target and its tools are installed. Changes no default of the user.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ask, mustRun } from './command.mjs';
import { rustVersion, wasmTarget } from './repository.mjs';

/**
 * Installs, by rustup, the missing parts of the toolchain that `rust-toolchain.toml` pins. This is done explicitly,
 * because rustup ignores the file's `targets` if it may not install automatically.
 * @returns {Promise<string>} what is installed now, as a sentence
 * @throws {Error} with what to install, if there is no rustup
 */
export async function setUpRust() {
  const version = rustVersion();
  if (!(await isComplete(version))) {
    if ((await ask('rustup', ['--version'])) === null) {
      throw new Error(
        `Rust ${version} with the target ${wasmTarget}, clippy and rustfmt is needed.\n` +
          'Install rustup (https://rustup.rs), then run this again: the rest is done for you.',
      );
    }
    await mustRun('rustup', [
      'toolchain',
      'install',
      version,
      '--profile',
      'minimal',
      '--no-self-update',
      '--component',
      'clippy',
      '--component',
      'rustfmt',
      '--target',
      wasmTarget,
    ]);
    if (!(await isComplete(version))) {
      throw new Error(
        `rustup installed Rust ${version}, yet \`rustc --version\` here says something else:\n` +
          'look for an override (`rustup show`) or another rustc earlier in PATH.',
      );
    }
  }
  return `Rust ${version} with ${wasmTarget}`;
}

/** @param {string} version */
async function isComplete(version) {
  const [rustc, sysroot, clippy, rustfmt] = await Promise.all([
    ask('rustc', ['--version']),
    ask('rustc', ['--print', 'sysroot']),
    ask('cargo', ['clippy', '--version']),
    ask('cargo', ['fmt', '--version']),
  ]);
  return (
    rustc?.split(' ')[1] === version &&
    sysroot !== null &&
    existsSync(join(sysroot, 'lib', 'rustlib', wasmTarget)) &&
    clippy !== null &&
    rustfmt !== null
  );
}
