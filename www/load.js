// @ts-check
/** Loads what a screen needs, once for all elements of the page: the wasm, and the style sheet, which is part of this script. */
import { OnboardingError } from './errors.js';
import { makeInstance } from './instance.js';
import css from './style.js';
import { wasmBytes, wrongWasm } from './wasm-file.js';
import makeGlue from './wasm/module.js';

/** @type {Map<string, Promise<WebAssembly.Module>>} by address: modules that are compiled or loading */
const modules = new Map();

/**
 * An instance of the wasm for one element.
 *
 * @param {string | undefined} wasmUrl where its file is. Default: beside this script
 * @param {(crash: OnboardingError) => void} onCrash is called once, after the crashed code has returned
 * @returns {Promise<typeof import('./wasm/module.js').start>}
 */
export async function engine(wasmUrl, onCrash) {
  if (typeof WebAssembly !== 'object') {
    throw new OnboardingError('wasm_unavailable', 'This browser does not run WebAssembly.');
  }
  const module = await compiled(wasmUrl);
  return makeInstance(module, makeGlue(), (cause) => {
    // The message and stack of a trap are the same for everybody. Those of another error may contain personal data.
    const trap = cause instanceof WebAssembly.RuntimeError ? cause : undefined;
    const crash = new OnboardingError('internal', 'The module crashed. Please report it.', true, trap);
    queueMicrotask(() => onCrash(crash));
  });
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
    const message =
      "WebAssembly is refused. Does the Content-Security-Policy of the page allow script-src 'wasm-unsafe-eval'?";
    throw new OnboardingError('wasm_refused', message, false, cause);
  }
  throw wrongWasm(wasmUrl, cause);
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
