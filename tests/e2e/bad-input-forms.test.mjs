// @ts-check
// Types every bad text of ../bad-input.json into every field of every form. Either the field shows an error, or the
// intended text is sent. Typed text is kept, and none of it runs. The backend is fake; its own tests cover its side.
// bad-input.test.mjs shows how a customer handles an error.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { inRepository } from '../../scripts/repository.mjs';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { example, playBackend, problem } from '../support/played-backend.mjs';

/**
 * @typedef {object} Bad a text and its result in each kind of field: the error code after `!`, else the
 *   text that is sent
 * @property {string} what
 * @property {string} typed
 * @property {number} [times]
 * @property {string} name
 * @property {string} line
 * @property {string} optional
 * @property {string} tin
 * @property {string} email
 */
/** @type {Bad[]} */
const ALL = JSON.parse(readFileSync(inRepository('tests', 'bad-input.json'), 'utf8'));
const START = example('snapshot.start');
const HOSTILE = '<img src=x onerror=globalThis.isHacked=true>';
/** Keeps the form where it is, so that it can be sent again. */
const REFUSED = problem(422, 'validation_failed', { errors: [{ field: 'shoeSize', code: 'too_small' }] });
/** Longest time for which a press may block the page, in milliseconds of CPU time. A person would not wait longer. */
const PATIENCE_MS = 3000;

/** The kinds of the text fields of the details, sheet by sheet. */
const DETAILS = /** @type {const} */ ([
  { firstName: 'name', lastName: 'name', birthName: 'name' },
  { birthZipCode: 'postcode', birthCity: 'line' },
  { email: 'email', phoneNumber: 'phone' },
  {
    'address.street': 'line',
    'address.supplementIn': 'optional',
    'address.supplementOut': 'optional',
    'address.zipCode': 'postcode',
    'address.city': 'line',
  },
]);
/** Limits of the number of characters. */
/** @type {Record<string, number>} */
const MOST = { birthCity: 255, email: 255, 'address.street': 255, 'address.supplementIn': 255, 'address.supplementOut': 255 };

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** @param {Bad} bad the replacement character stands for half of a surrogate pair */
const textOf = ({ typed, times = 1 }) => typed.replace('\ufffd', '\ud83d').repeat(times);

/** @param {string} text with halves of surrogate pairs, which readers show as replacement characters */
const wellFormed = (text) => text.replaceAll(/\p{Surrogate}/gu, '\ufffd');

/**
 * The key of the error that a kind of field shows. Undefined if the text is sent.
 * @param {'name' | 'line' | 'optional' | 'tin' | 'email' | 'postcode' | 'phone'} kind
 * @param {Bad} bad
 */
function errorKey(kind, bad) {
  const isNothing = bad.name === '!required';
  if (isNothing && kind !== 'optional') return 'required';
  if (kind === 'phone') return 'error.phone';
  if (kind === 'postcode') return 'error.postcode';
  const code = bad[kind];
  if (!code.startsWith('!')) return undefined;
  if (code === '!too_long') return 'error.too_long';
  if (kind === 'email') return 'error.email';
  if (kind === 'tin') return 'error.plain_characters';
  return 'error.characters';
}

/**
 * What the page says of a field. It names the character that the field does not take, if that can be shown.
 * @param {Desktop} desktop
 * @param {string} key of `errorKey`
 * @param {string} name of the field
 * @param {string} typed
 * @param {number} most
 */
function said(desktop, key, name, typed, most) {
  const text = name.replace(/^residences\.\d/, 'residence');
  if (key === 'required') return desktop.text(`required.${text}`);
  const values = { field: `@field.${text}`, count: most };
  if (key !== 'error.characters') return desktop.filled(key, values);
  const refused = /^address|^birthCity/.test(name) ? /[^\p{Script=Latin}0-9 \-'.,/()&°#:;]/u : /[^\p{Script=Latin}0-9 \-'.]/u;
  const character = wellFormed(typed).normalize('NFC').replaceAll(/[\p{Cc}\u200b\u2060\ufeff]/gu, '').match(refused)?.[0];
  const isShown = character && !/[\u202a-\u2069]/.test(character);
  return isShown ? desktop.filled(key, { ...values, character }) : desktop.filled('error.invalid', values);
}

