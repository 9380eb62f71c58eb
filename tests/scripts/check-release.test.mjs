// @ts-check
// What stops a release.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../scripts/check-release.mjs';

const REPOSITORY = 'https://git.example/onboarding';
const READY = {
  tag: 'v1.2.0',
  repository: REPOSITORY,
  manifest: { version: '1.2.0', repository: { url: `git+${REPOSITORY}.git` } },
  changelog: '# Changelog\n\n## Unreleased\n\n## 1.2.0\n\n- A change.\n',
};

test('a release of which everything names the same version is published', () => {
  assert.deepEqual(problemsOf(READY), []);
});

test('another tag, a missing or unfinished changelog, and another repository each stop the release', () => {
  const wrong = {
    tag: [{ tag: 'v1.2.1' }, /The tag is v1\.2\.1/],
    missing: [{ changelog: READY.changelog.replace('1.2.0', '1.1.0') }, /has no heading "## 1\.2\.0"/],
    unfinished: [{ changelog: READY.changelog.replace('Unreleased\n', 'Unreleased\n\n- Another.\n') }, /under "Unreleased"/],
    repository: [{ repository: 'https://git.example/fork' }, /names the repository/],
  };
  for (const [name, [change, words]] of Object.entries(wrong)) {
    const problems = problemsOf({ ...READY, ...change });
    assert.equal(problems.length, 1, name);
    assert.match(problems[0], /** @type {RegExp} */ (words));
  }
});
