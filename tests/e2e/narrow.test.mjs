// @ts-check
// The module in a narrow column, or at a zoom of 400 %: there is no list of steps, and the button of a form sticks to the
// bottom of the window. All screens remain reachable, and the focused element is visible.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { enter, STATES } from '../support/states.mjs';

const NARROW = { viewport: { width: 320, height: 640 }, reducedMotion: /** @type {const} */ ('reduce') };

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * A state in a narrow window.
 * @param {import('node:test').TestContext} t
 * @param {string} name
 */
async function enterNarrow(t, name) {
  const desktop = await Desktop.launch(NARROW);
  t.after(desktop.close);
  const [state] = STATES.filter((state) => state.name === name);
  await enter(desktop, funnel.urls.page, state);
  return desktop;
}

test('a form that is filled in meanwhile has a way back to the code', async (t) => {
  const desktop = await enterNarrow(t, 'code');
  await desktop.press('Do another step first: Your situation');
  await desktop.heading(desktop.text('declarative.heading')).waitFor();
  assert.equal(await desktop.page.getByRole('navigation').getByRole('button').count(), 0, 'no steps are beside it');
  await desktop.press(desktop.text('form.back'));
  await desktop.heading(desktop.text('waiting.device_heading')).waitFor();
  assert.equal(await desktop.page.getByText(desktop.text('waiting.close')).isVisible(), false);
  await desktop.press('Continue: Your phone');
  await desktop.seeCode();
});

for (const [name, stops] of /** @type {[string, number][]} */ ([
  ['terms', 8],
  ['taxes-three-countries', 8],
])) {
  test(`no focused element is behind the button: ${name}`, async (t) => {
    const desktop = await enterNarrow(t, name);
    await desktop.heading(desktop.text(name === 'terms' ? 'terms.heading' : 'tax.heading')).focus();
    /** @type {string[][]} */
    const [seen, covered] = [[], []];
    for (;;) {
      await desktop.page.keyboard.press('Tab');
      const stop = await desktop.module().evaluate((element) => {
        const root = /** @type {ShadowRoot} */ (element.shadowRoot);
        const focused = root.activeElement;
        if (!focused?.closest('form')) return undefined;
        const foot = /** @type {Element} */ (root.querySelector('.foot'));
        const [box, cover] = [focused, foot].map((element) => element.getBoundingClientRect());
        const isApart = box.bottom <= cover.top || box.top >= cover.bottom;
        return {
          name: focused.id || focused.getAttribute('value') || String(focused.textContent),
          isCovered: !isApart && !foot.contains(focused),
        };
      });
      if (!stop) break;
      seen.push(stop.name);
      if (stop.isCovered) covered.push(stop.name);
    }
    assert.deepEqual(covered, []);
    assert.ok(seen.length >= stops, seen.join(', '));
  });
}

test('a country has its number once, visible and announced', async (t) => {
  const desktop = await enterNarrow(t, 'taxes-three-countries');
  const added = await desktop.page
    .locator('.legend')
    .evaluateAll((legends) => legends.map((legend) => getComputedStyle(legend, '::after').content));
  assert.deepEqual([...new Set(added)], ['none']);
  await desktop.page.getByRole('group', { name: 'Country where you pay taxes, 2 of 3', exact: true }).waitFor();
});
