// @ts-check
// Links between files of the repository become links between pages. A link to a file that is no page leads to a copy of it as plain
// text. A link that leads nowhere is an error.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';
import { inRepository } from '../../scripts/repository.mjs';

const IMAGES = ['.png', '.svg'];

/**
 * @typedef {object} Places
 * @property {Map<string, string>} pages path of a page by file, or by file and anchor
 * @property {Map<string, string | Buffer>} copies files beside the pages, by path; filled here
 */

/**
 * @param {string} line Markdown without code
 * @param {string} file that it comes from
 * @param {Places} places
 */
export function withLinks(line, file, places) {
  return line.replace(/(\]\()([^)\s]+)(\))/g, (_, open, target, close) => `${open}${targetOf(target, file, places)}${close}`);
}

/**
 * @param {string} target
 * @param {string} file
 * @param {Places} places
 */
function targetOf(target, file, { pages, copies }) {
  if (/^[a-z]+:/.test(target)) return target;
  const [path, anchor] = target.split('#');
  const found = path ? normalize(join(dirname(file), path)).replace(/\/$/, '') : file;
  const page = anchor ? (pages.get(`${found}#${anchor}`) ?? '') : pages.get(found);
  if (page) return `/${page}.md${anchor ? `#${anchor}` : ''}`;
  if (anchor && pages.has(found)) throw new Error(`${file} links to ${target}, which has no such heading.`);
  if (!existsSync(inRepository(found))) throw new Error(`${file} links to ${target}, which does not exist.`);
  if (IMAGES.includes(extname(found))) return copied(found, readFileSync(inRepository(found)), copies);
  return copied(join('source', `${found}.txt`), textOf(found), copies);
}

/**
 * @param {string} path
 * @param {string | Buffer} content
 * @param {Map<string, string | Buffer>} copies
 */
function copied(path, content, copies) {
  copies.set(path, content);
  return `/${path}`;
}

/** A file, or the names in a folder. @param {string} path */
function textOf(path) {
  const found = inRepository(path);
  return statSync(found).isDirectory() ? `${path}\n\n${readdirSync(found).sort().join('\n')}\n` : readFileSync(found, 'utf8');
}
