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

/** @type {Map<string, Promise<WebAssembly.Module>>} by address: modules that are compiled or loading */
const modules = new Map();

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
  const wasm = webAssembly(fileAddress('wasmUrl', options));
  try {
    return await start(await inTime(wasm));
  } catch (error) {
    return start(await instead(wasm, /** @type {OnboardingError} */ (error), engineUrl, onJavaScript));
  }
}

/**
 * @param {string} [wasmUrl]
 * @returns {Promise<Runtime>}
 */
async function webAssembly(wasmUrl) {
  if (typeof WebAssembly !== 'object') {
    throw new OnboardingError('wasm_unavailable', 'This browser does not run WebAssembly.');
  }
  const module = await compiled(wasmUrl);
  // WebKit compiles whatever the policy says, and refuses here.
  return { makeGlue, instantiate: async (imports) => (await WebAssembly.instantiate(module, imports).catch(refuse)).exports };
}

/**
 * @param {Promise<Runtime>} wasm
 * @returns {Promise<Runtime>}
 */
function inTime(wasm) {
  const late = new Promise((_, reject) => {
    // A signal and no timer: an element that leaves the page while it loads leaves no timer. Nobody sees this error: the late
    // file is awaited if the other one does not arrive either.
    AbortSignal.timeout(LATE_MS).onabort = () => reject({ code: 'wasm_late' });
  });
  return /** @type {Promise<Runtime>} */ (Promise.race([wasm, late]));
}

/**
 * The module as JavaScript, if it can be loaded. Otherwise a late wasm is awaited, and the error of another one stands.
 *
 * @param {Promise<Runtime>} wasm
 * @param {OnboardingError} error
 * @param {string | undefined} engineUrl
 * @param {(reason: string) => void} onJavaScript
 */
async function instead(wasm, error, engineUrl, onJavaScript) {
  try {
    const runtime = await javascript(engineUrl);
    onJavaScript(error.code);
    return runtime;
  } catch (/** @type {any} */ second) {
    if (error.code === 'wasm_late') return wasm;
    error.message += ` ${second.message}`;
    error.retryable ||= second.retryable;
    throw error;
  }
}

/**
 * A failed load is forgotten, so that the next try asks the server.
 *
 * @param {string} [wasmUrl]
 * @returns {Promise<WebAssembly.Module>}
 */
function compiled(wasmUrl) {
  const key = wasmUrl ?? '';
  let module = modules.get(key);
  if (!module) {
    module = wasmBytes(wasmUrl)
      .then((bytes) => WebAssembly.compile(bytes).catch((cause) => notCompiled(wasmUrl, cause)))
      .catch((error) => {
        modules.delete(key);
        throw error;
      });
    modules.set(key, module);
  }
  return module;
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
