// @ts-check
// Finds which module of a Rust crate uses which other module. A re-export is not a use: a path through it counts for
// the module that it leads to. rust-text.mjs reads the files.

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readRust } from './rust-text.mjs';

/**
 * @typedef {import('./rust-text.mjs').RustText} RustText
 * @typedef {RustText & { file: string, parent: Module | undefined, modules: Map<string, Module> }} Module
 *
 * @typedef {{ module: Module, isItem: boolean }} Target the module that a path leads to, and whether it names an item inside it
 */

/** Limit of re-exports in one path. A longer path leads to itself. */
const MOST_STEPS = 20;

/**
 * The files of a crate, each with the files that it uses.
 * @param {string} rootFile `lib.rs` or `main.rs`, absolute
 * @returns {Map<string, Set<string>>}
 */
export function usesOfCrate(rootFile) {
  const crate = load(rootFile, undefined);
  return new Map([crate, ...descendants(crate)].map((module) => [module.file, usedBy(module, crate)]));
}

/**
 * @param {string} file
 * @param {Module | undefined} parent
 * @returns {Module}
 */
function load(file, parent) {
  /** @type {Module} */
  const module = { ...readRust(readFileSync(file, 'utf8')), file, parent, modules: new Map() };
  const isFolder = ['lib.rs', 'main.rs', 'mod.rs'].includes(basename(file));
  const folder = isFolder ? dirname(file) : file.replace(/\.rs$/, '');
  for (const name of module.children) {
    const found = [join(folder, `${name}.rs`), join(folder, name, 'mod.rs')].find((path) => existsSync(path));
    if (found) module.modules.set(name, load(found, module));
  }
  return module;
}

/**
 * @param {Module} module
 * @returns {Module[]}
 */
const descendants = (module) => [...module.modules.values()].flatMap((child) => [child, ...descendants(child)]);

/**
 * @param {Module} module
 * @param {Module} crate
 */
function usedBy(module, crate) {
  const known = new Map(module.uses.map(({ name, path }) => [name, path]));
  const imported = module.uses.filter(({ isPublic }) => !isPublic).map(({ path }) => path);
  const inline = module.paths.map((path) => [...(known.get(String(path[0])) ?? path.slice(0, 1)), ...path.slice(1)]);
  /** @type {Set<string>} */
  const used = new Set();
  for (const path of [...imported, ...inline]) {
    const target = follow(module, path, crate, MOST_STEPS);
    // A module that is imported by name is used where a path begins with that name.
    if (target?.isItem && target.module !== module) used.add(target.module.file);
  }
  return used;
}

/**
 * Follows a path from a module to its target in the crate.
 * @param {Module} from
 * @param {string[]} path
 * @param {Module} crate
 * @param {number} steps how many more re-exports it may go through
 * @returns {Target | undefined} undefined if it leads to another crate
 */
function follow(from, path, crate, steps) {
  const [first, ...rest] = path;
  if (first === undefined || steps === 0) return undefined;
  if (first === 'crate') return descend(crate, rest, crate, steps);
  if (first === 'self') return descend(from, rest, crate, steps);
  if (first === 'super') {
    if (!from.parent) return undefined;
    return rest[0] === 'super' ? follow(from.parent, rest, crate, steps) : descend(from.parent, rest, crate, steps);
  }
  return from.modules.has(first) ? descend(from, path, crate, steps) : undefined;
}

/**
 * @param {Module} module
 * @param {string[]} path below it
 * @param {Module} crate
 * @param {number} steps
 * @returns {Target | undefined}
 */
function descend(module, path, crate, steps) {
  const [name, ...rest] = path;
  if (name === undefined) return { module, isItem: false };
  if (name === '*') return { module, isItem: true };
  const child = module.modules.get(name);
  if (child) return descend(child, rest, crate, steps);
  if (module.items.has(name)) return { module, isItem: true };
  return throughImports(module, path, crate, steps) ?? { module, isItem: true };
}

/**
 * Follows re-exports of a module and, for its own children, imports.
 * @param {Module} module
 * @param {string[]} path
 * @param {Module} crate
 * @param {number} steps
 * @returns {Target | undefined}
 */
function throughImports(module, [name, ...rest], crate, steps) {
  const named = module.uses.find((use) => use.name === name);
  if (named) {
    const leadsElsewhere = !follow(module, named.path, crate, steps - 1);
    // The path leads to another crate, so it uses nothing of this one.
    if (leadsElsewhere) return { module, isItem: false };
    return follow(module, [...named.path, ...rest], crate, steps - 1);
  }
  for (const { path } of module.uses.filter((use) => use.name === '*')) {
    const target = follow(module, path.slice(0, -1), crate, steps - 1);
    const isThere = target && (target.module.items.has(String(name)) || target.module.modules.has(String(name)));
    if (isThere) return descend(target.module, [String(name), ...rest], crate, steps - 1);
  }
  return undefined;
}
