// @ts-check
// The official Firefox, not the one that playwright patches.

import { firefox } from 'playwright-core';
import { engines } from '../../../scripts/setup-browsers.mjs';
import { openPage } from '../browser.mjs';

/**
 * @param {import('./engines.mjs').Opening} [opening]
 * @returns {Promise<import('./engines.mjs').OpenEngine>}
 */
export async function openFirefox({ settings = {}, trustsAll = false } = {}) {
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath: engines().firefox,
    firefoxUserPrefs: preferences(settings),
  });
  const opened = await openPage(browser, {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    colorScheme: null,
    ignoreHTTPSErrors: trustsAll,
  });
  return { ...opened, version: browser.version(), close: () => browser.close() };
}

/** The browser's own colours, for pages of either scheme. */
const DARK_COLOURS = Object.fromEntries(
  ['', '.dark'].flatMap((scheme) => [
    [`browser.display.background_color${scheme}`, '#000000'],
    [`browser.display.foreground_color${scheme}`, '#ffffff'],
  ]),
);

/**
 * The settings as Firefox names them.
 * @param {import('./engines.mjs').Settings} settings
 */
const preferences = ({ isDark, hasForcedColours, textPx }) => ({
  ...(isDark && { 'ui.systemUsesDarkTheme': 1 }),
  // The colours of the browser instead of those of the page: always.
  ...(hasForcedColours && { 'browser.display.document_color_use': 2 }),
  ...(hasForcedColours && isDark && DARK_COLOURS),
  ...(textPx && { 'font.size.variable.x-western': textPx }),
});
