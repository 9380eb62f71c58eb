// @ts-check
// The documentation site: every page is found, every link leads to a heading or a file, and nothing of the guides is left out.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { withLinks } from '../../docs/site/links.mjs';
import { linesOf, sectionWithin, sectionsOf } from '../../docs/site/sections.mjs';
import { stage } from '../../docs/site/stage.mjs';

const folder = mkdtempSync(join(tmpdir(), 'onboarding-docs-'));
after(() => rmSync(folder, { recursive: true }));
const { pages } = stage(folder);
const texts = new Map(pages.map(({ path, markdown }) => [path, markdown]));

test('every link of a page leads to a page with that heading, or to a file of the site', () => {
  for (const [path, markdown] of texts) {
    const text = linesOf(markdown).filter(({ isCode }) => !isCode).map(({ line }) => line).join('\n');
    for (const [, target] of text.matchAll(/\]\(\/([^)]+)\)/g)) {
      const [file, anchor] = target.split('#');
      const page = texts.get(file.replace(/\.md$/, ''));
      if (page === undefined) assert.ok(existsSync(join(folder, 'pages', 'public', file)), `${path}: ${target}`);
      else if (anchor) assert.ok(page.includes(`{#${anchor}}`), `${path}: ${target}`);
    }
  }
});

test('a link to a file or heading that does not exist stops the build', () => {
  const places = { pages: new Map([['README.md', 'index']]), copies: new Map() };
  assert.throws(() => withLinks('[a](docs/GONE.md)', 'README.md', places), /does not exist/);
  assert.throws(() => withLinks('[a](#gone)', 'README.md', places), /no such heading/);
});

test('llms.txt names every page with a sentence', () => {
  const list = readFileSync(join(folder, 'pages', 'public', 'llms.txt'), 'utf8');
  for (const path of texts.keys()) {
    assert.match(list, new RegExp(`\\]\\(/${path}\\.md\\): \\S`), path);
    assert.ok(existsSync(join(folder, 'pages', 'public', `${path}.md`)), path);
  }
});

test('the tables of error codes and of options have their rows', () => {
  for (const code of ['invalid_option', 'session_expired', 'malformed_answer', 'provider_refused', 'town_mismatch'])
    assert.ok(texts.get('error-codes')?.includes(`| \`${code}\` | `), code);
  assert.match(texts.get('error-codes') ?? '', /\| `malformed_answer` \| \S/);
  assert.ok(texts.get('options')?.includes('| `endpoint` |'));
});

test('a comment in a block of code is no heading, and a section ends where the next of its level begins', () => {
  const sections = sectionsOf('# A\n\n```sh\n# no heading\n```\n\n## B\n\n### C\n\n## D\n');
  assert.deepEqual(sections.map(({ title }) => title), ['A', 'B', 'C', 'D']);
  assert.deepEqual(sectionWithin(sections, 'b', false).map(({ title }) => title), ['B', 'C']);
  assert.deepEqual(sectionWithin(sections, 'b', true).map(({ title }) => title), ['B']);
});
