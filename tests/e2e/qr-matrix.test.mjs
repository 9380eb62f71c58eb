// @ts-check
// The QR code on screens of every pixel ratio, zoom, theme and width, each picture read by three readers. A zoomed page
// has fewer CSS pixels, each with more screen pixels, so zoom is simulated that way.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { example, playBackend } from '../support/played-backend.mjs';
import { readByAll } from '../support/readers.mjs';
import { until } from '../support/until.mjs';

const RATIOS = [1, 1.25, 1.5, 2, 3];
const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
/** The largest pixel ratio: 48 screen pixels per module. Larger pictures only scale further. */
const LARGEST = 6;
const WINDOW = { width: 1280, height: 800 };
/** Margin around the symbol in the picture, in CSS pixels. */
const AROUND = 12;
/** @type {Record<string, { colorScheme: 'light' | 'dark', forcedColors: 'none' | 'active' }>} */
const THEMES = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'dark', forcedColors: 'active' },
};
/** Window widths in which a module has between 8 and 5 CSS pixels. */
const WIDTHS = [390, 360, 320, 300, 280, 260];
const { activationCode } = example('activation');
const READY = {
  ...example('snapshot.start'),
  revision: 9,
  onboarding: 'in_progress',
  steps: example('snapshot.start').steps.map((/** @type {{ id: string }} */ step) => ({
    ...step,
    state: step.id === 'profile' ? 'done' : 'todo',
  })),
  activation: { state: 'ready', issue: 1 },
};

/** @typedef {{ name: string, width: number, height: number, ratio: number, theme: string }} Setting */

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

test('every reader reads the code on every screen', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  await playBackend(desktop.page, READY, { 'POST /onboarding/activation': { json: { activationCode, issue: 1 } } });
  await desktop.visit(funnel.urls.page, { heading: 'handoff.heading' });
  await desktop.seeCode();
  const screen = await desktop.context.newCDPSession(desktop.page);
  const settings = all();
  /** @type {Buffer[]} */
  const pictures = [];
  /** @type {number[]} */
  const modules = [];
  for (const { width, height, ratio, theme } of settings) {
    await desktop.page.emulateMedia(THEMES[theme] ?? {});
    await screen.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: ratio, mobile: false });
    const { box, clip, picture } = await until('a picture of the code', () => photograph(desktop, screen));
    modules.push(box.width / 37);
    // The width of a PNG file, in screen pixels.
    const pixels = picture.readUInt32BE(16) / clip.width;
    assert.ok(Math.abs(pixels - ratio) < 0.02 * ratio, `${pixels} pixels of the screen in one of the page, not ${ratio}`);
    pictures.push(picture);
  }
  assert.ok(Math.max(...modules) === 8 && Math.min(...modules) >= 5, `pixels a module: ${[...new Set(modules)]}`);
  const found = await readByAll(pictures);
  const unread = found.flatMap((texts, index) =>
    Object.entries(texts)
      .filter(([, text]) => text !== activationCode)
      .map(([reader, text]) => `${settings[index]?.name}: ${reader} reads ${text ? 'something else' : 'nothing'}`),
  );
  const tries = found.length * 3;
  t.diagnostic(`${tries - unread.length} of ${tries} decoded: ${found.length} screens, by ZXing, jsQR and ZBar`);
  assert.deepEqual(unread, []);
});

/**
 * A picture of the symbol; `null` if the screen was still changing: the browser draws, and hides a code that is not in the window, in
 * its own time.
 * @param {Desktop} desktop
 * @param {import('playwright-core').CDPSession} screen
 */
async function photograph(desktop, screen) {
  const box = await bringIntoView(desktop);
  const clip = { x: box.x - AROUND, y: box.y - AROUND, width: box.width + 2 * AROUND, height: box.height + 2 * AROUND };
  const capture = async () => {
    const options = { clip: { ...clip, x: Math.max(clip.x, 0), scale: 1 }, captureBeyondViewport: true, optimizeForSpeed: true };
    return (await screen.send('Page.captureScreenshot', options)).data;
  };
  const [first, second] = [await capture(), await capture()];
  const { x, y } = (await placeOfSymbol(desktop)) ?? {};
  const isSteady = first === second && x === box.x && y === box.y;
  return isSteady ? { box, clip, picture: Buffer.from(second, 'base64') } : null;
}

/**
 * The position of the symbol, once it is in the window. If the window was so small that the module was outside it, the
 * code was hidden and must be shown again.
 * @param {Desktop} desktop
 */
async function bringIntoView(desktop) {
  const show = desktop.page.getByRole('button', { name: desktop.text('handoff.show') });
  return until('the symbol is drawn', async () => {
    // The browser reports visibility after a frame is drawn.
    await desktop.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    if (await show.isVisible()) await show.click();
    return placeOfSymbol(desktop);
  });
}

/**
 * Scrolls the symbol into the window.
 * @param {Desktop} desktop
 * @returns {Promise<{ x: number, y: number, width: number, height: number } | null>} where it is in the page
 */
function placeOfSymbol(desktop) {
  return desktop.module().evaluate((element) => {
    const drawn = element.shadowRoot?.querySelector('.symbol');
    drawn?.scrollIntoView({ block: 'center' });
    const { x = 0, y = 0, width = 0, height = 0 } = drawn?.getBoundingClientRect() ?? {};
    return width === 0 ? null : { x: x + scrollX, y: y + scrollY, width, height };
  });
}

/** @returns {Setting[]} */
function all() {
  /** @type {Setting[]} */
  const settings = [];
  const add = (/** @type {number} */ ratio, /** @type {number} */ zoom, /** @type {string} */ theme) => {
    const [width, height] = [Math.round(WINDOW.width / zoom), Math.round(WINDOW.height / zoom)];
    const name = `ratio ${ratio}, zoom ${zoom * 100} %, ${theme}`;
    if (ratio * zoom <= LARGEST) settings.push({ name, width, height, ratio: ratio * zoom, theme });
  };
  for (const ratio of RATIOS) for (const zoom of ZOOMS) add(ratio, zoom, 'light');
  for (const theme of ['dark', 'forced colours']) {
    for (const ratio of RATIOS) add(ratio, 1, theme);
    for (const zoom of [0.5, 2, 4]) add(1, zoom, theme);
  }
  for (const width of WIDTHS) {
    for (const ratio of RATIOS) settings.push({ name: `${width} px wide, ratio ${ratio}`, width, height: 640, ratio, theme: 'light' });
  }
  return settings;
}
