// @ts-check
// Every way in CSS to give a child the width of its content, and other places that are narrow, scaled or in columns.

/**
 * @typedef {import('./played-site.mjs').PartnerPage & { least?: number, isScaled?: boolean, isWide?: boolean }} Layout
 *   `least`: least width of the module in a wide window, in pixels; `isScaled`: the code is scaled; `isWide`:
 *   the page has no room in a narrow window
 */

/** @type {(style: string, inside?: string) => string} */
const wrapped = (style, inside = '{module}') => `<body><div style="${style}">${inside}</div>`;
/** @type {(style: string) => string} */
const styled = (style) => `<style>xpollens-onboarding { ${style} }</style>`;

/** Width that fits the steps, a form, and the code beside its texts. */
const ALL = 900;

/** @type {Layout[]} */
export const LAYOUTS = [
  { name: 'a block' },
  { name: 'a centred column', head: '<style>body { display: flex; flex-direction: column; align-items: center }</style>' },
  { name: 'a column from the start', html: wrapped('display: flex; flex-direction: column; align-items: flex-start') },
  { name: 'a row', html: wrapped('display: flex') },
  { name: 'a row, centred', html: wrapped('display: flex; justify-content: center; align-items: center') },
  { name: 'a row that wraps', html: wrapped('display: flex; flex-wrap: wrap') },
  {
    name: 'a row beside a fixed sidebar',
    html: wrapped('display: flex', '<aside style="flex: none; width: 200px">Menu</aside>{module}'),
    isWide: true,
  },
  { name: 'an inline row', html: wrapped('display: inline-flex') },
  { name: 'a grid that centres', html: wrapped('display: grid; place-items: center') },
  { name: 'a grid from the start', html: wrapped('display: grid; justify-items: start') },
  { name: 'a grid with centred tracks', html: wrapped('display: grid; justify-content: center') },
  { name: 'a column of a grid by its content', html: wrapped('display: grid; grid-template-columns: auto 1fr', '{module}<p></p>') },
  { name: 'an inline grid', html: wrapped('display: inline-grid') },
  { name: 'a float', html: wrapped('float: left') },
  { name: 'out of the flow', html: wrapped('position: absolute') },
  { name: 'fixed', html: wrapped('position: fixed; top: 0; left: 0') },
  { name: 'fixed in the middle', html: wrapped('position: fixed; left: 50%; transform: translateX(-50%)'), least: 600 },
  { name: 'an inline block', html: wrapped('display: inline-block') },
  { name: 'a cell', html: wrapped('display: table-cell') },
  { name: 'a table', html: '<body><table><tr><td>{module}</td></tr></table>' },
  { name: 'a table for the layout beside a column', html: '<body><table><tr><td>Menu</td><td>{module}</td></tr></table>' },
  { name: 'fit-content', html: wrapped('width: fit-content') },
  { name: 'max-content', html: wrapped('width: max-content') },
  { name: 'min-content', html: wrapped('width: min-content'), least: 300 },
  { name: 'a dialog', html: '<body><dialog id="dialog">{module}</dialog><script>dialog.showModal()</script>' },
  { name: 'a popover', html: '<body><div popover id="over">{module}</div><script>over.showPopover()</script>' },
  { name: 'a fieldset', html: '<body><form><fieldset style="width: fit-content">{module}</fieldset></form>' },
  { name: 'a wrapper without a box', html: wrapped('display: flex; align-items: center; flex-direction: column', '<div style="display: contents">{module}</div>') },
  { name: 'the element without a box', head: styled('display: contents'), html: wrapped('display: flex; align-items: center; flex-direction: column') },
  { name: 'the element inline', head: styled('display: inline') },
  { name: 'the element as an inline block', head: styled('display: inline-block') },
  { name: 'the element as a row', head: styled('display: flex') },
  { name: 'the element as a centred column', head: styled('display: flex; flex-direction: column; align-items: center') },
  { name: 'the element as a grid that centres', head: styled('display: grid; place-items: center') },
  { name: 'the element as a table', head: styled('display: table') },
  { name: 'the element floating', head: styled('float: right') },
  { name: 'the element out of the flow', head: styled('position: absolute') },
  { name: 'the element padded in a centred column', head: styled('padding: 16px; border: 1px solid'), html: wrapped('display: flex; flex-direction: column; align-items: center') },
  { name: 'two columns of text', html: wrapped('columns: 2'), least: 560, isWide: true },
  { name: 'a narrow sidebar', html: wrapped('width: 300px'), least: 300 },
  { name: 'a narrow sidebar that centres', html: wrapped('width: 300px; display: flex; flex-direction: column; align-items: center'), least: 300 },
  { name: 'in a query container', html: wrapped('container-type: inline-size', '<div style="display: flex; flex-direction: column; align-items: center">{module}</div>') },
  { name: 'contained', html: wrapped('contain: content; display: inline-block') },
  { name: 'rendered only near the window', html: wrapped('content-visibility: auto') },
  { name: 'zoomed', html: wrapped('zoom: 1.5', '<div style="display: inline-block">{module}</div>'), least: 800, isScaled: true },
  { name: 'scaled', html: wrapped('transform: scale(0.8); transform-origin: 0 0'), least: 800, isScaled: true },
  { name: 'vertical writing', html: wrapped('writing-mode: vertical-rl; width: 100%'), least: 600 },
  { name: 'nested shrink-wrapping', html: wrapped('float: left', '<div style="display: inline-block"><div style="display: flex">{module}</div></div>') },
].map((layout) => ({ least: ALL, ...layout }));