/**
 * Opens the page on a snapshot.
 * @param {import('node:test').TestContext} t
 * @param {string} heading key of the heading it must lead to
 * @param {object} snapshot replaces members of the contract's first one
 * @param {import('../support/played-backend.mjs').Answers} [answers]
 */
async function openOn(t, heading, snapshot, answers) {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  /** @type {any[]} */
  const sent = [];
  desktop.page.on('request', (request) => {
    if (request.url().includes('/onboarding/steps/')) sent.push(request.postDataJSON());
  });
  await playBackend(desktop.page, { ...START, ...snapshot }, answers);
  await desktop.visit(funnel.urls.page, { heading });
  return { desktop, sent };
}

/**
 * @param {Desktop} desktop
 * @param {string} name of the field in the contract
 */
const control = (desktop, name) => desktop.module().locator(`[name="${name}"]`);

/**
 * All fields, read at once: their values, and the errors in their descriptions.
 * @param {Desktop} desktop
 * @returns {Promise<Record<string, { value: string, error?: string, isFocused: boolean }>>}
 */
function readFields(desktop) {
  return desktop.module().evaluate((element) => {
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    const controls = /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll('[name], textarea'));
    return Object.fromEntries(
      [...controls].map((control) => {
        const described = (control.getAttribute('aria-describedby') ?? '').split(' ');
        const told = described.map((id) => root.getElementById(id)).find((found) => found?.matches('.error'));
        const isShown = Boolean(told?.getClientRects().length);
        const isWrong = control.getAttribute('aria-invalid') === 'true';
        // An error must be both visible and announced.
        // Values beside words from right to left are isolated (FSI to PDI).
        const words = (told?.textContent ?? '').replaceAll(/[\u2068\u2069]/g, '');
        const error = isShown !== isWrong ? 'half an error' : isShown ? words : undefined;
        return [control.name || control.id, { value: control.value, error, isFocused: root.activeElement === control }];
      }),
    );
  });
}

/**
 * Presses a button by script. Returns how long the page was busy, in milliseconds of CPU time, so that other programs on
 * the machine do not count.
 * @param {Desktop} desktop
 * @param {string} button how it is found
 */
async function timePress({ page }, button) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * Number(metrics.find(({ name }) => name === 'TaskDuration')?.value);
  };
  const before = await spent();
  await page.locator('xpollens-onboarding').locator(button).evaluate((button) => /** @type {HTMLElement} */ (button).click());
  const after = await spent();
  await session.detach();
  return after - before;
}

/**
 * Checks that no typed text has run or become markup.
 * @param {Desktop} desktop
 */
async function assertNothingRan(desktop) {
  assert.equal(await desktop.page.evaluate(() => 'isHacked' in globalThis), false);
  assert.equal(await desktop.module().locator('script, img, iframe, [onerror], [onfocus]').count(), 0);
}

/**
 * Whether the list of what to correct has the focus.
 * @param {Desktop} desktop
 */
const isListFocused = (desktop) => desktop.module().locator('[aria-labelledby=errors]').evaluate((list) => list.matches(':focus'));

/**
 * Checks that every field of `names` has the expected error, or none, and still has its text.
 * @param {Desktop} desktop
 * @param {Record<string, Parameters<typeof errorKey>[0]>} names
 * @param {Bad} bad
 * @param {Record<string, string>} typed what the inputs held before the press
 */
