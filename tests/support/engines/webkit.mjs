// @ts-check
// WebKit as GTK has it: the engine of Safari, driven by its own WebDriver.

import { engines } from '../../../scripts/setup-browsers.mjs';
import { WebDriver } from './webdriver.mjs';
import { WebKitPage } from './webkit-page.mjs';

/**
 * @param {import('./engines.mjs').Opening} [opening]
 * @returns {Promise<import('./engines.mjs').OpenEngine>}
 */
export async function openWebKit({ loadMs = 10_000 } = {}) {
  const { webkitDriver, xvfb } = engines();
  const driver = await WebDriver.start(webkitDriver, xvfb);
  // Before each call the driver waits for a page that loads: not for minutes, also where it missed that the page is there.
  await driver.post('/timeouts', { pageLoad: loadMs, script: loadMs });
  await driver.post('/window/rect', { x: 0, y: 0, width: 1280, height: 900 });
  return {
    // The verbs of playwright that a journey needs, and no others.
    page: /** @type {any} */ (new WebKitPage(driver)),
    context: /** @type {any} */ (undefined),
    // No driver reads this engine's console: what the page says is heard by `witness.js`.
    complaints: [],
    version: driver.version,
    close: () => driver.stop(),
  };
}
