// @ts-check
/**
 * The options of the module's requests, in the form that most code passes to `fetch`, because wrappers of `fetch` often
 * support no other. Also the only request that the server may hold. `resources.js` sends the others.
 */
// It imports nothing, because wasm-bindgen copies it alone.

/**
 * How many status requests the pages of one origin let their servers hold at once. A browser opens six connections to
 * an HTTP/1.1 server, so the rest stay free for what the customers send.
 */
const HELD_AT_A_TIME = 2;

const { constructor, hasOwnProperty, isPrototypeOf, propertyIsEnumerable, toLocaleString, toString, valueOf } = Object.prototype;
/** The methods that all objects have, without additions of the page to their prototype. */
const PROTOTYPE = {
  __proto__: null,
  constructor,
  hasOwnProperty,
  isPrototypeOf,
  propertyIsEnumerable,
  toLocaleString,
  toString,
  valueOf,
};

/**
 * An object as wrappers of `fetch` expect it. `fetch` reads only these members.
 * @param {object} members
 * @returns {any}
 */
export const plain = (members) => Object.setPrototypeOf({ ...members }, PROTOTYPE);

/**
 * @param {string} method
 * @param {string[]} headers name, value, name, value, …
 * @param {string | undefined} body
 * @param {boolean} withCookies whether cookies are sent instead of a token
 * @param {boolean} keepalive whether it continues when the page is closed
 * @param {AbortSignal} signal
 * @returns {RequestInit}
 */
export function options(method, headers, body, withCookies, keepalive, signal) {
  const named = plain({});
  for (let at = 0; at < headers.length; at += 2) named[headers[at]] = headers[at + 1];
  return plain({
    method,
    headers: named,
    credentials: withCookies ? 'include' : 'omit',
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal,
    ...(body !== undefined && { body }),
    ...(keepalive && { keepalive }),
  });
}

/**
 * Sends a request that the server may hold, if the pages of this origin hold few enough already. Without locks they
 * cannot be counted, and none is held.
 * @param {string} held address of the request that the server may hold
 * @param {string} unheld address of the one that it answers at once
 * @param {RequestInit} init
 * @returns {Promise<Response>}
 */
export function sendHeld(held, unheld, init) {
  const answer = hold(held, unheld, init);
  // After a crash nobody handles the answer. The abort must not become an unhandled rejection of the page.
  answer.catch(() => {});
  return answer;
}

/**
 * @param {string} held
 * @param {string} unheld
 * @param {RequestInit} init
 * @returns {Promise<Response>}
 */
async function hold(held, unheld, init) {
  /** @type {Promise<Response> | undefined} */
  let answer;
  try {
    for (let place = 0; place < HELD_AT_A_TIME && !answer; place += 1)
      await navigator.locks.request(`xpollens-onboarding-held-${place}`, plain({ ifAvailable: true }), (lock) => {
        // The module may have ended since. An aborted call is not sent.
        if (lock && !init.signal?.aborted) answer = fetch(held, init);
        return answer;
      });
  } catch {
    // There are no locks, or the request failed, which the answer reports.
  }
  init.signal?.throwIfAborted();
  return answer ?? fetch(unheld, init);
}