async function assertFates(desktop, names, bad, typed) {
  const fields = await readFields(desktop);
  const wrong = [];
  for (const [name, kind] of Object.entries(names)) {
    const key = errorKey(kind, bad);
    const most = MOST[name] ?? (kind === 'tin' ? 30 : 140);
    const error = key && said(desktop, key, name, typed[name], most);
    assert.equal(fields[name].error, error, `${bad.what} in ${name}`);
    // A sheet that is drawn again shows accents and their letters as one character.
    const isKept = wellFormed(fields[name].value).normalize('NFC') === wellFormed(typed[name]).normalize('NFC');
    assert.ok(isKept, `${bad.what} in ${name}: what was typed stays`);
    if (key) wrong.push(name);
  }
  const [first] = wrong;
  if (wrong.length === 1) assert.ok(fields[first].isFocused, `${bad.what}: the focus goes to ${first}`);
  if (wrong.length > 1) assert.ok(await isListFocused(desktop), `${bad.what}: the focus goes to the list`);
}

/**
 * Enters texts into fields, each with one event. Resolves with the values of the inputs, which keep one line only, and
 * trim an e-mail address.
 * @param {Desktop} desktop
 * @param {Record<string, string>} texts by the name of the field
 * @returns {Promise<Record<string, string>>}
 */
async function type(desktop, texts) {
  await desktop.module().evaluate((element, texts) => {
    for (const [name, text] of Object.entries(texts)) {
      const control = /** @type {HTMLInputElement} */ (element.shadowRoot?.querySelector(`[name="${name}"]`));
      control.value = text;
      control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    }
  }, texts);
  const held = Object.entries(texts).map(([name, text]) => {
    const line = text.replaceAll(/[\r\n]/g, '');
    return [name, name === 'email' ? line.replaceAll(/^[ \t\f]+|[ \t\f]+$/g, '') : line];
  });
  return Object.fromEntries(held);
}

/**
 * The same text for each of the fields.
 * @param {string[]} names
 * @param {Bad} bad
 */
const everywhere = (names, bad) => Object.fromEntries(names.map((name) => [name, textOf(bad)]));

/**
 * The text that is sent. An input has removed line ends.
 * @param {Bad} bad
 * @param {string} told
 */
const sentOf = (bad, told) => (bad.typed.includes('\r\n') ? told.replaceAll('  ', '') : told);

/**
 * Presses the button that sends a form. Resolves once the request was refused.
 * @param {Desktop} desktop
 */
async function sendToRefusal(desktop) {
  const answer = desktop.page.waitForResponse((response) => response.url().includes('/onboarding/steps/'));
  await timePress(desktop, 'button[type=submit]');
  await answer;
  await desktop.seeNotice('failure.fields');
}

test('details: every bad text in every field has an error beside it or is accepted, and stays as typed', async (t) => {
  const { desktop, sent } = await openOn(t, 'group.identity', {});
  await desktop.fillDetails(newCustomer());
  for (const sheet of DETAILS) {
    const [first = ''] = Object.keys(sheet);
    for (const bad of ALL) {
      await desktop.turnTo(first);
      const typed = await type(desktop, everywhere(Object.keys(sheet), bad));
      const busy = await timePress(desktop, 'button[type=submit]');
      assert.ok(busy > 0 && busy < PATIENCE_MS, `${bad.what}: busy for ${busy} ms`);
      // A sheet without an error is left.
      await desktop.turnTo(first);
      await assertFates(desktop, sheet, bad, typed);
    }
    await desktop.fillDetails(newCustomer());
  }
  await assertNothingRan(desktop);
  assert.deepEqual(sent, [], 'no invalid phone number is sent');
  assert.deepEqual(desktop.complaints, []);
});

