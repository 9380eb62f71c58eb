// @ts-check
/**
 * Loads what a screen needs, each file once for all elements of the page: the wasm, the style sheet, the texts of a
 * language. A load that failed is forgotten, so that the next try really tries.
 */
import { bare } from './bare.js';
import launch, { digest } from './wasm/module.js';
import { OnboardingError } from './errors.js';

const WASM = new URL('./wasm/module_bg.wasm', import.meta.url);
const STYLE = new URL('./style.css', import.meta.url);
// Written out, so that bundlers see each file.
const LOCALES = {
  en: new URL('./locales/en.json', import.meta.url),
  fr: new URL('./locales/fr.json', import.meta.url),
};

/**
 * Where a file of the browser's cache was not what was published, the next try passes the cache by.
 * @type {RequestCache}
 */
let cache = 'default';

/** @type {Map<string, Promise<any>>} */
const loads = new Map();

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
function once(name, load) {
  let promise = loads.get(name);
  if (!promise) {
    promise = load().catch((error) => {
      loads.delete(name);
      throw error;
    });
    loads.set(name, promise);
  }
  return promise;
}

/**
 * @template T
 * @param {URL} url
 * @param {string} accept
 * @param {(response: Response) => Promise<T>} read
 * @returns {Promise<T>}
 */
async function file(url, accept, read) {
  let reason;
  try {
    const response = await fetch(url, bare({ headers: { Accept: accept }, cache }));
    if (response.ok) return await read(response);
    reason = `HTTP status ${response.status}`;
  } catch (cause) {
    if (cause instanceof OnboardingError) throw cause;
    reason = cause;
  }
  const name = url.pathname.split('/').pop();
  throw new OnboardingError('load_failed', `${name} could not be loaded. Is it served beside index.js?`, true, reason);
}

/**
 * An instance of the wasm, shared by the elements that started since it was loaded.
 *
 * @typedef {object} Engine
 * @property {Awaited<ReturnType<typeof launch>>} start throws where it has crashed meanwhile
 * @property {Set<(crash: OnboardingError) => void>} guests who is told, once, when it crashes
 */

/** @returns {Promise<Engine>} */
export function engine() {
  return once('engine', async () => {
    if (typeof WebAssembly !== 'object') {
      throw new OnboardingError('wasm_unavailable', 'This browser does not run WebAssembly.');
    }
    return file(WASM, 'application/wasm', run);
  });
}

/**
 * @param {Response} response
 * @returns {Promise<Engine>}
 */
async function run(response) {
  /** @type {Engine['guests']} */
  const guests = new Set();
  /** @type {OnboardingError | undefined} */
  let crash;
  const bytes = await response.arrayBuffer();
  if (!(await isPublished(bytes))) {
    cache = 'reload';
    throw refused(undefined);
  }
  try {
    const start = await launch(bytes, (cause) => {
      loads.delete('engine');
      // The trap's own words and places are the same for everybody; those of another error may be a customer's.
      const trap = cause instanceof WebAssembly.RuntimeError ? cause : undefined;
      const told = (crash = new OnboardingError('internal', 'The module crashed. Please report it.', true, trap));
      // Later: the crash may be in the middle of what an element does.
      queueMicrotask(() => guests.forEach((tell) => tell(told)));
    });
    return {
      guests,
      start: (...border) => {
        if (crash) throw crash;
        return start(...border);
      },
    };
  } catch (cause) {
    throw refused(cause);
  }
}

/**
 * Whether the wasm is the one that this script was built with: the script may come from a better guarded place than the
 * file. Where the connection is open to everybody, browsers compute no digest, and none would help.
 *
 * @param {ArrayBuffer} bytes
 */
async function isPublished(bytes) {
  const { subtle } = crypto;
  return !subtle || btoa(String.fromCharCode(...new Uint8Array(await subtle.digest('SHA-384', bytes)))) === digest;
}

/**
 * Why no instance could be made: whether the page runs any WebAssembly, an empty module shows.
 *
 * @param {unknown} cause
 */
function refused(cause) {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    const message =
      "WebAssembly is refused. Does the Content-Security-Policy of the page allow script-src 'wasm-unsafe-eval'?";
    return new OnboardingError('wasm_refused', message, true, cause);
  }
  return new OnboardingError('wasm_invalid', 'The WebAssembly file is not what was published. Is it served whole?', true, cause);
}

/** @returns {Promise<CSSStyleSheet>} */
export function style() {
  return once('style', () => file(STYLE, 'text/css', async (response) => new CSSStyleSheet().replace(await response.text())));
}

/**
 * The language of the tables that comes nearest to a BCP 47 tag: `fr-CA` is `fr`, an unknown one is `en`, as is what
 * is no tag at all.
 *
 * @param {string} tag
 * @returns {keyof typeof LOCALES}
 */
export function nearestLanguage(tag) {
  return String(tag).toLowerCase().split('-')[0] === 'fr' ? 'fr' : 'en';
}

/**
 * @param {string} tag
 * @returns {Promise<Record<string, string>>}
 */
export function texts(tag) {
  const language = nearestLanguage(tag);
  return once(`texts ${language}`, () => file(LOCALES[language], 'application/json', (response) => response.json()));
}
