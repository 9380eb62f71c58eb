// @ts-check
/**
 * The files beside this script: the wasm, and the same module as JavaScript. The entry `xpollens-onboarding/inline` has
 * www/wasm-embedded.js in place of this file.
 */
import { absolute } from './address.js';
import { notLoaded, notPublished, publishedBytes } from './published-file.js';

/**
 * @param {string} [wasmUrl] where the file is. Default: beside this script
 * @returns {Promise<ArrayBuffer>}
 */
export async function wasmBytes(wasmUrl) {
  return publishedBytes('wasm', 'application/wasm', wasmAddress(wasmUrl));
}

/**
 * @param {string} [wasmUrl]
 * @param {unknown} [cause]
 */
export function wrongWasm(wasmUrl, cause) {
  return notPublished(wasmAddress(wasmUrl), cause);
}

/** @param {string} [wasmUrl] */
function wasmAddress(wasmUrl) {
  // Bundlers look for this expression.
  return wasmUrl ? absolute(wasmUrl) : beside('module_bg.wasm', () => new URL('./wasm/module_bg.wasm', import.meta.url));
}

/** Where the module as JavaScript is, unless an option says so. */
export function engineAddress() {
  return beside('engine.js', () => new URL('./wasm/engine.js', import.meta.url));
}

/**
 * In a script that is not a module, `import.meta.url` may be missing.
 *
 * @param {string} name
 * @param {() => URL} address
 */
function beside(name, address) {
  try {
    return address().href;
  } catch (cause) {
    throw notLoaded(name, 'its address is unknown', cause);
  }
}
