// @ts-check
// Reads as much of a Rust file as its imports need: the code, the modules it declares, the paths it names. It is not a
// parser: macros are read as they are written.

/**
 * @typedef {object} Use one name that a `use` imports
 * @property {string[]} path its segments; the last is `*` for a glob
 * @property {string} name its name in this file; `*` for a glob
 * @property {boolean} isPublic whether it is a re-export: `pub use`, `pub(crate) use`
 *
 * @typedef {object} RustText
 * @property {string[]} children modules that it declares by `mod name;`, without those of tests
 * @property {Use[]} uses
 * @property {string[][]} paths paths of two or more segments in the code, without those of `use`
 * @property {Set<string>} items names that it defines
 */

const ITEM = /\b(?:struct|enum|union|trait|type|fn|const|static|macro_rules!)\s+([A-Za-z_]\w*)/g;
const CHILD = /\bmod\s+([a-z_]\w*)\s*;/g;
const USE = /(\bpub(?:\s*\([^)]*\))?\s+)?\buse\s+([^;]+);/g;
const PATH = /(?<![\w:$])[A-Za-z_]\w*(?:\s*::\s*[A-Za-z_]\w*)+/g;
/** Matches `#[cfg(test)]` and `#[cfg(all(test, …))]`, up to the item. */
const TEST_ONLY = /#\[cfg\((?:all\(\s*)?test\b[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*/g;

/**
 * @param {string} source
 * @returns {RustText}
 */
export function readRust(source) {
  const code = withoutTests(withoutComments(source));
  /** @type {Use[]} */
  const uses = [];
  const rest = code.replaceAll(USE, (_, isPublic, tree) => {
    uses.push(...namesOf(tree).map((use) => ({ ...use, isPublic: Boolean(isPublic) })));
    return '';
  });
  return {
    children: [...code.matchAll(CHILD)].map(([, name]) => String(name)),
    uses,
    paths: [...rest.matchAll(PATH)].map(([path]) => path.split('::').map((segment) => segment.trim())),
    items: new Set([...rest.matchAll(ITEM)].map(([, name]) => String(name))),
  };
}

/**
 * The names that a tree of `use` imports.
 * @param {string} tree `crate::a::{b, c::{self, d as e}}`
 * @returns {{ path: string[], name: string }[]}
 */
function namesOf(tree) {
  const open = tree.indexOf('{');
  if (open >= 0) {
    const prefix = segmentsOf(tree.slice(0, open));
    return branchesOf(tree.slice(open + 1, tree.lastIndexOf('}'))).flatMap((branch) =>
      namesOf(branch).map(({ path, name }) => {
        const isSelf = path.length === 1 && path[0] === 'self';
        if (!isSelf) return { path: [...prefix, ...path], name };
        return { path: prefix, name: name === 'self' ? String(prefix.at(-1)) : name };
      }),
    );
  }
  const [whole = '', alias] = tree.split(/\s+as\s+/);
  const path = segmentsOf(whole);
  return path.length === 0 ? [] : [{ path, name: alias?.trim() ?? String(path.at(-1)) }];
}

/** @param {string} path */
const segmentsOf = (path) =>
  path
    .split('::')
    .map((segment) => segment.trim())
    .filter(Boolean);

/**
 * The parts between the commas at one level of braces.
 * @param {string} text
 */
function branchesOf(text) {
  /** @type {string[]} */
  const branches = [''];
  let depth = 0;
  for (const character of text) {
    depth += Number(character === '{') - Number(character === '}');
    if (character === ',' && depth === 0) branches.push('');
    else branches[branches.length - 1] += character;
  }
  return branches.map((branch) => branch.trim()).filter(Boolean);
}

/**
 * The code without comments, and with empty strings and characters.
 * @param {string} source
 */
function withoutComments(source) {
  const parts =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\bb?r(#*)"[\s\S]*?"\1|b?"(?:[^"\\]|\\[\s\S])*"|b?'(?:[^'\\\n]|\\(?:u\{[^}]*\}|x..|.))'/g;
  return source.replaceAll(parts, (part) => (part.startsWith('/') ? ' ' : '""'));
}

/** @param {string} code */
function withoutTests(code) {
  let kept = '';
  let from = 0;
  for (const { index, 0: attribute } of code.matchAll(TEST_ONLY)) {
    if (index < from) continue;
    kept += code.slice(from, index);
    from = endOfItem(code, index + attribute.length);
  }
  return kept + code.slice(from);
}

/**
 * The end of an item: its `;`, or its closing brace.
 * @param {string} code
 * @param {number} start
 */
function endOfItem(code, start) {
  let depth = 0;
  for (let at = start; at < code.length; at += 1) {
    if (code[at] === '{') depth += 1;
    if (code[at] === '}' && --depth === 0) return at + 1;
    if (code[at] === ';' && depth === 0) return at + 1;
  }
  return code.length;
}
