// @ts-check
// Only the customer's own actions move the focus or scroll the page. A new screen then begins at its top.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CODE, scan, symbol } from './look.mjs';
import { openForTests } from './opened.mjs';

const TALL = '<div id="text" style="height: 2600px">Text<br><input id="search" aria-label="Search"></div>';

const opened = openForTests();

/** The scroll position, the focused element in the page and in the module, and the last announcement. */
function readPlace() {
  return opened.desktop.page.evaluate(() => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    return {
      top: Math.round(document.getElementById('text')?.getBoundingClientRect().top ?? 0),
      focused: document.activeElement?.localName,
      inside: root?.activeElement?.id,
      said: root?.querySelector('[aria-live]')?.textContent?.trim(),
    };
  });
}

/** @param {string} name */
const heading = (name) => opened.desktop.page.getByRole('heading', { name });

for (const { name, html, act } of /** @type {{ name: string, html: string, act?: (page: import('playwright-core').Page) => Promise<unknown> }[]} */ ([
  { name: 'who reads above the module', html: `<body>${TALL}{module}` },
  { name: 'who reads below the module', html: `<body>{module}${TALL}`, act: (page) => page.evaluate(() => scrollTo(0, 2600)) },
  { name: 'who types elsewhere', html: `<body>${TALL}{module}`, act: (page) => page.locator('#search').fill('fees') },
  { name: 'who pressed elsewhere', html: `<body>{module}${TALL}`, act: async (page) => {
    await page.locator('xpollens-onboarding .heading').click();
    await page.mouse.wheel(0, 2000);
    await page.waitForFunction(() => scrollY > 0);
    await page.mouse.click(600, 500);
  } },
])) {
  test(`a new screen moves nothing for the customer ${name}`, async () => {
    const { page } = opened.desktop;
    await page.goto(opened.site.show({ name, html }, 'code-awaited'));
    await heading('Continue on your phone').waitFor({ state: 'attached' });
    await act?.(page);
    const before = await readPlace();
    opened.site.change('waiting-reviews');
    await page.locator('xpollens-onboarding .waiting').waitFor({ state: 'attached' });
    const now = await readPlace();
    const title = await page.locator('xpollens-onboarding .heading').textContent();
    assert.deepEqual({ ...now, said: '' }, { ...before, said: '' });
    assert.ok(now.said?.includes(String(title)), `said: ${now.said}`);
  });
}

test('after a press in the module, the focus moves to the heading of a new screen', async () => {
  const { page } = opened.desktop;
  await page.goto(opened.site.show({ name: 'pressed', html: '<body>{module}' }, 'code-awaited'));
  await heading('Continue on your phone').waitFor();
  await page.locator('xpollens-onboarding .warning').click();
  opened.site.change('waiting-reviews');
  await page.locator('xpollens-onboarding .waiting').waitFor();
  assert.equal((await readPlace()).inside, 'heading');
});

for (const [width, height] of [[1366, 650], [1280, 720], [1024, 768], [768, 1024]]) {
  test(`after a press the whole code is in the window, beside or below its texts: ${width} by ${height}`, async () => {
    const { page } = opened.desktop;
    await page.setViewportSize({ width: Number(width), height: Number(height) });
    const html = `<body style="margin: 0"><header style="height: 280px">Bank</header>{module}<footer style="height: 900px">About</footer>`;
    await page.goto(opened.site.show({ name: 'a short screen', html }));
    await page.getByRole('button', { name: 'Do another step first: Your situation' }).click();
    await heading('Your situation').waitFor();
    await page.locator('xpollens-onboarding [data-step="device"] button').click();
    await symbol(page).waitFor();
    const seen = await page.evaluate(() => {
      const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
      const box = (/** @type {string} */ selector) => root?.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
      const [heading, code, sentences] = [box('.heading'), box('.symbol'), box('.instructions')];
      return {
        isWhole: heading.top >= 0 && code.top >= 0 && code.bottom <= innerHeight && code.left >= 0 && code.right <= innerWidth,
        width: code.width,
        isBeside: code.left >= sentences.right,
      };
    });
    assert.deepEqual(seen, { isWhole: true, width: 296, isBeside: Number(width) >= 1024 });
    assert.equal(await scan(page), CODE);
  });
}

for (const [width, height] of [[640, 360], [320, 568], [360, 740]]) {
  test(`on a small screen the whole code is visible at once: ${width} by ${height}`, async () => {
    const { page } = opened.desktop;
    await page.setViewportSize({ width: Number(width), height: Number(height) });
    await page.goto(opened.site.show({ name: 'a small screen' }));
    await symbol(page).waitFor();
    await symbol(page).scrollIntoViewIfNeeded();
    const box = await symbol(page).boundingBox();
    assert.ok(box && box.width >= 185 && box.height <= Number(height), JSON.stringify(box));
    assert.equal(await scan(page), CODE);
  });
}

/** What covers the middle of what has the focus in the module. Runs in the page. */
function readCover() {
  const element = document.querySelector('xpollens-onboarding')?.shadowRoot?.activeElement;
  if (!element) return 'outside';
  const { left, top, width, height } = element.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  return over?.localName === 'xpollens-onboarding' ? '' : `${element.id} is under ${over?.localName}`;
}

test('what takes the focus is never under a header or a notice of the page', async () => {
  const { page } = opened.desktop;
  await page.setViewportSize({ width: 1280, height: 600 });
  const bar = 'z-index: 9; left: 0; right: 0; background: #eee; padding: 50px';
  const html = `<body style="margin: 0"><header style="position: sticky; top: 0; ${bar}">Bank</header>${TALL}{module}
    <footer style="height: 900px">About</footer><div style="position: fixed; bottom: 0; ${bar}">Cookies</div>`;
  await page.goto(opened.site.show({ name: 'bars', html }, 'details-address'));
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.locator('xpollens-onboarding .error:visible').first().waitFor();
  assert.equal(await page.evaluate(readCover), '', 'the first error');
  // Through the list of errors into the form, and back to its first line.
  const coverAfter = async (/** @type {string} */ key) => {
    await page.keyboard.press(key);
    return page.evaluate(readCover);
  };
  let presses = 0;
  for (let cover = await coverAfter('Tab'); cover !== 'outside'; cover = await coverAfter('Tab')) {
    assert.equal(cover, '', `Tab ${presses}`);
    presses += 1;
  }
  assert.ok(presses >= 8, `${presses} stops`);
  for (; presses > 0; presses -= 1) assert.equal(await coverAfter('Shift+Tab'), '', `Shift+Tab ${presses}`);
});

test('in full screen all of the module can be reached', async () => {
  const { page } = opened.desktop;
  await page.goto(opened.site.show({ name: 'full screen', html: `<body>{module}<button onclick="document.querySelector('xpollens-onboarding').requestFullscreen()">Larger</button>` }, 'details'));
  await heading('Your name').waitFor();
  await page.getByRole('button', { name: 'Larger' }).click();
  await page.waitForFunction(() => document.fullscreenElement);
  const submit = page.getByRole('button', { name: 'Continue', exact: true });
  await submit.scrollIntoViewIfNeeded();
  const box = await submit.boundingBox();
  const height = await page.evaluate(() => innerHeight);
  assert.ok(box && box.y >= 0 && box.y + box.height <= height, JSON.stringify(box));
  await page.evaluate(() => document.exitFullscreen());
});
