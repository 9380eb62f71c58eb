// @ts-check
/**
 * The bytes of the wasm, as part of this script, for build tools that publish no file beside a script. It stands in for
 * www/wasm-file.js in the entry `xpollens-onboarding/inline`.
 */
import embedded from './embedded.js';
import { OnboardingError } from './errors.js';
import { notLoaded } from './published-file.js';

/** @returns {Promise<ArrayBuffer>} */
export async function wasmBytes() {
  const packed = Uint8Array.from(atob(embedded), (character) => character.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/**
 * @param {string} [_wasmUrl] is for the other entry
 * @param {unknown} [cause]
 */
export function wrongWasm(_wasmUrl, cause) {
  return new OnboardingError('wasm_invalid', 'The embedded WebAssembly is not what was published.', false, cause);
}

/** @returns {string} */
export function engineAddress() {
  throw notLoaded('engine.js', 'the option "engineUrl" is not set');
}
