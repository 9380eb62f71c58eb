// @ts-check
// The first script of the page: tells the test what the page complains of. Every engine can do this much, also one whose
// console no driver reads. Not here: the reports of the policy, which the browser sends by itself (`strict-host.mjs`).

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
})();
