// @ts-check
// WebKitGTK, which has the engine of Safari, with its own WebDriver.

import { engines } from '../../../scripts/setup-browsers.mjs';
import { WebDriver } from './webdriver.mjs';
import { WebKitPage } from './webkit-page.mjs';

/**
 * @param {import('./engines.mjs').Opening} [opening]
 * @returns {Promise<import('./engines.mjs').OpenEngine>}
 */
export async function openWebKit({ loadMs = 10_000, settings = {}, trustsAll = false } = {}) {
  const { webkitDriver, xvfb } = engines();
  const capabilities = { acceptInsecureCerts: trustsAll, 'webkitgtk:browserOptions': { args: flags(settings) } };
  const driver = await WebDriver.start(webkitDriver, xvfb, capabilities);
  // Before each call the driver waits for a page that is loading. This limits the wait, because it may miss the end of
  // the load.
  await driver.post('/timeouts', { pageLoad: loadMs, script: loadMs });
  await driver.post('/window/rect', { x: 0, y: 0, width: 1280, height: 900 });
  return {
    // The playwright methods that a journey needs, and no others.
    page: /** @type {any} */ (new WebKitPage(driver)),
    context: /** @type {any} */ (undefined),
    // No driver reads this engine's console, so `witness.js` records the messages.
    complaints: [],
    version: driver.version,
    close: () => driver.stop(),
  };
}

/**
 * The settings as flags of the driver's browser.
 * @param {import('./engines.mjs').Settings} settings
 */
function flags({ isDark, hasForcedColours, textPx }) {
  if (hasForcedColours || textPx) throw new Error('WebKitGTK has no forced colours, and its driver sets no text size');
  return ['--automation', ...(isDark ? ['--dark-mode'] : [])];
}
