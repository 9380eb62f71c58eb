// @ts-check
// How pages do not show what is in them, and how they show it.

/**
 * A way of a page not to show the module, and how it shows it.
 * @typedef {object} Hiding
 * @property {string} name
 * @property {string} html
 * @property {(page: import('playwright-core').Page) => Promise<unknown>} show
 * @property {(page: import('playwright-core').Page) => Promise<unknown>} hide
 */

/** By a class of `#panel`. @type {(name: string, css: string, html?: string) => Hiding} */
const byClass = (name, css, html = '<div id="panel" class="closed">{module}</div>') => ({
  name,
  html: `<body><style>${css}</style>${html}`,
  show: (page) => page.evaluate(() => document.getElementById('panel')?.classList.remove('closed')),
  hide: (page) => page.evaluate(() => document.getElementById('panel')?.classList.add('closed')),
});
/** By a script. @type {(name: string, html: string, show: () => unknown, hide: () => unknown) => Hiding} */
const byScript = (name, html, show, hide) => ({
  name,
  html: `<body>${html}`,
  show: (page) => page.evaluate(show),
  hide: (page) => page.evaluate(hide),
});

/** @type {Hiding[]} */
export const HIDINGS = [
  byClass('not rendered', '.closed { display: none }'),
  byClass('invisible', '.closed { visibility: hidden }'),
  byClass('collapsed as a row of a table', '.closed { visibility: collapse }'),
  byClass('transparent', '.closed { opacity: 0 }'),
  byClass('a content that is skipped', '.closed { content-visibility: hidden }'),
  byClass('no width', '.closed { width: 0; overflow: hidden }'),
  byClass('no height', '.closed { height: 0; overflow: hidden }'),
  byClass('folded to nothing', '#panel { display: grid; grid-template-rows: 1fr } #panel > div { min-height: 0; overflow: hidden } #panel.closed { grid-template-rows: 0fr }', '<div id="panel" class="closed"><div>{module}</div></div>'),
  byClass('cut to nothing', '.closed { clip-path: inset(50%); position: absolute; width: 1px; height: 1px; overflow: hidden }'),
  byClass('scaled to nothing', '.closed { transform: scale(0) }'),
  byClass('beside the window', '.closed { position: fixed; left: -5000px }'),
  byClass('moved out of the window', '.closed { transform: translateX(-200vw) }'),
  byClass('in a drawer', 'body { overflow-x: hidden } #panel { position: fixed; right: 0; width: 900px } #panel.closed { right: -900px }'),
  byClass('on the next slide', '#slides { display: flex; overflow: hidden } #slides > * { flex: none; width: 100% } .closed { order: 2 }', '<div id="slides"><div id="panel" class="closed">{module}</div><p>Welcome</p></div>'),
  byClass('a box without a box', '#panel { display: contents } #panel.closed { display: none }'),
  byScript('the hidden attribute', '<div id="panel" hidden>{module}</div>', () => void (document.querySelector('#panel')?.removeAttribute('hidden')), () => void document.querySelector('#panel')?.setAttribute('hidden', '')),
  byScript('a closed disclosure', '<details id="panel"><summary>Open</summary>{module}</details>', () => void document.querySelector('#panel')?.setAttribute('open', ''), () => void document.querySelector('#panel')?.removeAttribute('open')),
  byScript('a closed dialog', '<dialog id="panel">{module}</dialog>', () => /** @type {any} */ (document.querySelector('#panel')).showModal(), () => /** @type {any} */ (document.querySelector('#panel')).close()),
  byScript('a popover that is not open', '<div id="panel" popover="manual">{module}</div>', () => /** @type {any} */ (document.querySelector('#panel')).showPopover(), () => /** @type {any} */ (document.querySelector('#panel')).hidePopover()),
  byScript('below the window', '<div style="height: 3000px">Text</div>{module}<div style="height: 3000px">Text</div>', () => scrollTo(0, 3000), () => scrollTo(0, 0)),
  byScript('below the end of a list', '<div id="panel" style="height: 600px; overflow: auto"><div style="height: 3000px">Text</div>{module}</div>', () => void (/** @type {Element} */ (document.querySelector('#panel')).scrollTop = 3000), () => void (/** @type {Element} */ (document.querySelector('#panel')).scrollTop = 0)),
];
