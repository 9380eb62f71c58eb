// @ts-check
// Automatic checks of WCAG 2.2 AA in every state, in light and dark, wide and at 320 pixels, which is also the width of
// a 1280 pixel window at 400 % zoom. accessibility.test.mjs checks the journeys.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { find } from '../support/axe.mjs';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { enter, STATES } from '../support/states.mjs';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };
/** Pages that check states in parallel, because a page mostly waits for its browser. */
const PAGES = 3;
/** Rules whose result depends on colours and width. All others give the same result everywhere. */
const OF_COLOUR = ['color-contrast'];
const OF_WIDTH = ['target-size', 'scrollable-region-focusable'];
/** WCAG 2.2, 1.4.12, text spacing. */
const SPACING =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }';

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * Enters each state and reports those with findings.
 * @param {import('node:test').TestContext} t
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {(desktop: Desktop, state: import('../support/states.mjs').State) => Promise<unknown[]>} look returns the findings in the state
 * @param {'en' | 'fr'} [language]
 */
async function lookAtAll(t, options, look, language) {
  /** @type {Record<string, unknown>} */
  const wrong = {};
  const left = STATES.values();
  let seen = 0;
  const lookAtThoseLeft = async () => {
    const desktop = await Desktop.launch({ viewport: WIDE, reducedMotion: 'reduce', ...options });
    t.after(desktop.close);
    for (const state of left) {
      await desktop.page.emulateMedia({ colorScheme: 'light' });
      await desktop.page.setViewportSize(WIDE);
      await enter(desktop, funnel.urls.page, state, language);
      const found = await look(desktop, state);
      if (found.length > 0) wrong[state.name] = found;
      seen += 1;
    }
  };
  await Promise.all(Array.from({ length: PAGES }, lookAtThoseLeft));
  assert.deepEqual(wrong, {});
  assert.equal(seen, STATES.length);
}

test('no state breaks a rule, wide and narrow, light and dark', async (t) => {
  await lookAtAll(t, {}, async (desktop) => {
    const { page } = desktop;
    const found = await find(desktop);
    await page.emulateMedia({ colorScheme: 'dark' });
    found.push(...(await find(desktop, OF_COLOUR)));
    await page.setViewportSize(NARROW);
    found.push(...(await find(desktop, [...OF_COLOUR, ...OF_WIDTH])));
    return found;
  });
});

test('at 320 pixels, with the widest text spacing, nothing is cut off and nothing scrolls sideways, in French', async (t) => {
  await lookAtAll(
    t,
    {},
    async (desktop) => {
      await desktop.page.setViewportSize(NARROW);
      const plain = await findOverflow(desktop);
      await desktop.module().evaluate((element, css) => {
        const style = document.createElement('style');
        style.textContent = css;
        element.shadowRoot?.append(style);
      }, SPACING);
      return [...plain, ...(await findOverflow(desktop)).map((what) => `spaced: ${what}`)];
    },
    'fr',
  );
});

test('in forced colours every control has a border and the chosen one a stronger border, and with reduced motion nothing moves', async (t) => {
  await lookAtAll(t, { forcedColors: 'active' }, (desktop) =>
    desktop.page.evaluate(() => {
      const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
      const shown = [...(root?.querySelectorAll('*') ?? [])].filter((node) => node.getClientRects().length > 0);
      const edge = (/** @type {Element} */ control) => {
        const { borderTopWidth, borderTopStyle } = getComputedStyle(control);
        return borderTopStyle === 'none' ? 0 : parseFloat(borderTopWidth);
      };
      const chosen = shown.filter((node) => node.matches('.choice:has(:checked)'));
      const controls = shown.filter((node) => node.matches('.control, .choice, .primary, .secondary, .drop'));
      const wrong = [
        ...controls.filter((control) => edge(control) < 1),
        ...chosen.filter((control) => edge(control) < 2),
        ...shown.filter((node) => getComputedStyle(node).animationName !== 'none'),
      ];
      return wrong.map((node) => node.outerHTML.slice(0, 120));
    }),
  );
});

test('animations are short, and absent with reduced motion', async (t) => {
  for (const [reducedMotion, isStill] of /** @type {const} */ ([
    ['reduce', true],
    ['no-preference', false],
  ])) {
    const desktop = await Desktop.open(funnel.urls.page, { reducedMotion });
    t.after(desktop.close);
    const names = await desktop.module().evaluate((element) =>
      [...(element.shadowRoot?.querySelectorAll('*') ?? [])].map((node) => getComputedStyle(node).animationName),
    );
    assert.equal(names.every((name) => name === 'none'), isStill, reducedMotion);
  }
});

/**
 * Elements wider than the window or than their own box.
 * @param {Desktop} desktop
 * @returns {Promise<string[]>}
 */
function findOverflow(desktop) {
  return desktop.page.evaluate(() => {
    const found = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} pixels wide in ${clientWidth}`);
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    for (const node of root?.querySelectorAll('*:not(.hidden, option, optgroup)') ?? []) {
      const box = node.getBoundingClientRect();
      const isShown = box.width > 1 && box.height > 1 && !node.closest('.hidden, svg');
      if (!isShown) continue;
      if (box.right > clientWidth + 1 || box.left < -1) found.push(`outside the window: ${node.outerHTML.slice(0, 120)}`);
      const isText = node.matches('p, span, h2, h3, li, button, a, label, legend, div');
      if (isText && node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0)
        found.push(`cut off: ${node.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}
