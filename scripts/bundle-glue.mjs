// @ts-check
// Turns wasm-bindgen's glue into a function. Each call evaluates the glue again, with its own variables, for another
// instance of the wasm (www/instance.js). esbuild transforms the syntax; this script does not edit the text of the
// glue.

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './command.mjs';
import { inRepository } from './repository.mjs';

/**
 * The names that wasm-opt shortened in the wasm, as it reports them.
 * @typedef {object} ShortNames
 * @property {[module: string, name: string, short: string][]} imports
 * @property {[name: string, short: string][]} exports
 */

/** The only variable of the wrapped glue that its wrapper uses. */
const RESULT = 'madeGlue';

/**
 * Bundles the glue with the scripts that the wasm calls (www/locale.js, www/resources.js) into `glue.js`.
 * @param {string} folder where wasm-bindgen, for the target `bundler`, left its output named `module`
 * @param {ShortNames} names
 * @throws {Error} if the glue lacks a function that the wasm imports
 */
export async function bundleGlue(folder, names) {
  const entry = join(folder, 'entry.js');
  writeFileSync(entry, entryScript(names, resourcesScript(folder)));
  const shortExports = join(folder, 'short-exports.json');
  writeFileSync(shortExports, JSON.stringify(Object.fromEntries(names.exports)));
  await mustRun(inRepository('node_modules', '.bin', 'esbuild'), [
    entry,
    '--bundle',
    // Loaded when it is needed, from beside the published script.
    '--external:./occupations/*',
    '--minify',
    '--format=esm',
    '--legal-comments=none',
    '--log-level=warning',
    // `wasm.handle_stop` becomes `wasm.b` if wasm-opt named that export `b`.
    `--mangle-props=^(?:${names.exports.map(([name]) => name).join('|')})$`,
    `--mangle-cache=${shortExports}`,
    `--banner:js=export default function makeGlue() { let ${RESULT};`,
    `--footer:js=return ${RESULT}; }`,
    `--outfile=${join(folder, 'glue.js')}`,
  ]);
}

/**
 * Exports what www/instance.js needs from the glue, as an object (type `Glue` there). wasm-opt names all modules `a`.
 * @param {ShortNames} names
 * @param {string} resources
 */
function entryScript({ imports, exports }, resources) {
  // With values of JavaScript in an array instead of a table, there is nothing to set up.
  const setUp = exports.some(([name]) => name === '__wbindgen_start') ? 'wasm.__wbindgen_start();' : '';
  return `
${imports.map(([module, name], index) => `import { ${name} as import${index} } from '${module}';`).join('\n')}
import { __wbg_set_wasm, start } from './module_bg.js';
import { releaseAll } from '${resources}';
${RESULT} = {
  imports: { a: { ${imports.map(([, , short], index) => `${short}: import${index}`).join(', ')} } },
  attach(wasm) {
    __wbg_set_wasm(wasm);
    ${setUp}
    return start;
  },
  releaseAll,
};
`;
}

/**
 * The copy of www/resources.js that the glue imports: wasm-bindgen puts it into a folder named after a hash.
 * @param {string} folder
 */
function resourcesScript(folder) {
  const crates = readdirSync(join(folder, 'snippets'));
  if (crates.length !== 1) throw new Error(`Scripts of one crate were expected, not of ${crates.join(', ') || 'none'}.`);
  return `./snippets/${crates[0]}/www/resources.js`;
}
