// @ts-check
// The first script of the page: tells the test what the page complains of. Every engine can do this much, also one whose
// console no driver reads. It also tells what a page shows that comes back out of the back-forward cache: the drivers of
// WebKit and of Firefox lose hold of such a page. And it takes the browser's locks away, where the test asks for that. Not
// here: the reports of the policy, which the browser sends by itself (`strict-host.mjs`).

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
  if (location.search === '?back') addEventListener('load', () => setTimeout(() => history.back()));
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    // What is painted first, and what the module makes of its return.
    const tellScreen = () => {
      const held = document.querySelector('xpollens-onboarding')?.shadowRoot?.innerHTML ?? '';
      navigator.sendBeacon('/returned', held);
    };
    tellScreen();
    requestAnimationFrame(() => requestAnimationFrame(tellScreen));
  });
})();
