// @ts-check
// Before a release: `node scripts/check-release.mjs TAG REPOSITORY`. The tag, package.json and CHANGELOG.md must name the same version, and
// package.json the repository that is built, because npm compares it with the provenance.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { endWith } from './progress.mjs';
import { inRepository } from './repository.mjs';

/**
 * What must change before the release.
 * @param {{ tag: string, repository: string, manifest: { version: string, repository: { url: string } }, changelog: string }} release
 * @returns {string[]} sentences; none if nothing
 */
export function problemsOf({ tag, repository, manifest, changelog }) {
  const { version } = manifest;
  const named = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  const [, unreleased = ''] = changelog.split(/^## Unreleased$/m);
  const [waiting] = unreleased.split(/^## /m);
  return [
    tag === `v${version}` ? '' : `The tag is ${tag}, but package.json has the version ${version}.`,
    changelog.includes(`\n## ${version}`) ? '' : `CHANGELOG.md has no heading "## ${version}".`,
    waiting.trim() === '' ? '' : `CHANGELOG.md has entries under "Unreleased": move them below "## ${version}".`,
    named === repository ? '' : `package.json names the repository ${named}, but this is ${repository}.`,
  ].filter(Boolean);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [tag = '', repository = ''] = process.argv.slice(2);
  const manifest = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
  const problems = problemsOf({ tag, repository, manifest, changelog: readFileSync(inRepository('CHANGELOG.md'), 'utf8') });
  if (problems.length > 0) endWith(problems.join('\n'));
}
