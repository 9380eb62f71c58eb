// @ts-check
// Styles of a page for its own text. Some of them reach a shadow root by inheritance.

/** @typedef {import('./played-site.mjs').PartnerPage} PartnerPage */

/** @type {(name: string, css: string) => PartnerPage} */
const styled = (name, css) => ({ name, head: `<style>${css}</style>` });
/** The margins of the page are elsewhere then, and the module is not as wide. */
export const VERTICAL = 'vertical writing';

/** @type {PartnerPage[]} */
export const TEXT_STYLES = [
  styled('a root of 62.5 %', 'html { font-size: 62.5% }'),
  styled('a root of 10 pixels', 'html { font-size: 10px }'),
  styled('a root that grows with the window', 'html { font-size: 2vw }'),
  styled('a body of 12 pixels', 'body { font-size: 12px }'),
  styled('large text on everything', '* { font-size: 22px }'),
  styled('wide lines and letters on everything', '* { line-height: 3; letter-spacing: .12em; word-spacing: .5em }'),
  styled('wide lines on the body', 'body { line-height: 2.4; letter-spacing: 2px; word-spacing: 6px }'),
  styled('capitals', 'body { text-transform: uppercase; font-variant: small-caps }'),
  styled('lines under and through the text', 'html { text-decoration: underline wavy red 3px } body { text-decoration: line-through } xpollens-onboarding { text-decoration: overline }'),
  styled('everything as the browser has it', '* { all: revert }'),
  styled('everything as it is inherited', 'body, body * { all: unset; font-family: Georgia, serif }'),
  styled('first letters and lines', '*::first-letter, *::first-line { font-size: 60px; color: red; text-decoration: underline }'),
  styled('what else is inherited', '* { hyphens: manual; line-break: anywhere; text-align-last: right; text-box-trim: trim-both; -webkit-text-security: disc; -webkit-user-modify: read-write; -webkit-line-clamp: 2; text-rendering: geometricPrecision; image-rendering: pixelated; text-anchor: middle; stroke-width: 5; fill-opacity: .2; paint-order: stroke; font-synthesis: none; scrollbar-color: red blue; print-color-adjust: exact; forced-color-adjust: none; field-sizing: content }'),
  styled('an article', 'body { text-align: justify; text-indent: 2em; hyphens: auto; font-style: italic; font-weight: 300 }'),
  styled('a centred page', '* { text-align: center; font-weight: bold }'),
  styled('no wrapping', '* { white-space: nowrap; word-break: break-all; overflow-wrap: anywhere }'),
  styled('preformatted text', 'body { white-space: pre; tab-size: 2 }'),
  styled('a poster', 'body { text-shadow: 2px 2px 4px red; -webkit-text-stroke: 1px red; -webkit-text-fill-color: lime; font-stretch: 75% }'),
  styled('a cell of a table', 'body { border-collapse: collapse; border-spacing: 9px; caption-side: bottom; empty-cells: hide }'),
  styled('lists', '* { list-style: square inside; quotes: "<" ">" }'),
  styled('features of a font', 'body { font-feature-settings: "smcp"; font-variation-settings: "wght" 900; font-kerning: none; font-size-adjust: 0.7 }'),
  styled('nothing to select', '* { user-select: none; -webkit-user-select: none; cursor: none }'),
  styled('colours', '* { color: red; fill: red; stroke: red; caret-color: red; accent-color: red }'),
  styled(VERTICAL, 'body { writing-mode: vertical-rl; text-orientation: upright }'),
  styled('emphasis', 'body { text-emphasis: circle red; text-underline-offset: 1em; text-decoration-skip-ink: none }'),
];

/** Pages for a reader who has set large text in the browser. */
export const TEXT_SIZES = [
  { name: 'large text in the browser' },
  { name: 'large text in the browser, a root of 62.5 %', head: '<style>html { font-size: 62.5% } body { font-size: 1.4rem }</style>' },
].map((style) => ({ ...style, settings: { textPx: 24 } }));
