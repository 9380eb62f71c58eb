// @ts-check
/**
 * The options of the module's requests, as most code gives them to `fetch`: pages wrap `fetch`, and their wrappers often know no
 * other way. And the one request that the server may hold. `resources.js` sends the others.
 */
// It imports nothing: wasm-bindgen copies it alone.

/**
 * How many status requests the pages of one origin let their servers hold at a time. A browser makes six connections to a server
 * of HTTP/1.1: the rest stay free for what the customers send.
 */
const HELD_AT_A_TIME = 2;

const { constructor, hasOwnProperty, isPrototypeOf, propertyIsEnumerable, toLocaleString, toString, valueOf } = Object.prototype;
/** What objects have in common, without what a script of the page has put into the prototype of all objects. */
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
 * An object as a wrapper of `fetch` expects it, of which `fetch` reads these members and no other.
 * @param {object} members
 * @returns {any}
 */
const plain = (members) => Object.setPrototypeOf({ ...members }, PROTOTYPE);

/**
 * @param {string} method
 * @param {string[]} headers name, value, name, value, …
 * @param {string | undefined} body
 * @param {boolean} withCookies whether cookies go with it, in place of a token
 * @param {boolean} keepalive whether it goes on when the page is gone
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
 * Sends a request that the server may hold, if few enough are held already by the pages of this origin. Without locks nobody can
 * tell: then none is held.
 * @param {string} held address of the request that the server may hold
 * @param {string} unheld address of the one that it answers at once
 * @param {RequestInit} init
 * @returns {Promise<Response>}
 */
export function sendHeld(held, unheld, init) {
  const answer = hold(held, unheld, init);
  // After a crash nobody waits for it: that it was aborted is then no unhandled rejection of the page.
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
        // The module may be gone since: an aborted call is not sent.
        if (lock && !init.signal?.aborted) answer = fetch(held, init);
        return answer;
      });
  } catch {
    // There are no locks here, or the request failed: that is what the answer says.
  }
  init.signal?.throwIfAborted();
  return answer ?? fetch(unheld, init);
}
