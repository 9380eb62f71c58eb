// @ts-check
// Answers that cannot be accepted: each has an error beside its field, and no typed text is lost.
// bad-input-forms.test.mjs has every bad text in every field, bad-connection.test.mjs answers that could not be sent.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';

const SUBMISSION = '**/onboarding-api/onboarding/steps/**';

/** What is no first name: what it is, what is typed, the key of what is said, the character that is named. */
const NO_NAMES = [
  ['a script', "<script>globalThis.isHacked=true</script>", 'error.characters', '<'],
  ['a picture with a script', '<img src=x onerror=globalThis.isHacked=true>', 'error.characters', '<'],
  ['a template', '{{constructor.constructor("globalThis.isHacked=true")()}}', 'error.characters', '{'],
  ['emoji', '🙂👩‍👩‍👧', 'error.characters', '🙂'],
  ['a mark that turns the writing round', 'Corinne\u202Eennirob', 'error.invalid'],
  ['a letter that looks like another', 'C\u043Erinne', 'error.characters', '\u043E'],
  ['another alphabet', 'Ирина', 'error.characters', 'И'],
  ['200 kB of text', 'a'.repeat(200_000), 'error.too_long'],
];

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** @param {import('node:test').TestContext} t */
async function openPage(t) {
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  /** @type {string[]} */
  const sent = [];
  desktop.page.on('request', (request) => {
    if (request.url().includes('/onboarding/steps/')) sent.push(request.url());
  });
  return { desktop, sent };
}

test('an invalid answer has an error beside its field, which takes the focus, and nothing is sent', async (t) => {
  const { desktop, sent } = await openPage(t);
  const customer = newCustomer();
  await desktop.fillDetails(customer);
  // The press itself leaves this field. Its error must not move the button away from the pointer.
  await desktop.fill('email', 'corinne');
  await desktop.sendDetails();

  const { text, gap, isFocused } = await desktop.seeError('email');
  assert.equal(text, desktop.text('error.email'));
  assert.ok(gap >= 0 && gap < 24, `${gap} px between the field and its error`);
  assert.ok(isFocused);
  assert.equal(await desktop.countErrors(), 1);
  assert.deepEqual(sent, []);

  await desktop.fill('email', customer.email);
  assert.equal(await desktop.countErrors(), 0, 'the error disappears as soon as the answer changes');
  await desktop.sendDetails();
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.deepEqual(await funnel.sandbox.creations(customer.email), { tries: 1, users: 1 });
  assert.deepEqual(desktop.complaints, []);
});

test('a form sent empty lists every missing answer, and each line leads to its field', async (t) => {
  const { desktop, sent } = await openPage(t);
  await desktop.sendDetails();
  await desktop.seeError('lastName');

  const count = await desktop.countErrors();
  assert.equal(count, 4);
  const said = desktop.text('form.errors').replace('{count}', String(count));
  const list = desktop.page.getByRole('group', { name: said });
  assert.ok(await list.evaluate((list) => list.matches(':focus')));
  const isSeen = await list.evaluate((list) => list.getBoundingClientRect().top >= 0 && list.getBoundingClientRect().top < innerHeight);
  assert.ok(isSeen, 'the list begins in sight');
  const lines = await list.getByRole('link').allInnerTexts();
  assert.equal(lines.length, count);
  assert.equal(new Set(lines).size, count, 'no two lines are the same');
  const address = desktop.page.url();
  for (const [line, name] of [['required.lastName', 'lastName'], ['required.birthName', 'birthName']]) {
    await list.getByRole('link', { name: desktop.text(line) }).click();
    assert.ok(await desktop.module().locator(`[name="${name}"]`).evaluate((input) => input.matches(':focus')), name);
  }
  await list.getByRole('link', { name: desktop.text('required.civility') }).click();
  const radio = desktop.page.getByRole('radio', { name: desktop.text('civility.mr'), exact: true });
  assert.ok(await radio.evaluate((radio) => radio.matches(':focus')));
  assert.equal(desktop.page.url(), address);
  await radio.check();
  const corrected = await list.locator('li[inert]').allInnerTexts();
  assert.deepEqual(corrected, [desktop.text('required.civility')], 'what is corrected leads nowhere');
  await desktop.page.locator('[aria-live]').filter({ hasText: said }).waitFor({ state: 'attached' });
  assert.deepEqual(sent, []);
  assert.deepEqual(desktop.complaints, []);
});

