// @ts-check
// The fakes of a test page: the network, and counters of the resources that the module holds.

const real = {
  fetch: window.fetch,
  warn: console.warn,
  setTimeout: window.setTimeout,
  clearTimeout: window.clearTimeout,
  add: EventTarget.prototype.addEventListener,
  remove: EventTarget.prototype.removeEventListener,
  XMLHttpRequest: window.XMLHttpRequest,
};

/** @type {string[]} */
let asked = [];
/** @type {string[]} */
let unknown = [];

/**
 * Answers `METHOD /path` from a table: a list of answers, each used once, the last one repeatedly. `"held"` never answers.
 * @param {string} table JSON
 */
export function fakeNetwork(table) {
  const answers = JSON.parse(table);
  asked = [];
  unknown = [];
  badCalls = [];
  warned = [];
  console.warn = (...texts) => void warned.push(texts.join(' '));
  window.fetch = /** @type {any} */ ((/** @type {any} */ input, /** @type {any} */ init) => {
    if (!(input instanceof Request)) badCalls.push(...complaints(input, init));
    const request = new Request(input, init);
    const url = new URL(request.url);
    const route = `${request.method} ${url.pathname}`;
    asked.push(`${route}${url.search}`);
    const queue = answers[route];
    if (queue === undefined) {
      unknown.push(route);
      return Promise.resolve(new Response('', { status: 501 }));
    }
    const answer = queue.length > 1 ? queue.shift() : queue[0];
    if (answer === 'held') {
      return new Promise((_, reject) => {
        if (request.signal.aborted) reject(request.signal.reason);
        request.signal.onabort = () => reject(request.signal.reason);
      });
    }
    if (answer === 'thrown') return Promise.reject('not an Error');
    const { status = 200, headers = {}, body = {} } = answer;
    const content = status === 204 ? null : typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve(new Response(content, { status, headers }));
  });
  window.XMLHttpRequest = /** @type {any} */ (FakeUpload);
  savedFiles = [];
  // Firefox opens a saved document in a new tab, which would hide this page.
  HTMLAnchorElement.prototype.click = function () {
    savedFiles.push(this.download);
  };
}

/** @type {string[]} */
let badCalls = [];

/**
 * The operations of typical wrappers of `fetch` that fail with these arguments.
 * @param {any} input
 * @param {any} init
 */
function complaints(input, init) {
  /** @type {Record<string, () => boolean>} */
  const uses = {
    'an address is a text': () => input.startsWith('http') && !input.includes('#'),
    'options are an object': () => init.constructor === Object && `${init}` === '[object Object]',
    'options have a method': () => init.hasOwnProperty('method') && init.method.toUpperCase() === init.method,
    'options are copied': () => Object.keys({ ...init }).includes('credentials'),
    'headers are an object': () => init.headers['X-Onboarding-Client'] === '1' && init.headers.hasOwnProperty('Accept'),
    'headers are iterated': () => Object.entries(init.headers).every(([name, value]) => name && typeof value === 'string'),
    'headers are added': () => (init.headers['X-Trace'] = '1') === '1' && delete init.headers['X-Trace'],
    'headers make Headers': () => new Headers(init.headers).get('accept') !== null,
    'a body is a text': () => !('body' in init) || typeof init.body === 'string',
  };
  return Object.keys(uses).filter((use) => {
    try {
      return !uses[use]();
    } catch {
      return true;
    }
  });
}

/** The operations on arguments of `fetch` that failed. */
export const badFetchCalls = () => badCalls;

/** @type {string[]} */
let warned = [];

/** The warnings written to the console. */
export const warnings = () => warned;

const INIT = 'body cache credentials duplex headers integrity keepalive method mode priority redirect referrer referrerPolicy signal window timeout'.split(' ');

/** Puts members into the prototype of all objects. Reading one of them from options of `fetch` is recorded. */
export function spoilPrototype() {
  for (const name of INIT)
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      get() {
        if (Object.hasOwn(this, 'referrerPolicy')) badCalls.push(`${name} of all objects is read`);
        return undefined;
      },
      set(value) {
        Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
      },
    });
}

export function restorePrototype() {
  for (const name of INIT) Reflect.deleteProperty(Object.prototype, name);
}

/** Makes the browser look like one without locks. */
export const hideLocks = () => Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined });
export const showLocks = () => Reflect.deleteProperty(navigator, 'locks');

/** @type {string[]} */
let savedFiles = [];