test('details: accepted texts are sent as they are shown', async (t) => {
  const { desktop, sent } = await openOn(t, 'group.identity', {}, { 'PUT /onboarding/steps/profile': REFUSED });
  const customer = newCustomer();
  await desktop.fillDetails(customer);
  for (const bad of ALL) {
    /** @type {[string, string][]} */
    const kinds = [];
    for (const sheet of DETAILS) {
      const good = Object.fromEntries(Object.keys(sheet).map((name) => [name, at(customer, name)]));
      const here = Object.entries(sheet).filter(([, kind]) => errorKey(kind, bad) === undefined);
      if (here.length === 0) continue;
      await desktop.turnTo(Object.keys(sheet)[0] ?? '');
      await type(desktop, { ...good, ...everywhere(here.map(([name]) => name), bad) });
      kinds.push(...here);
    }
    if (kinds.length === 0) continue;
    assert.ok(await desktop.passSheets(), bad.what);
    const count = sent.length;
    await sendToRefusal(desktop);
    assert.equal(sent.length, count + 1, bad.what);
    for (const [name, kind] of kinds) {
      const told = bad[/** @type {'name' | 'line' | 'optional'} */ (kind)];
      assert.equal(at(sent.at(-1), name), sentOf(bad, told), `${bad.what} in ${name}`);
    }
  }
  assert.ok(sent.length > 10);
  await assertNothingRan(desktop);
});

/**
 * The value at a path of the contract. Empty if there is none.
 * @param {any} body
 * @param {string} path
 * @returns {string}
 */
function at(body, path) {
  return path.split('.').reduce((part, name) => part?.[name], body) ?? '';
}

test('taxes: every bad text in every number has an error beside it or is sent as it is shown', async (t) => {
  const answers = { 'PUT /onboarding/steps/tax': REFUSED };
  const { desktop, sent } = await openOn(t, 'tax.heading', { steps: [{ id: 'tax', state: 'todo' }] }, answers);
  await desktop.page.getByRole('radio', { name: desktop.text('isUsPerson.false'), exact: true }).check();
  const countries = ['BE', 'DE', 'ES'];
  for (const [index, country] of countries.entries()) {
    if (index > 0) await desktop.press(desktop.text('tax.add'));
    await control(desktop, `residences.${index}.country`).selectOption(country);
  }
  const names = countries.map((_, index) => `residences.${index}.tin`);
  const kinds = Object.fromEntries(names.map((name) => [name, /** @type {const} */ ('tin')]));
  for (const bad of ALL) {
    const typed = await type(desktop, everywhere(names, bad));
    if (bad.tin.startsWith('!')) {
      await timePress(desktop, 'button[type=submit]');
      await assertFates(desktop, kinds, bad, typed);
    } else {
      await sendToRefusal(desktop);
      const expected = countries.map((country) => ({ country, tin: sentOf(bad, bad.tin) }));
      assert.deepEqual(sent.at(-1).residences, expected, bad.what);
    }
  }
  assert.equal(sent.length, ALL.filter(({ tin }) => !tin.startsWith('!')).length);
  await assertNothingRan(desktop);
});

/** The forms with lists, and the answers that they must be sent with. */
const LISTS = /** @type {const} */ ([
  ['profile', 'group.birth', ['birthCountry', 'nationality']],
  ['profile', 'group.address', ['address.country']],
  ['declarative', 'declarative.heading', ['income', 'asset']],
  ['tax', 'tax.heading', ['residences.0.country']],
]);
for (const [step, heading, names] of LISTS) {
  test(`a missing choice is an error beside its list: ${names.join(', ')}`, async (t) => {
    const { desktop, sent } = await openOn(t, step === 'profile' ? 'group.identity' : heading, { steps: [{ id: step, state: 'todo' }] });
    if (step === 'profile') await desktop.fillDetails(newCustomer());
    await desktop.turnTo(names[0]);
    for (const value of [HOSTILE, '', 'zz', '0', '256', '-1', '1e9', 'constructor']) {
      for (const name of names) {
        await control(desktop, name).evaluate((select, value) => {
          const list = /** @type {HTMLSelectElement} */ (select);
          list.add(new Option(value, value));
          list.value = value;
          list.dispatchEvent(new Event('change', { bubbles: true }));
        }, value);
      }
      await desktop.press(desktop.text(step === 'profile' ? 'form.next' : `${step}.submit`));
      const fields = await readFields(desktop);
      for (const name of names) {
        const expected = [said(desktop, 'required', name, '', 0), said(desktop, 'error.choose', name, '', 0)];
        assert.ok(expected.includes(fields[name].error ?? ''), `${value} in ${name}: ${fields[name].error}`);
      }
    }
    await assertNothingRan(desktop);
    assert.deepEqual(sent, []);
    assert.deepEqual(desktop.complaints, []);
  });
}

