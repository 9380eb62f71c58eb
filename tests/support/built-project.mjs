// @ts-check
// Builds the small project of a build tool.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { mustRun } from '../../scripts/command.mjs';
import { ICON, PAGE, mainScript } from './build-tools.mjs';

/**
 * Writes the project into its own folder, below one whose `node_modules` has the tool and the package, and builds it.
 * @param {import('./build-tools.mjs').BuildTool} tool
 * @param {import('./build-tools.mjs').Way} way
 * @param {string} installed
 * @returns {Promise<string>} the folder that a static host serves
 */
export async function buildWith(tool, way, installed) {
  const folder = writeProject(tool, way, installed);
  if (tool.build) await mustRun('sh', ['-c', tool.build], { cwd: folder, env: inProject(installed), show: false });
  const out = join(folder, tool.out ?? 'out');
  for (const [path, text] of /** @type {const} */ ([['index.html', PAGE], ['icon.svg', ICON]])) {
    if (!existsSync(join(out, path))) writeFileSync(join(out, path), text);
  }
  return out;
}

/**
 * @param {import('./build-tools.mjs').BuildTool} tool
 * @param {import('./build-tools.mjs').Way} way
 * @param {string} installed
 */
export function writeProject(tool, way, installed) {
  const folder = join(installed, 'projects', `${tool.name} ${way}`.replace(/\W+/g, '-'));
  rmSync(folder, { recursive: true, force: true });
  const main = tool.main ?? 'main.js';
  const own = typeof tool.files === 'function' ? tool.files(way) : { [main]: mainScript(way), ...tool.files };
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies: tool.packages });
  const files = { 'package.json': manifest, ...own };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/**
 * The environment of a build tool: the programs of the installed packages come first, and telemetry is switched off.
 * @param {string} installed
 */
export const inProject = (installed) => ({
  PATH: join(installed, 'node_modules', '.bin') + delimiter + process.env.PATH,
  CI: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
});
