// @ts-check
/**
 * The bytes of the wasm, fetched from the file that is published beside this script. The entry `xpollens-onboarding/inline`
 * has www/wasm-embedded.js in place of this file.
 */
import { absolute } from './address.js';
import { isPublished } from './digest.js';
import { OnboardingError } from './errors.js';
import { plain } from './requests.js';

/** Time limit for the file, in milliseconds. After it the load counts as failed, and the customer gets a button. */
const TIMEOUT_MS = 120_000;

/** What an integrator can do if the build tool did not publish the file. */
const ADVICE = 'Set the option "wasmUrl", or import "xpollens-onboarding/inline".';

/** Addresses whose last load failed. The next load bypasses the browser's cache. */
const failed = new Set();

/**
 * The published bytes. If a cache returns others, they are requested once more from the server.
 *
 * @param {string} [wasmUrl] where the file is. Default: beside this script
 * @returns {Promise<ArrayBuffer>}
 */
export async function wasmBytes(wasmUrl) {
  const address = wasmUrl ? absolute(wasmUrl) : besideThisScript();
  try {
    const first = await fetched(address, failed.has(address) ? 'reload' : 'default');
    if (await isPublished('wasm', first)) return first;
    const again = await fetched(address, 'reload');
    if (await isPublished('wasm', again)) return again;
  } catch (error) {
    failed.add(address);
    throw error;
  }
  failed.add(address);
  throw wrongWasm(wasmUrl);
}

/**
 * @param {string} [wasmUrl]
 * @param {unknown} [cause]
 */
export function wrongWasm(wasmUrl, cause) {
  const address = wasmUrl ? absolute(wasmUrl) : besideThisScript();
  const message = `${named(address)} is not what was published. ${ADVICE}`;
  return new OnboardingError('wasm_invalid', message, true, cause);
}

/** Bundlers look for this expression. In a script that is no module, `import.meta.url` may be missing. */
function besideThisScript() {
  try {
    return new URL('./wasm/module_bg.wasm', import.meta.url).href;
  } catch (cause) {
    throw notLoaded('module_bg.wasm', 'its address is unknown', cause);
  }
}

/**
 * @param {string} address
 * @param {RequestCache} cache
 * @returns {Promise<ArrayBuffer>}
 */
async function fetched(address, cache) {
  let reason;
  try {
    // The address is a text and the options are plain, because pages that wrap `fetch` may expect that. Development servers
    // answer with a page or a script if the type is not named.
    const headers = plain({ Accept: 'application/wasm' });
    const response = await fetch(address, plain({ headers, cache, signal: AbortSignal.timeout(TIMEOUT_MS) }));
    if (response.ok) return await response.arrayBuffer();
    reason = `HTTP status ${response.status}`;
  } catch (cause) {
    throw notLoaded(address, "no answer (does connect-src of the page's policy allow it?)", cause);
  }
  throw notLoaded(address, reason);
}

/**
 * @param {string} address
 * @param {string} reason
 * @param {unknown} [cause]
 */
function notLoaded(address, reason, cause) {
  const message = `${named(address)} could not be loaded: ${reason}. ${ADVICE}`;
  return new OnboardingError('load_failed', message, true, cause);
}

/**
 * An address without what its query may hold, such as a signature.
 *
 * @param {string} address
 */
function named(address) {
  return address.split(/[?#]/)[0];
}
