// @ts-check
/**
 * How Rust waits for a promise (`src/dom/settle.rs`).
 *
 * @param {unknown} promise whatever a function of the page returned in place of a promise
 * @param {(isFulfilled: boolean, value: unknown) => void} ended called once
 */
export function settle(promise, ended) {
  Promise.resolve(promise).then(
    (value) => ended(true, value),
    (reason) => ended(false, reason),
  );
}
