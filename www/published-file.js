// @ts-check
/** Fetches a file that was published with this script, and checks its bytes. */
import { isPublished } from './digest.js';
import { OnboardingError } from './errors.js';
import { plain } from './requests.js';

/** Time limit for a file, in milliseconds. After it the load counts as failed, and the customer gets a button. */
const TIMEOUT_MS = 120_000;

/** What an integrator can do if the build tool did not publish the file. */
const ADVICE = 'Set the option "wasmUrl", or import "xpollens-onboarding/inline".';

/** Addresses whose last load failed. The next load bypasses the browser's cache. */
const failed = new Set();

/**
 * The published bytes. If a cache returns others, they are requested once more from the server.
 *
 * @param {string} name of the file among the digests
 * @param {string} type its media type
 * @param {string} address
 * @returns {Promise<ArrayBuffer>}
 */
export async function publishedBytes(name, type, address) {
  try {
    const first = await fetched(address, type, failed.has(address) ? 'reload' : 'default');
    if (await isPublished(name, first)) return first;
    const again = await fetched(address, type, 'reload');
    if (await isPublished(name, again)) return again;
  } catch (error) {
    failed.add(address);
    throw error;
  }
  failed.add(address);
  throw notPublished(address);
}

/**
 * @param {string} address
 * @param {unknown} [cause]
 */
export function notPublished(address, cause) {
  return new OnboardingError('wasm_invalid', `${named(address)} is not what was published. ${ADVICE}`, true, cause);
}

/**
 * @param {string} address
 * @param {string} type
 * @param {RequestCache} cache
 * @returns {Promise<ArrayBuffer>}
 */
async function fetched(address, type, cache) {
  let reason;
  try {
    // The address is a text and the options are plain, because pages that wrap `fetch` may expect that. Development servers
    // answer with a page or a script if the type is not named.
    const headers = plain({ Accept: type });
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
export function notLoaded(address, reason, cause) {
  return new OnboardingError('load_failed', `${named(address)} could not be loaded: ${reason}. ${ADVICE}`, true, cause);
}

/**
 * An address without what its query may hold, such as a signature.
 *
 * @param {string} address
 */
function named(address) {
  return address.split(/[?#]/)[0];
}
