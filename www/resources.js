// @ts-check
/**
 * The resources of a wasm instance in the page: listeners, timers, requests, addresses of saved documents. Their owners
 * in Rust (`src/dom`) release them when they are dropped. After a crash nothing is dropped, so `releaseAll` releases
 * them.
 *
 * The build evaluates this file once for each instance (scripts/build-module.mjs), so each instance has its own list.
 */

/** @type {Map<unknown, () => void>} how to release each resource */
const held = new Map();

// Methods are called through their prototype, because the name of an element of the page may hide a method of the
// document.

/** Scripts dispatch these events without letting them bubble: a form hears them on their way down to its controls. @param {string} type */
const isCaptured = (type) => type === 'input' || type === 'change';

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {EventListener} listener listens to one target and one type only
 */
export function listen(target, type, listener) {
  EventTarget.prototype.addEventListener.call(target, type, listener, isCaptured(type));
  held.set(listener, () => unlisten(target, type, listener));
}

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {EventListener} listener
 */
export function unlisten(target, type, listener) {
  held.delete(listener);
  EventTarget.prototype.removeEventListener.call(target, type, listener, isCaptured(type));
}

/**
 * @param {() => void} callback
 * @param {number} delayMs
 * @returns {ReturnType<typeof setTimeout>}
 */
export function startTimer(callback, delayMs) {
  const timer = setTimeout(() => {
    held.delete(timer);
    callback();
  }, delayMs);
  held.set(timer, () => clearTimeout(timer));
  return timer;
}

/** @param {ReturnType<typeof setTimeout>} timer */
export function stopTimer(timer) {
  held.delete(timer);
  clearTimeout(timer);
}

/** Aborts a request. */
export class RequestController {
  #controller = new AbortController();

  constructor() {
    held.set(this, () => this.abort());
  }

  get signal() {
    return this.#controller.signal;
  }

  abort() {
    this.release();
    this.#controller.abort();
  }

  /** Lets the request continue to its end, whatever happens to the instance. */
  release() {
    held.delete(this);
  }
}

/**
 * Sends a request with the page's `fetch`. After a crash nobody handles the answer, and the abort must not become an
 * unhandled rejection of the page.
 *
 * @param {string} url
 * @param {RequestInit} options
 */
export function send(url, options) {
  const answer = fetch(url, options);
  Promise.resolve(answer).catch(() => {});
  return answer;
}

/**
 * @param {Blob} blob
 * @returns {string} an address under which the browser can save the blob
 */
export function createAddress(blob) {
  const address = URL.createObjectURL(blob);
  held.set(address, () => URL.revokeObjectURL(address));
  return address;
}

/** @param {string} address */
export function revokeAddress(address) {
  held.delete(address);
  URL.revokeObjectURL(address);
}

/**
 * Registers a resource of another script.
 *
 * @param {object} resource
 * @param {() => void} release
 */
export function hold(resource, release) {
  held.set(resource, release);
}

/** @param {object} resource that its script has released */
export function forget(resource) {
  held.delete(resource);
}

/** Releases all remaining resources. */
export function releaseAll() {
  held.forEach((release) => release());
  held.clear();
}
