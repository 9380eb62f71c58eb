// @ts-check
// Pages with text from right to left. The direction of the module follows its own texts. Numbers, codes and addresses are
// always read from the left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { example } from '../support/played-backend.mjs';
import { CODE, scan, symbol } from './look.mjs';
import { openForTests } from './opened.mjs';
import { MODULE } from './played-site.mjs';

/** @type {import('./played-site.mjs').PartnerPage[]} */
const PAGES = [
  { name: 'a page in Arabic', attributes: 'dir="rtl" lang="ar"' },
  { name: 'a page in Hebrew', attributes: 'dir="rtl" lang="he"' },
  { name: 'a section from right to left', html: '<body><div dir="rtl">{module}</div>' },
  { name: 'a style from right to left', head: '<style>body { direction: rtl; unicode-bidi: bidi-override }</style>' },
  { name: 'the element from right to left', html: `<body>${MODULE.replace('>', ' dir="rtl">')}` },
];
/** Arabic texts for the module, as an integrator passes them. */
const ARABIC = {
  'rail.label': 'الخطوات',
  'rail.position': 'الخطوة {number} من {count} · {step}',
  'handoff.heading': 'تابع على هاتفك',
  'handoff.step1': 'افتح التطبيق.',
  'handoff.step2': 'اختر «مسح الرمز».',
  'handoff.step3': 'وجّه الكاميرا إلى هذه الشاشة.',
  'waiting.kept': 'نحتفظ بمكانك حتى {date}.',
  'transfer.heading': 'قم بتحويل',
  'transfer.iban': 'رقم الحساب',
  'step.profile': 'بياناتك',
  'step.device': 'هاتفك',
};
const IN_ARABIC = {
  name: 'words in Arabic',
  attributes: 'dir="rtl" lang="ar"',
  html: `<body>{module}<script>document.querySelector('xpollens-onboarding').options = { texts: ${JSON.stringify(ARABIC)} }</script>`,
};

const opened = openForTests();

/**
 * The characters of an element in their visual order: line by line, from left to right.
 * @param {string} selector
 */
function readFromTheLeft(selector) {
  return opened.desktop.page.evaluate((selector) => {
    const element = document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector(selector);
    if (!element) throw new Error(`nothing is ${selector}`);
    const found = [];
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = /** @type {Text} */ (texts.currentNode);
      for (let index = 0; index < text.length; index += 1) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + 1);
        const { left, bottom } = range.getBoundingClientRect();
        found.push({ left, bottom: Math.round(bottom), character: text.data[index] });
      }
    }
    found.sort((one, other) => one.bottom - other.bottom || one.left - other.left);
    return found.map(({ character }) => character).join('').replaceAll(/\s/g, '');
  }, selector);
}

/**
 * Whether the first element is to the right of the second.
 * @param {string} first
 * @param {string} second
 */
function isOnTheRight(first, second) {
  return opened.desktop.page.evaluate(([first, second]) => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    const [one, other] = [first, second].map((selector) => root?.querySelector(selector ?? '')?.getBoundingClientRect().left);
    return Number(one) > Number(other);
  }, [first, second]);
}

for (const host of [...PAGES, IN_ARABIC]) {
  test(`the code is read from the left: ${host.name}`, async () => {
    await opened.desktop.page.goto(opened.site.show(host));
    await symbol(opened.desktop.page).waitFor();
    assert.equal((await readFromTheLeft('.figures')).toLowerCase(), CODE);
    assert.match(await readFromTheLeft('.ring-figures'), /^[12]:\d\d$/);
    assert.equal(await scan(opened.desktop.page), CODE);
  });

  test(`the account is read from the left: ${host.name}`, async () => {
    const { page } = opened.desktop;
    await page.goto(opened.site.show(host, 'transfer'));
    await symbol(page).waitFor();
    const { iban, bic, reference } = example('snapshot.transfer').transfer;
    const lines = await page.locator('xpollens-onboarding .account-line').count();
    const read = [];
    for (let line = 1; line <= lines; line += 1) read.push(await readFromTheLeft(`.account-line:nth-child(${line}) .account-value`));
    for (const value of [iban, bic, reference]) assert.ok(read.includes(value.replaceAll(' ', '')), `${value}: ${read}`);
  });
}

for (const host of PAGES) {
  test(`English texts begin on the left: ${host.name}`, async () => {
    await opened.desktop.page.goto(opened.site.show(host));
    await symbol(opened.desktop.page).waitFor();
    assert.equal(await isOnTheRight('.panel', '.rail'), true);
    assert.match(await readFromTheLeft('.warning span'), /\.$/, 'a sentence ends with its full stop');
  });
}

test('texts from right to left mirror the layout, and values in their placeholders keep their order', async () => {
  const { page } = opened.desktop;
  await page.goto(opened.site.show(IN_ARABIC));
  await symbol(page).waitFor();
  assert.equal(await isOnTheRight('.rail', '.panel'), true);
  await page.goto(opened.site.show(IN_ARABIC, 'waiting-reviews'));
  const kept = page.locator('xpollens-onboarding .text', { hasText: 'نحتفظ' });
  await kept.waitFor();
  assert.match(String(await kept.textContent()), /⁨\d+ \w+ \d{4}⁩\.$/);
});

test('typed numbers and addresses begin on the left of their field', async () => {
  const { page } = opened.desktop;
  await page.goto(opened.site.show(IN_ARABIC, 'details'));
  const phone = page.locator('xpollens-onboarding [name="phoneNumber"]');
  await phone.waitFor();
  const directions = await page.locator('xpollens-onboarding').evaluate((element) =>
    ['phoneNumber', 'email'].map((name) => {
      const control = element.shadowRoot?.querySelector(`[name="${name}"]`);
      return control && getComputedStyle(control).direction;
    }),
  );
  assert.deepEqual(directions, ['ltr', 'ltr']);
});