/** The names under which documents were handed to the browser to be saved. */
export const saved = () => savedFiles;

/** @type {string[]} */
let sentParts = [];

/** The headers and parts of the last upload. */
export const sent = () => sentParts;

/** The part of `XMLHttpRequest` that an upload needs, answered as `fetch` is, with half of it sent on the way. */
class FakeUpload {
  upload = new EventTarget();
  status = 0;
  responseText = '';
  withCredentials = false;
  /** @type {null | (() => void)} */
  onloadend = null;
  #controller = new AbortController();
  /** @type {[string, string][]} */
  #headers = [];
  #url = '';

  /** @param {string} _method @param {string} url */
  open(_method, url) {
    this.#url = url;
  }

  /** @param {string} name @param {string} value */
  setRequestHeader(name, value) {
    this.#headers.push([name, value]);
  }

  abort() {
    this.#controller.abort();
  }

  /** @param {FormData} form */
  async send(form) {
    sentParts = this.#headers.map(([name, value]) => `${name}: ${value}`);
    for (const [name, part] of form)
      sentParts.push(typeof part === 'string' ? `${name}=${part}` : `${name}=${part.name} ${part.type} ${part.size}`);
    this.upload.dispatchEvent(new ProgressEvent('progress', { loaded: 50, total: 100 }));
    try {
      const response = await window.fetch(
        new Request(this.#url, { method: 'POST', signal: this.#controller.signal }),
      );
      this.status = response.status;
      this.responseText = await response.text();
    } catch {
      this.status = 0;
    }
    this.onloadend?.();
  }
}

/**
 * Drops a file on an element.
 * @param {Element} target
 * @param {string} name
 * @param {string} type
 * @param {number} size
 */
export function dropFile(target, name, type, size) {
  const dataTransfer = new DataTransfer();
  const bytes = new Uint8Array(size);
  bytes.set(new TextEncoder().encode('%PDF-'));
  dataTransfer.items.add(new File([bytes], name, { type }));
  target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

export function realNetwork() {
  window.fetch = real.fetch;
  console.warn = real.warn;
  window.XMLHttpRequest = real.XMLHttpRequest;
  Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
}

/** The requests, in order: `GET /api/onboarding?after=1`. */
export const askedRoutes = () => asked;
export const unknownRoutes = () => unknown;

/** @type {Map<EventTarget, Set<string>>} */
let listening = new Map();
/** @type {Map<unknown, number>} */
let callbacks = new Map();
/** @type {Set<number>} */
let running = new Set();

/** Counts listeners and timers from now on. */
export function watchPage() {
  listening = new Map();
  callbacks = new Map();
  running = new Set();
  /** @param {string} type @param {any} callback */
  const key = (type, callback) => {
    if (!callbacks.has(callback)) callbacks.set(callback, callbacks.size);
    return `${type} ${callbacks.get(callback)}`;
  };
  EventTarget.prototype.addEventListener = function (type, callback, options) {
    const known = listening.get(this) ?? new Set();
    listening.set(this, known.add(key(type, callback)));
    return real.add.call(this, type, callback, options);
  };
  EventTarget.prototype.removeEventListener = function (type, callback, options) {
    listening.get(this)?.delete(key(type, callback));
    return real.remove.call(this, type, callback, options);
  };
  window.setTimeout = /** @type {any} */ ((/** @type {() => void} */ callback, /** @type {number} */ delay) => {
    /** @type {number} */
    const id = Number(
      real.setTimeout.call(
        window,
        () => {
          running.delete(id);
          callback();
        },
        delay,
      ),
    );
    running.add(id);
    return id;
  });
  window.clearTimeout = (id) => {
    running.delete(Number(id));
    real.clearTimeout.call(window, id);
  };
}

export function unwatchPage() {
  EventTarget.prototype.addEventListener = real.add;
  EventTarget.prototype.removeEventListener = real.remove;
  window.setTimeout = real.setTimeout;
  window.clearTimeout = real.clearTimeout;
}

export const listeners = () => [...listening.values()].reduce((sum, known) => sum + known.size, 0);
export const timers = () => running.size;

/** An empty shadow root in the page. */
export function shadowRoot() {
  const host = document.createElement('div');
  document.body.append(host);
  return host.attachShadow({ mode: 'open' });
}

/** A turn of the event loop. */
export const turn = () => new Promise((resolve) => real.setTimeout.call(window, resolve, 0));
