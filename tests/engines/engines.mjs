// @ts-check
// The engines that the module is promised to run in, each opened with one empty page.

import { openChromium } from './chromium.mjs';
import { openFirefox } from './firefox.mjs';
import { openWebKit } from './webkit.mjs';

/**
 * @typedef {import('../e2e/browser.mjs').OpenPage & { version: string }} OpenEngine
 */

/**
 * `comesBack`: whether a page out of the back-forward cache can be driven. Firefox keeps it as the others do, but its
 * driver waits for ever for such a page to load.
 * @type {ReadonlyArray<{ name: string, open: () => Promise<OpenEngine>, comesBack: boolean }>}
 */
export const ENGINES = [
  { name: 'chromium', open: openChromium, comesBack: true },
  { name: 'firefox', open: openFirefox, comesBack: false },
  { name: 'webkit', open: openWebKit, comesBack: true },
];