test('whatever is typed as an occupation is text, and is no answer until a title is chosen', async (t) => {
  const { desktop } = await openOn(t, 'declarative.heading', { steps: [{ id: 'declarative', state: 'todo' }] });
  const box = desktop.page.getByRole('combobox', { name: desktop.text('field.economicActivity') });
  const chosen = desktop.module().locator('input[type=hidden]');
  const offered = desktop.module().locator('[role=listbox]:not([hidden]) [role=option]');
  for (const bad of ALL.filter((bad) => textOf(bad) !== '')) {
    await box.fill(textOf(bad));
    await offered.first().waitFor();
    assert.equal(await chosen.inputValue(), '', bad.what);
  }
  await box.fill('');
  assert.equal(await offered.count(), 42, 'all categories');
  await desktop.giveOccupation('plumber', 'Plumber');
  assert.deepEqual([await box.inputValue(), await chosen.inputValue()], ['Plumber', '63']);
  await box.press('End');
  await box.pressSequentially('s');
  assert.equal(await chosen.inputValue(), '', 'another text is another answer');
  await box.press('Escape');
  assert.equal(await offered.count(), 0);
  await assertNothingRan(desktop);
  assert.deepEqual(desktop.complaints, []);
});

test('each document that is not accepted has its own error', async (t) => {
  const terms = example('snapshot.start').terms ?? {
    version: '1',
    accountUrl: 'https://bank.example/a.pdf',
    cardUrl: 'https://bank.example/c.pdf',
    partnerUrl: 'https://bank.example/p.pdf',
  };
  const { desktop, sent } = await openOn(t, 'terms.heading', { steps: [{ id: 'terms', state: 'todo' }], terms });
  for (const names of [['account', 'card', 'partner'], ['card', 'partner'], ['partner']]) {
    await desktop.press(desktop.text('terms.submit'));
    const fields = await readFields(desktop);
    const wrong = Object.keys(fields).filter((name) => fields[name].error);
    assert.deepEqual(wrong, names);
    for (const name of wrong) assert.equal(fields[name].error, desktop.text(`required.${name}`));
    assert.ok(names.length > 1 ? await isListFocused(desktop) : fields[names[0]].isFocused);
    await control(desktop, names[0]).check();
  }
  assert.deepEqual(sent, []);
  assert.deepEqual(desktop.complaints, []);
});

