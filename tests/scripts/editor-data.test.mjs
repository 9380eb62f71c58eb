// @ts-check
// What editors know about the tag is what the element has and what the README says.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { elementsManifest, htmlData } from '../../scripts/editor-data.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { ATTRIBUTES, OPTIONS } from '../../www/options.js';

const [element] = /** @type {any} */ (elementsManifest()).modules[0].declarations;
const readme = readFileSync(inRepository('README.md'), 'utf8');

/** @param {{ name: string }[]} members */
const names = (members) => members.map(({ name }) => name).sort();

/**
 * The names in the first column of the table below a heading of the README.
 * @param {string} heading
 */
function tableOf(heading) {
  const [, section = ''] = readme.split(`### ${heading}\n`);
  const rows = section.split(/\n##/)[0].split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...row.split(' | ')[0].matchAll(/`([\w-]+)`/g)].map(([, name]) => name)).sort();
}

test('the manifest has every option and attribute of the element, each described', () => {
  assert.deepEqual(names(element.members), [...OPTIONS].sort());
  assert.deepEqual(names(element.attributes), [...ATTRIBUTES].sort());
  const all = [...element.members, ...element.attributes, ...element.events, ...element.cssProperties];
  for (const { name, description } of all) assert.match(description, /^\S.*\.$/, name);
});

test('the tables of the README name the same options and events', () => {
  assert.deepEqual(tableOf('Options'), names(element.members));
  assert.deepEqual(tableOf('Events'), names(element.events));
});

test('the manifest has the custom properties of the style sheet, and the README names them', () => {
  const folder = inRepository('www', 'style');
  const css = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('');
  const used = [...new Set([...css.matchAll(/var\((--xo-\w+)/g)].map(([, name]) => name))].sort();
  assert.deepEqual(names(element.cssProperties), used);
  for (const name of used) assert.ok(readme.includes(`\`${name}\``), name);
});

test('the data for VS Code has the same attributes', () => {
  const [tag] = /** @type {any} */ (htmlData()).tags;
  assert.deepEqual(names(tag.attributes), names(element.attributes));
});
