// @ts-check
// The engines that the module is promised to run in, each opened with one empty page.

import { openChromium } from './chromium.mjs';
import { openFirefox } from './firefox.mjs';
import { openWebKit } from './webkit.mjs';

/**
 * @typedef {import('../browser.mjs').OpenPage & { version: string }} OpenEngine
 */

/** @type {ReadonlyArray<{ name: string, open: () => Promise<OpenEngine> }>} */
export const ENGINES = [
  { name: 'chromium', open: openChromium },
  { name: 'firefox', open: openFirefox },
  { name: 'webkit', open: openWebKit },
];
