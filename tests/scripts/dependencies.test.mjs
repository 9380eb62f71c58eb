// @ts-check
// The check of the dependencies refuses what deny.toml does not allow.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { OFFLINE, checkDependencies } from '../../scripts/check-dependencies.mjs';

/**
 * Checks a crate with one dependency beside it, by our rules.
 * @param {import('node:test').TestContext} t
 * @param {string} licence of the dependency
 */
function check(t, licence) {
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-deny-'));
  t.after(() => rmSync(folder, { recursive: true }));
  crate(folder, `[package]\nname = "one"\nversion = "1.0.0"\nlicense = "MIT"\n[dependencies]\nother = { path = "other", version = "1.0.0" }\n`);
  crate(join(folder, 'other'), `[package]\nname = "other"\nversion = "1.0.0"\nlicense = "${licence}"\n`);
  const lock = (/** @type {string} */ name, more = '') => `[[package]]\nname = "${name}"\nversion = "1.0.0"\n${more}\n`;
  writeFileSync(join(folder, 'Cargo.lock'), `version = 4\n\n${lock('one', 'dependencies = [\n "other",\n]\n')}${lock('other')}`);
  return checkDependencies(OFFLINE, { cwd: folder, show: false });
}

/**
 * @param {string} folder
 * @param {string} manifest
 */
function crate(folder, manifest) {
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'Cargo.toml'), manifest);
  writeFileSync(join(folder, 'src', 'lib.rs'), '');
}

test('a licence of the list passes', async (t) => {
  await check(t, 'MIT OR GPL-3.0-only');
});

test('another licence is refused', (t) =>
  assert.rejects(check(t, 'GPL-3.0-only'), (/** @type {any} */ { output }) => /GPL-3\.0-only[^]*licenses FAILED/.test(output)));
