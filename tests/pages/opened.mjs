// @ts-check
// The played site and the desktop of one test file. Read next: played-site.mjs.

import { after, before } from 'node:test';
import { openDesktop } from '../support/browser.mjs';
import { startPlayedSite } from './played-site.mjs';

/** The window and preferences of the desktop. */
export const DESKTOP = { viewport: { width: 1280, height: 900 }, reducedMotion: /** @type {const} */ ('reduce') };

/**
 * A page, and the site that it visits. What is seen of a row of a table is the same in every engine: `tables.mjs`.
 * @typedef {{ page: import('playwright-core').Page, site: import('./played-site.mjs').PlayedSite }} Opened
 */

/**
 * Opens both before the first test of the calling file, and closes them after its last. They exist only while tests run.
 */
export function openForTests() {
  /** @type {import('./played-site.mjs').PlayedSite | undefined} */
  let site;
  /** @type {import('../support/browser.mjs').OpenPage | undefined} */
  let desktop;
  before(async () => {
    site = await startPlayedSite();
    desktop = await openDesktop(DESKTOP);
  });
  after(async () => {
    await desktop?.close();
    await site?.stop();
  });
  return {
    get site() {
      if (!site) throw new Error('the site is open only while tests run');
      return site;
    },
    get desktop() {
      if (!desktop) throw new Error('the desktop is open only while tests run');
      return desktop;
    },
    get page() {
      return this.desktop.page;
    },
  };
}
