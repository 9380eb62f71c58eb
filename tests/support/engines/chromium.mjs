// @ts-check
// Chromium with its back/forward cache, which its driver switches off by default.

import { launchChromium, openPage } from '../browser.mjs';

/** @returns {Promise<import('./engines.mjs').OpenEngine>} */
export async function openChromium() {
  const browser = await launchChromium([], { ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const opened = await openPage(browser, { viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  return { ...opened, version: browser.version(), close: () => browser.close() };
}