test('documents: every bad text and file has an error beside it, and an accepted text is sent as it is shown', async (t) => {
  const steps = [{ id: 'tax', state: 'action_required', documents: [{ kind: 'other', state: 'expected' }] }];
  const answers = { 'POST /onboarding/documents': REFUSED };
  const { desktop } = await openOn(t, 'send.other', { steps, uploadMaxBytes: 5_000_000 }, answers);
  const area = desktop.page.getByRole('textbox', { name: desktop.text('documents.justification') });
  const file = desktop.module().locator('input[type=file]');
  const choose = (/** @type {string} */ name, /** @type {string} */ mimeType, content = '%PDF-1.7') =>
    file.setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
  for (const bad of ALL) {
    await area.fill(textOf(bad));
    const busy = await timePress(desktop, 'button.primary');
    assert.ok(busy > 0 && busy < PATIENCE_MS, `${bad.what}: busy for ${busy} ms`);
    const { justification } = await readFields(desktop);
    const isLong = textOf(bad).length > 1000;
    const key = bad.name === '!required' ? 'required.justification' : isLong ? 'error.too_long' : undefined;
    const error = key && desktop.filled(key, { field: '@field.justification', count: 1000 });
    assert.equal(justification.error, error, bad.what);
    assert.ok(wellFormed(justification.value) === wellFormed(textOf(bad).replaceAll('\r\n', '\n')), `${bad.what}: it stays`);
    await desktop.module().getByText(desktop.text('required.file'), { exact: true }).waitFor();
  }
  for (const [name, mimeType, content, key] of /** @type {const} */ ([
    ['page.html', 'text/html', '<script>globalThis.isHacked=true</script>', 'error.file_type'],
    ['drawing.svg', 'image/svg+xml', '<svg onload="globalThis.isHacked=true"/>', 'error.file_type'],
    ['unknown', '', 'x', 'error.file_type'],
    ['empty.pdf', 'application/pdf', '', 'required.file'],
    ['large.pdf', 'application/pdf', 'x'.repeat(5_000_001), 'error.too_large'],
  ])) {
    await choose(name, mimeType, content);
    await desktop.module().getByText(desktop.text(key), { exact: true }).waitFor();
  }

  await choose(`${HOSTILE}.pdf`, 'application/pdf');
  await desktop.module().getByText(`${HOSTILE}.pdf`, { exact: true }).waitFor();
  await area.fill(`J’étudie a\u0300 Lille 🙂 ${HOSTILE}`);
  const request = desktop.page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/documents'));
  await desktop.press(desktop.text('documents.send'));
  const body = (await request).postDataBuffer()?.toString('utf8') ?? '';
  assert.ok(body.includes(`J’étudie à Lille 🙂 ${HOSTILE}`), 'the accents are normalised (NFC)');
  assert.ok(!body.includes('onerror=globalThis.isHacked=true>.pdf'), 'the name of the file is not sent');
  await desktop.seeNotice('failure.fields');
  await assertNothingRan(desktop);
});

test('texts of the backend about the customer are shown as text', async (t) => {
  const record = example('profile.response');
  const answers = {
    'GET /onboarding/profile': {
      json: {
        ...record,
        profile: { ...record.profile, firstName: HOSTILE, address: { ...record.profile.address, city: HOSTILE } },
        locked: ['firstName', HOSTILE],
        corrections: [
          { field: 'address.city', originalValue: `before ${HOSTILE}`, newValue: HOSTILE, kind: HOSTILE },
          { field: 'nationality', originalValue: HOSTILE, newValue: 'FR', kind: 'correction' },
        ],
      },
    },
    'GET /places': { json: { places: [{ city: HOSTILE, zipCode: HOSTILE }, { city: 'b', zipCode: 'b' }] } },
    'PUT /onboarding/steps/profile': problem(503, HOSTILE, { title: HOSTILE, requestId: HOSTILE }),
  };
  const steps = [{ id: 'profile', state: 'action_required', reasons: [HOSTILE] }];
  const { desktop } = await openOn(t, 'record.correct', { steps }, answers);
  const correction = desktop.text('record.changed').replace('{before}', `before ${HOSTILE}`).replace('{after}', HOSTILE);
  await desktop.module().getByText(correction, { exact: true }).waitFor();
  await control(desktop, 'address.zipCode').fill('92200');
  const offered = desktop.module().locator('datalist option').first();
  await offered.waitFor({ state: 'attached' });
  assert.equal(await offered.getAttribute('value'), HOSTILE);
  await control(desktop, 'address.city').fill('Boulogne');
  await desktop.press(desktop.text('record.submit'));
  await desktop.module().getByText(desktop.text('failure.reference').replace('{reference}', HOSTILE)).waitFor();
  await assertNothingRan(desktop);
});

test('texts of the backend about the transfer are shown as text', async (t) => {
  const snapshot = example('snapshot.transfer');
  const transfer = { ...snapshot.transfer, beneficiary: HOSTILE, reference: HOSTILE, iban: HOSTILE, bic: HOSTILE };
  const { desktop } = await openOn(t, 'transfer.heading', {
    ...snapshot,
    transfer: { ...transfer, paymentUrl: `javascript:${HOSTILE}` },
  });
  // Beneficiary, IBAN, BIC, reference.
  assert.equal(await desktop.module().getByText(HOSTILE, { exact: true }).count(), 4);
  assert.equal(await desktop.module().getByRole('link').count(), 0);
  await assertNothingRan(desktop);
});
