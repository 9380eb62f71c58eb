// @ts-check
/**
 * Loads what a screen needs, once for all elements of the page: the wasm, or the same module as JavaScript, and the style sheet,
 * which is part of this script.
 */
import { OnboardingError } from './errors.js';
import { makeInstance } from './instance.js';
import { javascript } from './javascript.js';
import { fileAddress } from './options.js';
import css from './style.js';
import { wasmBytes, wrongWasm } from './wasm-file.js';
import makeGlue from './wasm/module.js';

/** @typedef {import('./instance.js').Runtime<typeof import('./wasm/module.js').start>} Runtime */

/**
 * @typedef {object} Load
 * @property {Promise<WebAssembly.Module>} module
 * @property {Promise<never>} late rejects if the module has not arrived in time
 */

/** @type {Map<string, Load>} by address: modules that are compiled or loading */
const loads = new Map();

/** Delay after which a wasm that does not arrive is late, in milliseconds. Then the same module as JavaScript is loaded. */
const LATE_MS = 20_000;

/**
 * An instance of the module for one element: of the wasm, or of the same module as JavaScript if the wasm does not run.
 *
 * @param {Record<string, unknown>} options `wasmUrl` and `engineUrl` say where the files are. Default: beside this script
 * @param {(crash: OnboardingError) => void} onCrash is called once, after the crashed code has returned
 * @param {(reason: string) => void} onJavaScript is called if it is JavaScript, with the code of the wasm's error
 * @returns {Promise<typeof import('./wasm/module.js').start>}
 */
export async function engine(options, onCrash, onJavaScript) {
  /** @param {Runtime} runtime */
  const start = ({ instantiate, makeGlue }) =>
    makeInstance(instantiate, makeGlue(), (cause) => {
      // The message and stack of a trap are the same for everybody. Those of another error may contain personal data.
      const trap = globalThis.WebAssembly && cause instanceof WebAssembly.RuntimeError ? cause : undefined;
      const crash = new OnboardingError('internal', 'The module crashed. Please report it.', true, trap);
      queueMicrotask(() => onCrash(crash));
    });
  const engineUrl = fileAddress('engineUrl', options);
  const load = loadOf(fileAddress('wasmUrl', options));
  try {
    return await start(await webAssembly(Promise.race([load.module, load.late])));
  } catch (error) {
    return start(await instead(load.module, /** @type {OnboardingError} */ (error), engineUrl, onJavaScript));
  }
}

/**
 * @param {Promise<WebAssembly.Module>} loading
 * @returns {Promise<Runtime>}
 */
async function webAssembly(loading) {
  const module = await loading;
  // WebKit compiles whatever the policy says, and refuses here.
  return { makeGlue, instantiate: async (imports) => (await WebAssembly.instantiate(module, imports).catch(refuse)).exports };
}

/**
 * The module as JavaScript, if it can be loaded. Otherwise a late wasm is awaited, and the error of another one stands.
 *
 * @param {Promise<WebAssembly.Module>} module
 * @param {OnboardingError} error
 * @param {string | undefined} engineUrl
 * @param {(reason: string) => void} onJavaScript
 */
async function instead(module, error, engineUrl, onJavaScript) {
  try {
    const runtime = await javascript(engineUrl);
    onJavaScript(error.code);
    return runtime;
  } catch (/** @type {any} */ second) {
    if (error.code === 'wasm_late') return webAssembly(module);
    error.message += ` ${second.message}`;
    error.retryable ||= second.retryable;
    throw error;
  }
}

/**
 * The elements of a page share one load. One that failed is forgotten, so that the next try asks the server.
 *
 * @param {string} [wasmUrl]
 * @returns {Load}
 */
function loadOf(wasmUrl) {
  const key = wasmUrl ?? '';
  let load = loads.get(key);
  if (!load) {
    const module = compiled(wasmUrl);
    load = { module, late: late(module) };
    loads.set(key, load);
    module.catch(() => loads.delete(key));
  }
  return load;
}

/**
 * @param {string} [wasmUrl]
 * @returns {Promise<WebAssembly.Module>}
 */
async function compiled(wasmUrl) {
  if (typeof WebAssembly !== 'object') {
    throw new OnboardingError('wasm_unavailable', 'This browser does not run WebAssembly.');
  }
  const bytes = await wasmBytes(wasmUrl);
  return WebAssembly.compile(bytes).catch((cause) => notCompiled(wasmUrl, cause));
}

/**
 * @param {Promise<unknown>} module
 * @returns {Promise<never>}
 */
function late(module) {
  // A signal and no timer: an element that leaves the page while it loads leaves no timer.
  const signal = AbortSignal.timeout(LATE_MS);
  const forget = () => (signal.onabort = null);
  module.then(forget, forget);
  return new Promise((_, reject) => {
    // Nobody sees this error: the late file is awaited if the other one does not arrive either.
    signal.onabort = () => reject({ code: 'wasm_late' });
  });
}

/**
 * Distinguishes a page that forbids WebAssembly from a wrong file, by compiling an empty module.
 *
 * @param {string | undefined} wasmUrl
 * @param {unknown} cause
 * @returns {never}
 */
function notCompiled(wasmUrl, cause) {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    refuse(cause);
  }
  throw wrongWasm(wasmUrl, cause);
}

/**
 * @param {unknown} cause
 * @returns {never}
 */
function refuse(cause) {
  const message = "WebAssembly is refused. Does the page's policy allow script-src 'wasm-unsafe-eval'?";
  throw new OnboardingError('wasm_refused', message, false, cause);
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
