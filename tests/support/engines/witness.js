// @ts-check
// The first script of the page. It reports the page's errors to the test, which works in every engine, even without a
// driver that reads the console. It also reports what a page shows after it came back out of the back/forward cache,
// because the drivers of WebKit and Firefox lose such a page. If the test asks for it, it removes the browser's locks or its
// WebAssembly, or makes the module's patience with a late wasm end at once. It keeps why the module runs as JavaScript.
// The browser itself sends the policy reports (`strict-host.mjs`).

(() => {
  const tell = (/** @type {string} */ what) => navigator.sendBeacon('/complaints', what);
  addEventListener('error', ({ message }) => tell(`thrown: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => tell(`rejected: ${reason}`));
  for (const kind of /** @type {const} */ (['error', 'warn'])) {
    const say = console[kind].bind(console);
    console[kind] = (...words) => {
      tell(`console ${kind}: ${words.join(' ')}`);
      say(...words);
    };
  }
  if (location.search.endsWith('&without-locks')) Reflect.deleteProperty(Navigator.prototype, 'locks');
  if (location.search.endsWith('&without-wasm')) Reflect.deleteProperty(globalThis, 'WebAssembly');
  if (location.search.endsWith('&impatient')) {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (ms) => timeout(ms === 20_000 ? 0 : ms);
  }
  addEventListener('onboarding-runtime', (event) => {
    const { reason } = /** @type {CustomEvent} */ (event).detail;
    document.documentElement.dataset.runsBecause = reason;
  });
  if (location.search === '?back') addEventListener('load', () => setTimeout(() => history.back()));
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    // The first paint, and the module's reaction to the return.
    const tellScreen = () => {
      const held = document.querySelector('xpollens-onboarding')?.shadowRoot?.innerHTML ?? '';
      navigator.sendBeacon('/returned', held);
    };
    tellScreen();
    requestAnimationFrame(() => requestAnimationFrame(tellScreen));
  });
})();
