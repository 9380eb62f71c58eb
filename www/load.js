// @ts-check
/**
 * Loads what a screen needs, each file once for all elements of the page: the wasm, and the texts of a language. The
 * style sheet is part of this script. Each file must be the one published with this script, which its digest proves.
 */
import { bare } from './bare.js';
import digests from './digests.js';
import { OnboardingError } from './errors.js';
import { makeInstance } from './instance.js';
import languages from './languages.js';
import css from './style.js';
import makeGlue from './wasm/module.js';

/**
 * @typedef {object} PublishedFile
 * @property {keyof typeof digests} name
 * @property {URL} url
 * @property {string} type the requested media type
 * @property {import('./index.d.ts').OnboardingErrorCode} refusal the error code if it is another file
 */

/** @type {PublishedFile} */
const WASM = {
  name: 'module_bg.wasm',
  url: new URL('./wasm/module_bg.wasm', import.meta.url),
  type: 'application/wasm',
  refusal: 'wasm_invalid',
};

/** Time limit for a file, in milliseconds. After it the load counts as failed, and the customer gets a button. */
const TIMEOUT_MS = 120_000;

/** @type {Map<string, Promise<any>>} loads that succeeded or are running */
const loads = new Map();
/** Names of files whose last load failed. The next load bypasses the browser's cache. */
const failed = new Set();

/**
 * Loads a file once. A failed load is forgotten, so that the next try asks the server.
 *
 * @template T
 * @param {PublishedFile} file
 * @param {(bytes: ArrayBuffer) => Promise<T>} read
 * @returns {Promise<T>}
 */
function once(file, read) {
  let promise = loads.get(file.name);
  if (!promise) {
    promise = published(file)
      .then(read)
      .catch((error) => {
        loads.delete(file.name);
        failed.add(file.name);
        throw error;
      });
    loads.set(file.name, promise);
  }
  return promise;
}

/**
 * The published bytes. If a cache returns others, they are requested once more from the server.
 *
 * @param {PublishedFile} file
 * @returns {Promise<ArrayBuffer>}
 */
async function published(file) {
  const bytes = await fetched(file, failed.has(file.name) ? 'reload' : 'default');
  if (await isPublished(file, bytes)) return bytes;
  const again = await fetched(file, 'reload');
  if (await isPublished(file, again)) return again;
  throw refused(file);
}

/**
 * @param {PublishedFile} file
 * @param {RequestCache} cache
 * @returns {Promise<ArrayBuffer>}
 */
async function fetched({ name, url, type }, cache) {
  let reason;
  try {
    // The address is a text, because pages that wrap `fetch` may expect one.
    const init = { headers: { Accept: type }, cache, signal: AbortSignal.timeout(TIMEOUT_MS) };
    const response = await fetch(url.href, bare(init));
    if (response.ok) return await response.arrayBuffer();
    reason = `HTTP status ${response.status}`;
  } catch (cause) {
    reason = cause;
  }
  throw new OnboardingError('load_failed', `${name} could not be loaded. Is it served beside index.js?`, true, reason);
}

/**
 * Whether these are the bytes that this script was built with. The script may come from a safer place than the file,
 * and browsers accept a compressed body that ends too early. On a page without https there is no digest: a truncated
 * file does not parse there, and nothing protects against a changed one.
 *
 * @param {PublishedFile} file
 * @param {ArrayBuffer} bytes
 */
async function isPublished({ name }, bytes) {
  const { subtle } = crypto;
  if (!subtle) return true;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest)) === digests[name];
}

/**
 * @param {PublishedFile} file
 * @param {unknown} [cause]
 */
function refused({ name, refusal }, cause) {
  return new OnboardingError(refusal, `${name} is not what was published. Is it served whole and unchanged?`, true, cause);
}

/**
 * An instance of the wasm for one element.
 *
 * @param {(crash: OnboardingError) => void} onCrash is called once, after the crashed code has returned
 * @returns {Promise<typeof import('./wasm/module.js').start>}
 */
export async function engine(onCrash) {
  if (typeof WebAssembly !== 'object') {
    throw new OnboardingError('wasm_unavailable', 'This browser does not run WebAssembly.');
  }
  const module = await once(WASM, (bytes) => WebAssembly.compile(bytes).catch(notCompiled));
  return makeInstance(module, makeGlue(), (cause) => {
    // The message and stack of a trap are the same for everybody. Those of another error may contain personal data.
    const trap = cause instanceof WebAssembly.RuntimeError ? cause : undefined;
    const crash = new OnboardingError('internal', 'The module crashed. Please report it.', true, trap);
    queueMicrotask(() => onCrash(crash));
  });
}

/**
 * Distinguishes a page that forbids WebAssembly from a wrong file, by compiling an empty module.
 *
 * @param {unknown} cause
 * @returns {never}
 */
function notCompiled(cause) {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    const message =
      "WebAssembly is refused. Does the Content-Security-Policy of the page allow script-src 'wasm-unsafe-eval'?";
    throw new OnboardingError('wasm_refused', message, true, cause);
  }
  throw refused(WASM, cause);
}

/** @type {WeakMap<Document, CSSStyleSheet>} a constructed sheet serves one document only */
const sheets = new WeakMap();

/**
 * The style sheet of a document. A document without a window shows nothing and has none.
 *
 * @param {Document} document
 */
export function styleSheet(document) {
  const view = document.defaultView;
  if (!sheets.has(document) && view) {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(document, sheet);
  }
  return sheets.get(document);
}

/**
 * The supported language nearest to a BCP 47 tag: `fr-CA` becomes `fr`. An unknown language or an invalid tag becomes
 * `en`.
 *
 * @param {string} tag
 * @returns {keyof typeof languages}
 */
export function nearestLanguage(tag) {
  const language = String(tag).toLowerCase().split('-')[0];
  return Object.hasOwn(languages, language) ? /** @type {keyof typeof languages} */ (language) : 'en';
}

/**
 * @param {string} tag
 * @returns {Promise<Record<string, string>>}
 */
export function texts(tag) {
  const language = nearestLanguage(tag);
  /** @type {PublishedFile} */
  const file = {
    name: /** @type {const} */ (`${language}.json`),
    url: languages[language],
    type: 'application/json',
    refusal: 'load_failed',
  };
  return once(file, async (bytes) => {
    try {
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch (cause) {
      throw refused(file, cause);
    }
  });
}
