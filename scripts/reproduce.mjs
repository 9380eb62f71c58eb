// @ts-check
// `npm run reproduce`: builds and packs the last commit twice, from scratch, in two folders that differ in place and length, with other
// time zones and languages. Fails if the tarballs differ in a byte, and names the files that do.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, mustRun } from './command.mjs';
import { endWith, seconds } from './progress.mjs';
import { root } from './repository.mjs';

/** What may differ between two machines, and must not show in the tarball. */
const BUILDS = [
  { place: ['first'], env: { TZ: 'UTC', LC_ALL: 'C' } },
  { place: ['second', 'folder with a much longer path'], env: { TZ: 'Pacific/Auckland', LC_ALL: 'C.UTF-8' } },
];

const top = mkdtempSync(join(tmpdir(), 'onboarding-reproduce-'));
try {
  await reproduce();
} catch (error) {
  endWith(error);
} finally {
  rmSync(top, { recursive: true, force: true });
}

async function reproduce() {
  const commit = await ask('git', ['rev-parse', 'HEAD']);
  if (!commit) throw new Error('This is not a clone of the repository: there is no commit to build.');
  console.log(`Building ${commit} twice. What is not committed is left out.`);
  const packed = [];
  for (const { place, env } of BUILDS) packed.push(await buildAndPack(join(top, ...place), commit, env));
  const [one, other] = packed;
  if (one.digest === other.digest) return console.log(`\nBoth tarballs are the same.\nsha256 ${one.digest}  ${one.name}`);
  throw new Error(`The tarballs differ:\n${await differences(one, other)}`);
}

/**
 * @param {string} folder a new one
 * @param {string} commit
 * @param {Record<string, string>} env
 */
async function buildAndPack(folder, commit, env) {
  mkdirSync(folder, { recursive: true });
  await mustRun('git', ['clone', '--quiet', '--no-checkout', root, folder]);
  const own = { cwd: folder, env: { ...env, CARGO_TARGET_DIR: undefined, CARGO_INCREMENTAL: '0' } };
  await mustRun('git', ['checkout', '--quiet', commit], own);
  await mustRun('npm', ['ci', '--no-audit', '--no-fund'], own);
  const { seconds: built } = await mustRun('npm', ['run', 'build'], own);
  await mustRun('npm', ['pack', '--silent'], own);
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  const tarball = join(folder, name);
  console.log(`${tarball}, built in ${seconds(built)}`);
  const digest = createHash('sha256').update(readFileSync(tarball)).digest('hex');
  return { folder, name, tarball, digest };
}

/**
 * The files that are not the same in both.
 * @param {{ folder: string, tarball: string }} one
 * @param {{ folder: string, tarball: string }} other
 */
async function differences(one, other) {
  const folders = [];
  for (const { folder, tarball } of [one, other]) {
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    await mustRun('tar', ['-xzf', tarball, '-C', unpacked]);
    folders.push(unpacked);
  }
  const compared = await ask('diff', ['-rq', ...folders]);
  if (compared !== null) return 'only in the archive itself: order, dates or modes of its files';
  return (await mustRun('sh', ['-c', 'diff -rq "$0" "$1" || true', ...folders], { show: false })).output;
}
