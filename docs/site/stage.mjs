// @ts-check
// Writes the pages of the site as the generator wants them: one Markdown file each, and beside them what they link to.

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRepository } from '../../scripts/repository.mjs';
import { errorCodesPage, projectsPage } from './code.mjs';
import { withLinks } from './links.mjs';
import { GROUPS, LEFT_OUT } from './pages.mjs';
import { linesOf, sectionWithin, sectionsOf } from './sections.mjs';

/** @typedef {import('./sections.mjs').Section & { file: string }} Part */

/** The decisions, which need no line in the menu each. */
const DECISIONS = readdirSync(inRepository('docs', 'adr')).sort();

const ALL_GROUPS = [
  ...GROUPS,
  {
    title: 'Decisions',
    pages: DECISIONS.map((name) => ({ path: `adr/${name.replace('.md', '')}`, title: titleOf(join('docs', 'adr', name)), from: [join('docs', 'adr', name)] })),
  },
];
const PAGES = ALL_GROUPS.flatMap(({ pages }) => pages);

/** Pages without a text of the repository. @type {Record<string, () => string>} */
const MADE = {
  projects: projectsPage,
  'error-codes': errorCodesPage,
  playground: () => '---\naside: false\noutline: false\n---\n\n# Playground\n\nChange the options and the theme of the live element, and see its events and the code to copy.\n\n<Playground />\n',
};

/**
 * @param {string} folder where to write
 * @returns {{ pages: { path: string, markdown: string }[] }}
 */
export function stage(folder) {
  const parts = new Map(PAGES.map((page) => [page.path, page.from.map(partsOf)]));
  const places = { pages: placesOf(parts), copies: new Map() };
  expectNothingLeftOut(places.pages);
  const pages = PAGES.map(({ path, title, from }) => {
    const markdown = from.length === 0 ? MADE[path]() : pageOf(title, /** @type {Part[][]} */ (parts.get(path)), places);
    return { path, markdown };
  });
  rmSync(join(folder, 'pages'), { recursive: true, force: true });
  for (const { path, markdown } of pages) write(join(folder, 'pages', `${path}.md`), markdown);
  const shown = join(folder, 'pages', 'public');
  for (const [path, content] of places.copies) write(join(shown, path), content);
  cpSync(inRepository('www', 'demo', 'favicon.svg'), join(shown, 'favicon.svg'));
  cpSync(inRepository('contract', 'openapi.json'), join(shown, 'openapi.json'));
  cpSync(inRepository('contract', 'fixtures'), join(shown, 'fixtures'), { recursive: true });
  write(join(shown, 'fixtures', 'names.json'), JSON.stringify(readdirSync(inRepository('contract', 'fixtures')).filter((name) => name.startsWith('snapshot.'))));
  write(join(shown, 'llms.txt'), forLanguageModels(pages));
  write(join(folder, 'menu.json'), JSON.stringify(menu()));
  for (const { path, markdown } of pages) write(join(shown, `${path}.md`), markdown);
  return { pages };
}

/** What the generator shows around the pages. */
function menu() {
  const { description, version } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
  const sidebar = ALL_GROUPS.map(({ title, pages }) => ({
    text: title,
    items: pages.map((page) => ({ text: page.title, link: page.path === 'index' ? '/' : `/${page.path}` })),
  }));
  return { description, version, sidebar };
}

/**
 * @param {string} source a file, or a section of one
 * @returns {Part[]}
 */
function partsOf(source) {
  const [file, anchor] = source.split('#');
  const all = sectionsOf(readFileSync(inRepository(file), 'utf8'));
  const found = anchor === undefined ? all : sectionWithin(all, anchor.replace('!', ''), anchor.endsWith('!'));
  if (found.length === 0) throw new Error(`There is no section ${source}.`);
  return found.map((section) => ({ ...section, file }));
}

/**
 * The page of each file and of each heading.
 * @param {Map<string, Part[][]>} parts
 */
function placesOf(parts) {
  /** @type {Map<string, string>} */
  const places = new Map();
  for (const [path, sources] of parts)
    for (const { file, slug } of sources.flat()) {
      if (!places.has(file)) places.set(file, path);
      places.set(`${file}#${slug}`, path);
    }
  return places;
}

/**
 * Every section of the two guides that are cut into pages is on a page.
 * @param {Map<string, string>} places
 */
function expectNothingLeftOut(places) {
  for (const file of ['README.md', 'docs/INTEGRATION.md'])
    for (const { slug } of sectionsOf(readFileSync(inRepository(file), 'utf8'))) {
      const section = `${file}#${slug}`;
      if (!places.has(section) && !LEFT_OUT.includes(section)) throw new Error(`${section} is on no page: add it to docs/site/pages.mjs.`);
    }
}

/**
 * The first part gives its heading to the page. Those after it begin at the second level.
 * @param {string} title
 * @param {Part[][]} sources
 * @param {import('./links.mjs').Places} places
 */
function pageOf(title, sources, places) {
  const texts = sources.flatMap((source, index) => {
    const rise = source[0].level - (index === 0 ? 1 : 2);
    return source.map((part) => {
      const isTitle = index === 0 && part === source[0];
      const heading = `${'#'.repeat(Math.max(1, part.level - rise))} ${isTitle ? title : plain(part, part.title, places)} {#${part.slug}}`;
      const lines = linesOf(part.lines.join('\n')).map(({ line, isCode }) => (isCode ? line : plain(part, line, places)));
      return [heading, ...lines].join('\n');
    });
  });
  return `${texts.join('\n').trimEnd()}\n`;
}

/**
 * A line of text. What looks like a tag or like a place for a value is meant as it stands.
 * @param {Part} part
 * @param {string} line
 * @param {import('./links.mjs').Places} places
 */
function plain({ file }, line, places) {
  const pieces = withLinks(line, file, places).split(/(`+[^`]*`+)/);
  return pieces.map((piece) => (piece.startsWith('`') ? piece : piece.replace(/<(?=[a-z/])(?!https?:)/gi, '&lt;').replaceAll('{{', '&#123;&#123;'))).join('');
}

/**
 * The file `llms.txt`: what there is, and where, in few words.
 * @param {{ path: string, markdown: string }[]} pages
 */
function forLanguageModels(pages) {
  const texts = new Map(pages.map(({ path, markdown }) => [path, markdown]));
  const groups = ALL_GROUPS.map(({ title, pages: members }) => {
    const lines = members.map((page) => `- [${page.title}](/${page.path}.md): ${firstSentence(texts.get(page.path) ?? '')}`);
    return `## ${title}\n\n${lines.join('\n')}\n`;
  });
  const { description } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
  return `# xpollens-onboarding\n\n> ${description}\n\n${groups.join('\n')}`;
}

/** The first sentence of the first paragraph. @param {string} markdown */
function firstSentence(markdown) {
  const text = linesOf(markdown).map(({ line, isCode }) => (isCode ? '' : line)).join('\n');
  const paragraph = text.split(/\n\s*\n/).find((block) => /^(?!Status:)[A-Z*`[]/.test(block.trim())) ?? '';
  const words = paragraph.replace(/\[(.*?)\]\(.*?\)/g, '$1').replace(/\*\*(\d\. )?/g, '').replace(/\s+/g, ' ').trim();
  return /^.*?[.:](?= |$)/.exec(words)?.[0] ?? words;
}

/** @param {string} file */
function titleOf(file) {
  return sectionsOf(readFileSync(inRepository(file), 'utf8'))[0].title;
}

/**
 * @param {string} file
 * @param {string | Buffer} content
 */
function write(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
