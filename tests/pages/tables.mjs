// @ts-check
// The tables of host pages, and what is seen of each row in any engine. Chromium sees every row in `npm test`, the two
// other engines those in which they differ (`engines.test.mjs`); `npm run pages` sees every row in all (`pages.mjs`).

import { ENGINES } from '../support/engines/engines.mjs';
import { DARKENINGS } from './colours.mjs';
import { IN_ARABIC, PAGES } from './directions.mjs';
import { HIDINGS } from './hidings.mjs';
import { LAYOUTS } from './layouts.mjs';
import { DESKTOP } from './opened.mjs';
import { startPlayedSite } from './played-site.mjs';
import { seeColours, seeColoursOfPayment } from './see-colours.mjs';
import { seeDirection } from './see-direction.mjs';
import { seeHiding } from './see-hiding.mjs';
import { seeLayout } from './see-layout.mjs';
import { seeTextSize, seeTextStyle } from './see-text-style.mjs';
import { TEXT_SIZES, TEXT_STYLES } from './text-styles.mjs';

/**
 * @typedef {import('./opened.mjs').Opened} Opened
 * @typedef {import('../support/engines/engines.mjs').Settings} Settings
 *
 * @typedef {object} Row
 * @property {string} name of the table and of the row
 * @property {Settings} settings of the browser
 * @property {(opened: Opened) => Promise<void>} see
 */

/** @type {Row[]} */
export const ROWS = [
  table('layouts', LAYOUTS, seeLayout),
  table('text styles', TEXT_STYLES, seeTextStyle),
  table('text sizes', TEXT_SIZES, seeTextSize),
  table('directions', [...PAGES, IN_ARABIC], seeDirection),
  table('colours', DARKENINGS, seeColours),
  table('colours of the payment', DARKENINGS, seeColoursOfPayment),
  table('hidings', HIDINGS, seeHiding),
].flat();

/**
 * @template {{ name: string, settings?: Settings }} Page
 * @param {string} name
 * @param {Page[]} pages
 * @param {(opened: Opened, page: Page) => Promise<void>} see
 * @returns {Row[]}
 */
function table(name, pages, see) {
  return pages.map((page) => ({ name: `${name}: ${page.name}`, settings: page.settings ?? {}, see: (opened) => see(opened, page) }));
}

/**
 * Sees rows in an engine, each as a test.
 * @param {import('node:test').TestContext} t
 * @param {(typeof ENGINES)[number]} engine
 * @param {Row[]} rows
 */
export async function seeRows(t, { name, open }, rows) {
  const site = await startPlayedSite();
  t.after(site.stop);
  // A browser with other settings is opened for the rows that need it.
  for (const key of new Set(rows.map(keyOf))) {
    const settings = JSON.parse(key);
    if (name === 'webkit' && (settings.hasForcedColours || settings.textPx)) {
      t.diagnostic('WebKitGTK has no forced colours, and its driver sets no text size');
      continue;
    }
    const engine = await open({ settings });
    try {
      for (const row of rows.filter((row) => keyOf(row) === key))
        await t.test(row.name, async () => {
          await engine.page.setViewportSize(DESKTOP.viewport);
          await row.see({ page: engine.page, site });
        });
    } finally {
      await engine.close();
    }
  }
}

/** @param {Row} row */
const keyOf = ({ settings }) => JSON.stringify(settings);
