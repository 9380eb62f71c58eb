// @ts-check
// The official Firefox, not the one that playwright patches.

import { firefox } from 'playwright-core';
import { engines } from '../../../scripts/setup-browsers.mjs';
import { openPage } from '../browser.mjs';

/** @returns {Promise<import('./engines.mjs').OpenEngine>} */
export async function openFirefox() {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: engines().firefox });
  const opened = await openPage(browser, { viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  return { ...opened, version: browser.version(), close: () => browser.close() };
}
