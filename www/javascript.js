// @ts-check
/** The module as JavaScript, for browsers and pages that do not run WebAssembly. scripts/build-engine.mjs makes it. */
import { absolute } from './address.js';
import { publishedBytes } from './published-file.js';
import { engineAddress } from './wasm-file.js';

/**
 * Its bytes are checked before anything of it runs. Then the browser takes the script from its cache.
 *
 * @param {string} [engineUrl] where it is. Default: beside this script
 * @returns {Promise<import('./instance.js').Runtime<typeof import('./wasm/module.js').start>>}
 */
export async function javascript(engineUrl) {
  const address = engineUrl ? absolute(engineUrl) : engineAddress();
  // webpack and Rspack minify a script that they copy, so its digest differs there.
  if (!(/** @type {any} */ (import.meta).webpack)) await publishedBytes('engine', 'text/javascript', address);
  return import(/* webpackIgnore: true */ /* @vite-ignore */ address);
}
