// @ts-check
// The module's own wasm with a fuse: set to a number, it traps at that number of function calls, as a panic would. Only
// tests use it; the published wasm has no fuse.

import { readFileSync } from 'node:fs';
import binaryen from 'binaryen';
import { inRepository } from '../../scripts/repository.mjs';

/** Name of the exported global. 0 means no fuse. */
const FUSE = 'fuse';

/**
 * @returns {Buffer} the wasm of `npm run build`, in which each function counts the fuse down
 */
export function fusedWasm() {
  const module = binaryen.readBinary(readFileSync(inRepository('www', 'wasm', 'module_bg.wasm')));
  const { i32 } = binaryen;
  module.addGlobal(FUSE, i32, true, module.i32.const(0));
  module.addGlobalExport(FUSE, FUSE);
  const fuse = () => module.global.get(FUSE, i32);
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const reference = module.getFunctionByIndex(index);
    const { module: from, body, results } = binaryen.getFunctionInfo(reference);
    if (from) continue; // imported
    const burn = module.if(
      fuse(),
      module.block(null, [
        module.global.set(FUSE, module.i32.sub(fuse(), module.i32.const(1))),
        module.if(module.i32.eqz(fuse()), module.unreachable()),
      ]),
    );
    /** @type {any} */ (binaryen).Function.setBody(reference, module.block(null, [burn, body], results));
  }
  const fused = module.emitBinary();
  module.dispose();
  return Buffer.from(fused);
}

/**
 * Makes a page load it instead of the module's wasm. Call it on an open page that has not loaded the wasm yet.
 * @param {import('playwright-core').Page} page
 * @param {Buffer} wasm
 */
export async function serveFused(page, wasm) {
  await page.route('**/xpollens-onboarding/wasm/module_bg.wasm', (route) =>
    route.fulfill({ contentType: 'application/wasm', body: wasm }),
  );
  await page.evaluate(() => {
    const host = /** @type {any} */ (globalThis);
    host.instances = [];
    // Its digest differs from that of the built wasm, so digests are switched off.
    Object.defineProperty(crypto, 'subtle', { value: undefined });
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (/** @type {any[]} */ ...source) => {
      const made = await Reflect.apply(instantiate, WebAssembly, source);
      host.instances.push(made.exports);
      /** @type {any} */ (made.exports).fuse.value = host.fuseOnLoad ?? 0;
      return made;
    };
  });
}

/**
 * Sets the fuse of an instance.
 * @param {import('playwright-core').Page} page
 * @param {number} calls 0 for no fuse
 * @param {number} [instance] in the order of loading; the last by default
 */
export const setFuse = (page, calls, instance = -1) =>
  page.evaluate(
    ([calls, instance]) => void (/** @type {any} */ (globalThis).instances.at(instance).fuse.value = calls),
    [calls, instance],
  );

/**
 * The remaining count of an instance's fuse.
 * @param {import('playwright-core').Page} page
 * @param {number} [instance]
 * @returns {Promise<number>}
 */
export const readFuse = (page, instance = -1) =>
  page.evaluate((instance) => /** @type {any} */ (globalThis).instances.at(instance).fuse.value, instance);

/**
 * Sets the fuse of the last instance and calls `enter` in the same turn of the page, with the promises that resolve in
 * it. Between two turns, the module's own timers would use the fuse up.
 * @param {import('playwright-core').Page} page
 * @param {number} calls
 * @param {() => unknown} enter runs in the page, without access to variables of this file
 * @returns {Promise<number>} the remaining count at the end of the turn
 */
export const enterFused = (page, calls, enter) =>
  page.evaluate(`(async () => {
    const { fuse } = instances.at(-1);
    fuse.value = ${calls};
    await (${enter})();
    return fuse.value;
  })()`);

/**
 * Sets the fuse of the last instance as soon as the next click arrives. A press takes several turns of the page, and a
 * synthetic click would send the form that a crash leaves.
 * @param {import('playwright-core').Page} page
 * @param {number} calls
 */
export const setFuseAtClick = (page, calls) =>
  page.evaluate((calls) => {
    const { fuse } = /** @type {any} */ (globalThis).instances.at(-1);
    addEventListener('click', function set() {
      removeEventListener('click', set, true);
      fuse.value = calls;
    }, true);
  }, calls);
