// @ts-check
/**
 * Loads what a screen needs, each file once for all elements of the page: the wasm, the style sheet, the texts of a
 * language. A load that failed is forgotten, so that the next try really tries.
 */
import init, { start } from './wasm/module.js';
import { OnboardingError } from './errors.js';

const WASM = new URL('./wasm/module_bg.wasm', import.meta.url);
const STYLE = new URL('./style.css', import.meta.url);
// Written out, so that bundlers see each file.
const LOCALES = {
  en: new URL('./locales/en.json', import.meta.url),
  fr: new URL('./locales/fr.json', import.meta.url),
};

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
 * @param {URL} url
 * @param {string} accept
 */
async function file(url, accept) {
  let response;
  try {
    response = await fetch(url, { headers: { Accept: accept } });
  } catch (cause) {
    throw unreachable(url, cause);
  }
  if (!response.ok) throw unreachable(url, `HTTP status ${response.status}`);
  return response;
}

/**
 * @param {URL} url
 * @param {unknown} cause
 */
function unreachable(url, cause) {
  const name = url.pathname.split('/').pop();
  return new OnboardingError('load_failed', `${name} could not be loaded. Is it served beside index.js?`, {
    retryable: true,
    cause,
  });
}

/** @returns {Promise<typeof start>} */
export function engine() {
  return once('engine', async () => {
    if (typeof WebAssembly !== 'object') {
      throw new OnboardingError('wasm_unavailable', 'This browser does not run WebAssembly.');
    }
    const response = await file(WASM, 'application/wasm');
    try {
      await init({ module_or_path: response });
    } catch (cause) {
      const message =
        'The WebAssembly file could not be started. Does the Content-Security-Policy of the page allow ' +
        "script-src 'wasm-unsafe-eval', and is the file served whole as application/wasm?";
      throw new OnboardingError('wasm_refused', message, { retryable: true, cause });
    }
    return start;
  });
}

/** @returns {Promise<CSSStyleSheet>} */
export function style() {
  return once('style', async () => {
    const text = await (await file(STYLE, 'text/css')).text();
    return new CSSStyleSheet().replace(text);
  });
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
  return once(`texts ${language}`, async () => (await file(LOCALES[language], 'application/json')).json());
}
