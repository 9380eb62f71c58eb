// @ts-check
// A Markdown file as a list of sections, each with the anchor that its heading has in the repository.

/**
 * @typedef {object} Section
 * @property {string} slug anchor of the heading
 * @property {number} level of the heading: 1 for `#`
 * @property {string} title
 * @property {string[]} lines below the heading, up to the next heading
 */

/**
 * @param {string} markdown
 * @returns {Section[]}
 */
export function sectionsOf(markdown) {
  /** @type {Section[]} */
  const sections = [];
  for (const { line, isCode } of linesOf(markdown)) {
    const [, marks, title] = (isCode ? null : /^(#{1,4}) (.*)$/.exec(line)) ?? [];
    if (marks && title) sections.push({ slug: slugOf(title), level: marks.length, title, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

/**
 * A section with its subsections, or only what stands before the first of them.
 * @param {Section[]} sections
 * @param {string} slug
 * @param {boolean} isOwnPart
 * @returns {Section[]} none if there is no such section
 */
export function sectionWithin(sections, slug, isOwnPart) {
  const start = sections.findIndex((section) => section.slug === slug);
  if (start < 0) return [];
  const next = sections.findIndex((section, index) => index > start && (isOwnPart || section.level <= sections[start].level));
  return sections.slice(start, next < 0 ? undefined : next);
}

/**
 * The lines of a file, and whether each is part of a block of code.
 * @param {string} markdown
 */
export function linesOf(markdown) {
  let fence = '';
  return markdown.split('\n').map((line) => {
    const [, mark = ''] = /^ *(```+|~~~+)/.exec(line) ?? [];
    const isCode = fence !== '' || mark !== '';
    if (fence === '') fence = mark;
    else if (mark.startsWith(fence)) fence = '';
    return { line, isCode };
  });
}

/** The anchor that code hosts give to a heading. @param {string} title */
export const slugOf = (title) =>
  title
    .toLowerCase()
    .replace(/\[(.*?)\]\(.*?\)/g, '$1')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
