// @ts-check
/**
 * An instance of the wasm, or of the same module as JavaScript, with its own copy of the glue, so that no instance can reach another.
 *
 * A panic in Rust is a trap. So are a full stack and an exception of the page that passes through Rust: they interrupt
 * whatever ran and drop nothing. Such an instance has crashed. It is never entered again, its resources in the page are
 * released, and its memory is wiped. Decision: docs/adr/0007-a-crash-ends-an-instance.md.
 */

/**
 * A copy of the glue that scripts/bundle-glue.mjs makes from wasm-bindgen's.
 *
 * @template Start
 * @typedef {object} Glue
 * @property {WebAssembly.Imports} imports
 * @property {(exports: WebAssembly.Exports) => Start} attach takes the exports, and returns what Rust exports to us
 * @property {() => void} releaseAll releases the instance's resources in the page (www/resources.js)
 */

/**
 * What makes instances: of the compiled wasm, or of the same module as JavaScript.
 *
 * @template Start
 * @typedef {object} Runtime
 * @property {() => Glue<Start>} makeGlue
 * @property {Instantiate} instantiate
 */

/** @typedef {(imports: WebAssembly.Imports) => Promise<WebAssembly.Exports> | WebAssembly.Exports} Instantiate */

/**
 * Makes an instance.
 *
 * @template Start
 * @param {Instantiate} instantiate
 * @param {Glue<Start>} glue a copy that no other instance has
 * @param {(cause: unknown) => void} onCrash is called once, while the crashed code is still on the stack
 * @returns {Promise<Start>} what Rust exports to us; after a crash it does nothing
 */
export async function makeInstance(instantiate, glue, onCrash) {
  const exports = await instantiate(glue.imports);
  let hasCrashed = false;

  /** @param {unknown} cause */
  const crash = (cause) => {
    hasCrashed = true;
    // In a microtask, because the code that called the instance has to finish first.
    queueMicrotask(() => {
      glue.releaseAll();
      wipe(exports);
    });
    onCrash(cause);
  };

  /** @param {Function} entry */
  const guarded = (entry) => (/** @type {unknown[]} */ ...args) => {
    if (!hasCrashed) {
      try {
        return entry(...args);
      } catch (cause) {
        crash(cause);
      }
    }
    return []; // A value that the glue accepts as any result.
  };

  /** @type {WebAssembly.Exports} */
  const entries = { ...exports };
  for (const name of Object.keys(entries)) {
    const entry = entries[name];
    if (typeof entry === 'function') entries[name] = guarded(entry);
  }
  return glue.attach(entries);
}

/** @param {WebAssembly.Exports} exports */
function wipe(exports) {
  for (const name of Object.keys(exports)) {
    const memory = /** @type {Partial<WebAssembly.Memory>} */ (exports[name]);
    if (memory.buffer instanceof ArrayBuffer) new Uint8Array(memory.buffer).fill(0);
  }
}
