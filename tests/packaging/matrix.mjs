// @ts-check
// `npm run matrix`: the packed tarball in every build tool of tests/support/build-tools.mjs and every framework of
// tests/support/frameworks.mjs, each in its own folder, opened in
// Chromium. It installs the tools, so it is not part of `npm test`. With words on the command line, only tools with such a name.

import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../scripts/command.mjs';
import { freePort, startServer } from '../../scripts/server-process.mjs';
import { BUILD_TOOLS } from '../support/build-tools.mjs';
import { FRAMEWORKS } from '../support/frameworks.mjs';
import { buildWith, inProject, writeProject } from '../support/built-project.mjs';
import { headersWithInlineScripts, serve, visit } from '../support/package-page.mjs';
import { newFolder, pack } from '../support/tarball.mjs';

/** @typedef {import('../support/build-tools.mjs').BuildTool} BuildTool */
/** @typedef {import('../support/build-tools.mjs').Way} Way */

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const tarball = newFolder();
const { path } = await pack(tarball);
console.log('| tool | default entry | inline entry | `module.wasm?url` |\n|---|---|---|---|');
let differ = 0;
for (const tool of [...BUILD_TOOLS, ...FRAMEWORKS]) {
  if (words.length > 0 && !words.some((word) => tool.name.toLowerCase().includes(word))) continue;
  const cells = await tryTool(tool);
  console.log(`| ${[tool.name, ...cells].join(' | ')} |`);
}
rmSync(tarball, { recursive: true, force: true });
if (differ > 0) {
  console.error(`${differ} cells differ from what tests/support/build-tools.mjs expects.`);
  process.exitCode = 1;
}

/** @param {BuildTool} tool */
async function tryTool(tool) {
  const folder = newFolder();
  try {
    const { packages } = tool;
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', devDependencies: packages }));
    // Some tools fetch a program of theirs when they are installed.
    const options = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts=false'];
    await mustRun('npm', ['install', ...options, path], { cwd: folder, show: false });
    const cells = [];
    for (const way of /** @type {Way[]} */ (['default', 'inline', 'address'])) cells.push(await tryWay(tool, way, folder));
    return cells;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {BuildTool} tool
 * @param {Way} way
 * @param {string} folder
 */
async function tryWay(tool, way, folder) {
  const expected = tool.ways[way];
  if (!expected) return '';
  try {
    const found = tool.serve ? await visitServer(tool, way, folder) : await visitBuild(tool, way, folder);
    const { seen, wasms, rules, pageRules } = found;
    const isWhole = seen !== 'form' || (rules > 100 && pageRules === 0 && wasms === (way === 'inline' ? 0 : 1));
    const isAsExpected = seen === expected && isWhole;
    if (!isAsExpected) {
      differ += 1;
      console.error(tool.name, way, JSON.stringify(found, null, 2));
    }
    return isAsExpected ? { form: 'form', words: 'says what to do' }[expected] : `**${seen}**`;
  } catch (error) {
    differ += 1;
    console.error(tool.name, way, error);
    return '**does not build**';
  }
}

/**
 * @param {BuildTool} tool
 * @param {Way} way
 * @param {string} folder
 */
async function visitBuild(tool, way, folder) {
  const out = await buildWith(tool, way, folder);
  const site = await serve(out, tool.isFree ? [] : tool.hasInlineScripts ? headersWithInlineScripts(out) : undefined);
  try {
    return await visit(site.url);
  } finally {
    await site.stop();
  }
}

/**
 * @param {BuildTool} tool
 * @param {Way} way
 * @param {string} folder
 */
async function visitServer(tool, way, folder) {
  const cwd = writeProject(tool, way, folder);
  const port = await freePort();
  // The line that tells when the server is there.
  const command = `${tool.serve?.replace('PORT', String(port))} & trap "kill $!" TERM; until curl -sf http://127.0.0.1:${port}/ >/dev/null; do sleep 0.2; done; echo "${tool.name} listening on http://127.0.0.1:${port}"; wait`;
  const server = await startServer({ name: tool.name, command: 'sh', args: ['-c', command], cwd, env: inProject(folder) });
  try {
    return await visit(`http://127.0.0.1:${port}/`);
  } finally {
    await server.stop();
  }
}
