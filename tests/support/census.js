// @ts-check
// The first script of a page. Counts the resources taken from the page; `census()` returns the counts. `HostPage` runs
// it and explains the counts.

{
  /** @type {Map<EventTarget, Map<unknown, Set<string>>>} */
  const heard = new Map();
  const kindOf = (/** @type {string} */ type, /** @type {any} */ options) =>
    `${type} ${typeof options === 'boolean' ? options : Boolean(options?.capture)}`;

  const countListeners = () => {
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const target = this ?? globalThis;
      if (listener) {
        const ofTarget = heard.get(target) ?? new Map();
        const kinds = ofTarget.get(listener) ?? new Set();
        heard.set(target, ofTarget.set(listener, kinds.add(kindOf(type, options))));
      }
      return addEventListener.call(target, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      const target = this ?? globalThis;
      const ofTarget = heard.get(target);
      const kinds = ofTarget?.get(listener);
      kinds?.delete(kindOf(type, options));
      // The counter must not keep targets alive that have no listeners.
      if (kinds?.size === 0) ofTarget?.delete(listener);
      if (ofTarget?.size === 0) heard.delete(target);
      return removeEventListener.call(target, type, listener, options);
    };
  };

  const timers = new Set();
  const countTimers = (/** @type {'Timeout' | 'Interval'} */ kind) => {
    const host = /** @type {any} */ (globalThis);
    const [set, clear] = [host[`set${kind}`], host[`clear${kind}`]];
    host[`set${kind}`] = (/** @type {any} */ callback, /** @type {any[]} */ ...rest) => {
      const id = set((/** @type {any[]} */ ...values) => {
        if (kind === 'Timeout') timers.delete(id);
        callback(...values);
      }, ...rest);
      timers.add(id);
      return id;
    };
    host[`clear${kind}`] = (/** @type {number} */ id) => {
      timers.delete(id);
      clear(id);
    };
  };

  let requests = 0;
  const countRequests = () => {
    const { fetch } = globalThis;
    globalThis.fetch = (...request) => {
      requests += 1;
      return fetch(...request).finally(() => (requests -= 1));
    };
  };

  const listeners = () =>
    [...heard.values()].flatMap((ofTarget) => [...ofTarget.values()]).reduce((sum, { size }) => sum + size, 0);

  countListeners();
  countTimers('Timeout');
  countTimers('Interval');
  countRequests();
  Object.assign(globalThis, {
    mounted: undefined,
    heard: undefined,
    census: () => ({
      listeners: listeners(),
      timers: timers.size,
      requests,
      nodes: document.querySelectorAll('*').length,
      head: document.head.innerHTML,
      sheets: document.adoptedStyleSheets.length,
      history: history.length,
      names: Object.getOwnPropertyNames(globalThis).sort(),
    }),
  });
}
