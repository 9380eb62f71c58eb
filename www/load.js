// @ts-check
/**
 * Loads what a screen needs, each file once for all elements of the page: the wasm, and the texts of a language. The
 * style sheet is part of this script. Each file has to be the one that was published with this script: its digest tells.
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
 * @property {string} type what it is asked for as
 * @property {import('./index.d.ts').OnboardingErrorCode} refusal the code where it is another file
 */

/** @type {PublishedFile} */
const WASM = {
  name: 'module_bg.wasm',
  url: new URL('./wasm/module_bg.wasm', import.meta.url),
  type: 'application/wasm',
  refusal: 'wasm_invalid',
};

/** After this a file that does not come counts as failed: the customer gets a button. */
const TIMEOUT_MS = 120_000;

/** @type {Map<string, Promise<any>>} loads that succeeded or are under way */
const loads = new Map();
/** Names of files whose last load failed: the next one does not ask the browser's cache. */
const failed = new Set();

/**
 * Loads a file once. A load that failed is forgotten, so that the next try asks the server.
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
 * The bytes that were published. Others may come from a cache, and are asked for once more past it.
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
    // An address as text, for pages that wrap `fetch` and expect one.
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
 * Whether these are the bytes that this script was built with. The script may come from a better guarded place than the
 * file, and browsers accept a compressed body that ends too early. On a page without https there is no digest: then a
 * file that was cut does not parse, and nothing helps against one that was changed.
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
 * @param {(crash: OnboardingError) => void} onCrash is called once, after what crashed has come to its end
 * @returns {Promise<typeof import('./wasm/module.js').start>}
 */
export async function engine(onCrash) {
  if (typeof WebAssembly !== 'object') {
    throw new OnboardingError('wasm_unavailable', 'This browser does not run WebAssembly.');
  }
  const module = await once(WASM, (bytes) => WebAssembly.compile(bytes).catch(notCompiled));
  return makeInstance(module, makeGlue(), (cause) => {
    // A trap's own words and places are the same for everybody. Those of another error may be a customer's.
    const trap = cause instanceof WebAssembly.RuntimeError ? cause : undefined;
    const crash = new OnboardingError('internal', 'The module crashed. Please report it.', true, trap);
    queueMicrotask(() => onCrash(crash));
  });
}

/**
 * Tells a page that forbids all WebAssembly from a wrong file: an empty module shows it.
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
 * The style sheet of a document. A document without a window shows nothing, and has none.
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
 * The language of the tables that comes nearest to a BCP 47 tag: `fr-CA` is `fr`, an unknown one is `en`, as is what
 * is no tag at all.
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
