// @ts-check
// Chromium with its back/forward cache, which its driver switches off by default.

import { launchChromium, openPage } from '../browser.mjs';

/**
 * @param {import('./engines.mjs').Opening} [opening]
 * @returns {Promise<import('./engines.mjs').OpenEngine>}
 */
export async function openChromium({ settings = {}, trustsAll = false } = {}) {
  const { isDark, hasForcedColours, textPx } = settings;
  const flags = textPx ? [`--blink-settings=defaultFontSize=${textPx}`] : [];
  const browser = await launchChromium(flags, { ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const opened = await openPage(browser, {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    colorScheme: isDark ? 'dark' : 'light',
    ignoreHTTPSErrors: trustsAll,
    ...(hasForcedColours && { forcedColors: /** @type {const} */ ('active') }),
  });
  return { ...opened, version: browser.version(), close: () => browser.close() };
}
