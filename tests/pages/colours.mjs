// @ts-check
// Tools that change or invert the colours of a page: extensions, browsers, user style sheets.

import { readFileSync } from 'node:fs';
import { inRepository } from '../../scripts/repository.mjs';
import { until } from '../support/until.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 *
 * @typedef {object} Darkening
 * @property {string} name
 * @property {string} [head] of the page
 * @property {import('../support/engines/engines.mjs').Settings} [settings] of the browser
 * @property {(page: Page) => Promise<unknown>} [act] called once the code is on the screen
 */

const DARK_READER = readFileSync(inRepository('node_modules', 'darkreader', 'darkreader.js'), 'utf8');

/** @param {Page} page */
async function enableDarkReader(page) {
  await page.evaluate((source) => {
    const script = document.createElement('script');
    script.textContent = source;
    document.head.append(script);
    /** @type {any} */ (globalThis).DarkReader.enable({ brightness: 100, contrast: 90, sepia: 10 });
  }, DARK_READER);
  // It is done once the module has another colour than the style sheet gave to it.
  await until('Dark Reader has darkened the module', () =>
    page.evaluate(() => {
      const root = document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector('.root');
      return root && getComputedStyle(root).backgroundColor !== 'rgb(255, 255, 255)';
    }),
  );
}

/** @type {(css: string) => (page: Page) => Promise<unknown>} */
const addInside = (css) => (page) =>
  page.evaluate((css) => {
    const sheet = document.createElement('style');
    sheet.className = 'added';
    sheet.textContent = css;
    document.querySelector('xpollens-onboarding')?.shadowRoot?.append(sheet);
  }, css);

/** Rewrites the colours of each element by its own style, as some extensions do. @type {(page: Page) => Promise<unknown>} */
const rewriteInline = (page) =>
  page.evaluate(() => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    for (const node of root?.querySelectorAll('*') ?? []) {
      for (const [name, colour] of Object.entries({ background: '#181a1b', color: '#e8e6e3', fill: '#dddddd', stroke: '#dddddd' }))
        /** @type {HTMLElement | SVGElement} */ (node).style.setProperty(name, colour, 'important');
      for (const name of ['fill', 'stroke', 'bgcolor', 'color', 'stop-color']) if (node.hasAttribute(name)) node.setAttribute(name, '#333333');
    }
  });

/** @type {Darkening[]} */
export const DARKENINGS = [
  { name: 'nothing' },
  { name: 'a dark scheme', settings: { isDark: true }, head: '<meta name="color-scheme" content="dark">' },
  { name: 'forced colours, light', settings: { hasForcedColours: true } },
  { name: 'forced colours, dark', settings: { hasForcedColours: true, isDark: true } },
  { name: 'Dark Reader', act: enableDarkReader },
  { name: 'colours for everything', act: addInside('* { background: #222 !important; color: #ddd !important; fill: #ddd !important; stroke: #ddd !important; border-color: #555 !important }') },
  { name: 'dark backgrounds for everything', act: addInside('* { background-color: #111 !important }') },
  { name: 'dark drawings', act: addInside('svg, svg * { fill: #eee !important; color: #eee !important; background: #000 !important }') },
  { name: 'light ink', act: addInside('path { fill: white !important }') },
  { name: 'styles of each element', act: rewriteInline },
  { name: 'an inverted page', head: '<style>html { filter: invert(1) hue-rotate(180deg) }</style>' },
  { name: 'a page inverted by 90 %', head: '<style>html { filter: invert(90%) hue-rotate(180deg) contrast(95%); background: #111 }</style>' },
  { name: 'an inverted section', head: '<style>xpollens-onboarding { filter: invert(100%) }</style>' },
  { name: 'a page inverted twice', head: '<style>html, body { filter: invert(1) }</style>' },
  { name: 'a page that is inverted later', act: (page) => page.evaluate(() => void (document.documentElement.style.filter = 'invert(1)')) },
  { name: 'colours of the window', head: '<style>html, body, body * { background: black !important; color: yellow !important; fill: yellow !important }</style>' },
  { name: 'a grey page', head: '<style>html { filter: grayscale(1) sepia(.4) }</style>' },
  { name: 'custom properties', head: '<style>xpollens-onboarding { --xo-surface: #101010; --xo-raised: #181818; --xo-text: #fff }</style>' },
];
