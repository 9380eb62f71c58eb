// @ts-check
// Whatever accent and surface a partner chooses, every text can be read and every control has an edge that is seen.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { enter, stateNamed } from '../support/states.mjs';

/** Text: WCAG 2.2, 1.4.3; borders: 1.4.11. */
const LEAST = { text: 4.5, border: 3 };
const PAIRS = 200;
/** Screens that together have every kind of text and control. */
const SCREENS = ['details-errors', 'code', 'options', 'waiting', 'transfer', 'document-errors', 'confirm-tax', 'opened'];
/** Pairs that broke derived colours: a dark surface alone, a pastel accent, greys in the middle. */
const KNOWN = [
  ['#1b4fc4', '#101010'],
  ['#ffd6e7', '#ffffff'],
  ['#777777', '#777777'],
  ['#767676', '#7b7b7b'],
  ['#ffff00', '#ffffff'],
  ['#0000ff', '#000000'],
  ['#00ff00', '#00ff00'],
  ['#ff0000', '#0000ff'],
];

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** The same pairs in each run (a linear congruential generator). */
function pairs() {
  let state = 20261130;
  const colour = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return `#${(state >>> 8).toString(16).padStart(6, '0')}`;
  };
  return [...KNOWN, ...Array.from({ length: PAIRS }, () => [colour(), colour()])];
}

/**
 * @param {import('node:test').TestContext} t
 * @param {import('playwright-core').BrowserContextOptions} options
 */
async function open(t, options) {
  const desktop = await Desktop.launch({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  t.after(desktop.close);
  await desktop.page.addInitScript({ path: inRepository('tests', 'support', 'contrast.js') });
  return desktop;
}

/**
 * What is too faint on the screen with each theme.
 * @param {Desktop} desktop
 * @param {Record<string, string>[]} themes custom properties
 */
function faint(desktop, themes) {
  return desktop.module().evaluate(
    (host, { themes, least }) =>
      themes.flatMap((theme) => {
        for (const name of Object.keys(theme)) host.style.setProperty(name, theme[name]);
        const found = /** @type {any} */ (globalThis).faint(host, least);
        return found.map((/** @type {string} */ what) => `${JSON.stringify(theme)} ${what}`);
      }),
    { themes, least: LEAST },
  );
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`${PAIRS} pairs of accent and surface leave nothing faint, ${colorScheme}`, async (t) => {
    const desktop = await open(t, { colorScheme });
    const themes = pairs().map(([accent, surface]) => ({ '--xo-accent': accent, '--xo-surface': surface }));
    for (const name of SCREENS) {
      await enter(desktop, funnel.urls.page, stateNamed(name));
      assert.deepEqual(await faint(desktop, themes), [], name);
    }
  });
}

test('words of a theme that are too near to their surface are moved away from it', async (t) => {
  const desktop = await open(t, {});
  await enter(desktop, funnel.urls.page, stateNamed('details'));
  const themes = [
    { '--xo-text': '#cccccc', '--xo-surface': '#eeeeee' },
    { '--xo-text': '#222222', '--xo-surface': '#111111' },
  ];
  assert.deepEqual(await faint(desktop, themes), []);
});
