// @ts-check
// The supported engines, each opened with one empty page.

import { openChromium } from './chromium.mjs';
import { openFirefox } from './firefox.mjs';
import { openWebKit } from './webkit.mjs';

/**
 * @typedef {import('../browser.mjs').OpenPage & { version: string }} OpenEngine
 * @typedef {{ loadMs?: number }} Opening how long WebKit's driver waits for a page that loads; playwright's engines have their own patience
 */

/** @type {ReadonlyArray<{ name: string, open: (opening?: Opening) => Promise<OpenEngine> }>} */
export const ENGINES = [
  { name: 'chromium', open: openChromium },
  { name: 'firefox', open: openFirefox },
  { name: 'webkit', open: openWebKit },
];
