// @ts-check
// Paths in the repository, and the versions that it pins.

import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder, absolute. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * A path inside the repository, absolute.
 * @param {...string} parts
 */
export const inRepository = (...parts) => join(root, ...parts);

/** The target that the module is compiled for. */
export const wasmTarget = 'wasm32-unknown-unknown';

/** Where cargo puts what it builds, absolute: `CARGO_TARGET_DIR` or `target`. */
export const targetDirectory = process.env.CARGO_TARGET_DIR
  ? resolve(root, process.env.CARGO_TARGET_DIR)
  : inRepository('target');

/**
 * A program that cargo built in the dev profile.
 * @param {string} name
 */
export const builtProgram = (name) => join(targetDirectory, 'debug', name);

/** The static files of the sandbox's phone, as `scripts/build-phone.mjs` makes them. */
export const phoneDirectory = inRepository('target', 'phone');

/** The Rust version that `rust-toolchain.toml` pins, for example `1.95.0`. */
export function rustVersion() {
  const text = readFileSync(inRepository('rust-toolchain.toml'), 'utf8');
  const version = /^channel\s*=\s*"([^"]+)"/m.exec(text)?.[1];
  if (!version) throw new Error('rust-toolchain.toml names no channel: add `channel = "…"`');
  return version;
}