test('an invalid name is refused with a message, kept as typed, and never run', async (t) => {
  const { desktop, sent } = await openPage(t);
  const customer = newCustomer();
  await desktop.fillDetails(customer);
  await desktop.turnTo('firstName');
  const typed = await desktop.readForm();
  for (const [what, name, key, character = ''] of NO_NAMES) {
    await desktop.fill('firstName', name);
    await desktop.sendDetails();
    const { text, isFocused } = await desktop.seeError('firstName');
    assert.equal(text, desktop.filled(key, { field: '@field.firstName', count: 140, character }), what);
    assert.ok(isFocused, what);
    assert.deepEqual(await desktop.readForm(), { ...typed, firstName: name }, what);
  }
  assert.equal(await desktop.page.evaluate(() => 'isHacked' in globalThis), false);
  assert.deepEqual(sent, []);

  // As copied from a document: with a combining accent and invisible marks.
  await desktop.fill('firstName', '\u202ACor\u200Binne\u00A0Zoe\u0301\u202C ');
  await desktop.sendDetails();
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  /** @type {{ body: any }[]} */
  const received = await funnel.sandbox.control('/received');
  const created = received.find(({ body }) => body?.Email === customer.email);
  assert.equal(created?.body.FirstName, 'Corinne Zoé');
  assert.deepEqual(desktop.complaints, []);
});

/** Values of another customer at the provider: field, key of the error. */
const TAKEN = /** @type {const} */ ([
  ['email', 'error.email_used'],
  ['phoneNumber', 'error.phone_used'],
]);
for (const [field, key] of TAKEN) {
  test(`a value of another customer is an error of its field, and a new one is accepted: ${field}`, async (t) => {
    const { desktop } = await openPage(t);
    const other = newCustomer();
    await funnel.apply(other);
    const customer = newCustomer();
    await desktop.fillDetails({ ...customer, [field]: other[field] });
    await desktop.turnTo(field);
    const typed = await desktop.readForm();
    await desktop.sendDetails();

    const { text, isFocused } = await desktop.seeError(field);
    assert.equal(text, desktop.text(key));
    assert.ok(isFocused);
    assert.deepEqual(await desktop.readForm(), typed);

    await desktop.fill(field, customer[field]);
    await desktop.sendDetails();
    await desktop.heading(desktop.text('handoff.heading')).waitFor();
    assert.equal((await funnel.sandbox.creations(customer.email)).users, 1);
    assert.deepEqual(desktop.complaintsButFailedRequests(), []);
  });
}

test('an error on an unknown field is shown nevertheless', async (t) => {
  const { desktop } = await openPage(t);
  const customer = newCustomer();
  await desktop.fillDetails(customer);
  const typed = await desktop.readForm();
  const problem = { type: 'about:blank', status: 422, code: 'validation_failed', requestId: 'r-4711' };
  const errors = [{ field: 'shoeSize', code: 'too_small' }];
  await desktop.page.route(SUBMISSION, (route) => route.fulfill({ status: 422, json: { ...problem, errors } }), {
    times: 1,
  });
  await desktop.sendDetails();
  await desktop.seeNotice('failure.fields');
  await desktop.page.getByText('Reference for our support team: r-4711').waitFor();
  assert.deepEqual(await desktop.readForm(), typed);

  await desktop.press(desktop.text('form.again'));
  await desktop.heading(desktop.text('handoff.heading')).waitFor();
  assert.deepEqual(await funnel.sandbox.creations(customer.email), { tries: 1, users: 1 });
});
