// @ts-check
// The supported engines, each opened with one empty page.

import { openChromium } from './chromium.mjs';
import { openFirefox } from './firefox.mjs';
import { openWebKit } from './webkit.mjs';

/**
 * What a reader has set in the browser or in the system.
 * @typedef {{ isDark?: boolean, hasForcedColours?: boolean, textPx?: number }} Settings
 *
 * @typedef {import('../browser.mjs').OpenPage & { version: string }} OpenEngine
 *
 * @typedef {object} Opening
 * @property {number} [loadMs] how long WebKit's driver waits for a page that loads; playwright's engines have their own patience
 * @property {Settings} [settings]
 * @property {boolean} [trustsAll] whether it trusts the certificate of every server
 */

/** @type {ReadonlyArray<{ name: string, open: (opening?: Opening) => Promise<OpenEngine> }>} */
export const ENGINES = [
  { name: 'chromium', open: openChromium },
  { name: 'firefox', open: openFirefox },
  { name: 'webkit', open: openWebKit },
];
